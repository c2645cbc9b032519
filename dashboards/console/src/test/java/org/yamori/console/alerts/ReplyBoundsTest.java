package org.yamori.console.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.yamori.console.alerts.ReplyBounds.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class ReplyBoundsTest {
    private Instant now = Instant.parse("2026-01-14T09:00:00Z");
    private final ReplyBounds bounds = new ReplyBounds(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private Verdict take(String token, int number) {
        return bounds.take(new AlertAddress(token, String.valueOf(number), true));
    }

    @Test
    void caseHasTwentyAnswers_forEver() {
        for (int i = 0; i < 20; i++) {
            assertThat(take("a", 1)).isEqualTo(Verdict.TAKEN);
        }
        assertThat(take("a", 1)).isEqualTo(Verdict.TOO_MANY_OF_THE_CASE);
        now = now.plus(Duration.ofDays(30));
        assertThat(take("a", 1)).isEqualTo(Verdict.TOO_MANY_OF_THE_CASE);
        assertThat(take("a", 2)).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void organisationHasSixtyAnswersWithinAnyHour() {
        for (int i = 0; i < 60; i++) {
            assertThat(take("a", i)).isEqualTo(Verdict.TAKEN);
            now = now.plusSeconds(1);
        }
        assertThat(take("a", 60)).isEqualTo(Verdict.TOO_MANY_IN_AN_HOUR);
        assertThat(take("b", 61)).isEqualTo(Verdict.TAKEN);
        now = Instant.parse("2026-01-14T09:59:59.999Z");
        assertThat(take("a", 60)).isEqualTo(Verdict.TOO_MANY_IN_AN_HOUR);
        now = Instant.parse("2026-01-14T10:00:00Z");
        assertThat(take("a", 60)).isEqualTo(Verdict.TAKEN);
        assertThat(take("a", 62)).isEqualTo(Verdict.TOO_MANY_IN_AN_HOUR);
    }

    @Test
    void answerThatWasNotWritten_isNoneOfItsCase_butOneOfItsHour() {
        for (int i = 0; i < 60; i++) {
            assertThat(take("a", 1)).isEqualTo(Verdict.TAKEN);
            bounds.giveBack(new AlertAddress("a", "1", true));
        }
        assertThat(take("a", 1)).isEqualTo(Verdict.TOO_MANY_IN_AN_HOUR);
        now = now.plus(Duration.ofHours(1));
        assertThat(take("a", 1)).isEqualTo(Verdict.TAKEN);
    }
}
