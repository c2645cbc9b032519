package org.yamori.jobs.detect.surge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SurgeLogicTest {
    private static final int MINUTE = 1;
    private static final int QUARTER = 1 << 2;
    private static final int DAY = 1 << 5;

    @Test
    void aSingleMinuteOver_isNoRiseByItself() {
        assertThat(SurgeLogic.isOver(Scored.minute(0, 10, MINUTE))).isFalse();
        assertThat(SurgeLogic.isMinuteOver(Scored.minute(0, 10, MINUTE))).isTrue();
        assertThat(SurgeLogic.isOver(Scored.minute(0, 10, QUARTER))).isTrue();
        assertThat(SurgeLogic.isMinuteOver(Scored.minute(0, 10, QUARTER))).isFalse();
        assertThat(SurgeLogic.isOver(Scored.minute(0, 10, 0))).isFalse();
    }

    @Test
    void shortestScale_countsTheMinuteOnlyWhereItWasConfirmed() {
        assertThat(SurgeLogic.shortest(MINUTE | QUARTER, true)).isZero();
        assertThat(SurgeLogic.shortest(MINUTE | QUARTER, false)).isEqualTo(2);
        assertThat(SurgeLogic.shortest(DAY, false)).isEqualTo(5);
    }

    @Test
    void ebb_needsAllTheCalmMinutes_orASettledSurge() {
        assertThat(SurgeLogic.isEbb(Scored.calm(0, 14))).isFalse();
        assertThat(SurgeLogic.isEbb(Scored.calm(0, 15))).isTrue();
        ScoredMinute settled = Scored.calm(0, 0);
        settled.settled = true;
        assertThat(SurgeLogic.isEbb(settled)).isTrue();
        assertThat(SurgeLogic.isEbb(Scored.minute(0, 10, 0))).isFalse();
    }

    @Test
    void calm_lastsAsLongAsTheWindowThatShowedTheSurge() {
        SurgeRules rules = SurgeOptions.defaults();
        assertThat(SurgeLogic.calmNeeded(0, rules)).isEqualTo(15);
        assertThat(SurgeLogic.calmNeeded(3, rules)).isEqualTo(60);
        assertThat(SurgeLogic.calmNeeded(5, rules)).isEqualTo(1440);
    }
}
