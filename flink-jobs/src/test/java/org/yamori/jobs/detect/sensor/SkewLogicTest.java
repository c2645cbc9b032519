package org.yamori.jobs.detect.sensor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.detect.sensor.SensorState.ClockState;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;

import static org.assertj.core.api.Assertions.assertThat;

/** A sensor says something each second; second 0 is 10:00:00 by the broker's clock, which begins a half minute. */
class SkewLogicTest {
    private static final long SECOND = 1_000_000L;
    private static final long TEN = 1_772_359_200L * SECOND;

    private final SkewLogic logic =
            new SkewLogic(new SensorRules(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofHours(50)));
    private final ClockState clock = new ClockState();
    private final List<String> told = new ArrayList<>();

    private void append(double second, double skewSeconds, double delaySeconds, Fate fate) {
        BlockFact fact = new BlockFact();
        fact.live = true;
        fact.fate = fate;
        fact.appendMicros = TEN + Math.round(second * SECOND);
        fact.endMicros = fact.appendMicros - Math.round((delaySeconds - skewSeconds) * SECOND);
        if (logic.on(fact, clock)) {
            told.add(clock.revision + (clock.wrong ? " wrong " : " right ") + clock.skewMicros);
        }
    }

    /** Each second from one to another, on a way that takes 20 ms. */
    private void run(int from, int to, double skewSeconds) {
        for (int second = from; second < to; second++) {
            append(second, skewSeconds, 0.02, Fate.COUNTED);
        }
    }

    @Test
    void rightClock_isNoFinding_howeverSlowTheWayIsSometimes() {
        Random chance = new Random(7);
        for (int second = 0; second < 600; second++) {
            append(second, 0, second % 10 == 0 ? 0.02 : 0.02 + 4 * chance.nextDouble(), Fate.COUNTED);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void clockAhead_isToldAfterTwoHalfMinutes_byWhatItIsLessTheWay() {
        run(0, 61, 3);

        assertThat(told).containsExactly("1 wrong 2980000");
        assertThat(clock.sinceMicros).isEqualTo(TEN);
    }

    @Test
    void clockSoFarAheadThatAllIsRefused_isToldAllTheSame() {
        for (int second = 0; second < 90; second++) {
            append(second, 3600, 0.02, Fate.AHEAD);
        }
        assertThat(told).containsExactly("1 wrong 3599980000");
    }

    @Test
    void clockBehind_isTold_andEndsOnlyBelowHalf() {
        run(0, 90, -3);
        run(90, 210, -1.8);
        assertThat(told).containsExactly("1 wrong -3020000");

        run(210, 300, -0.5);

        assertThat(told).containsExactly("1 wrong -3020000", "2 right -520000");
        assertThat(clock.untilMicros).isEqualTo(TEN + 210 * SECOND);
        assertThat(clock.largestSkewMicros).isEqualTo(-3_020_000);
    }

    @Test
    void clockThatDrifts_isToldAgainWheneverItMovedByTheBound() {
        for (int second = 0; second < 1800; second++) {
            append(second, 2.5 + second * 0.005, 0.02, Fate.AHEAD);
        }
        // At the end of half minute k the clock is 2.645 s + k * 0.15 s ahead, of which the way takes 20 ms.
        assertThat(told)
                .containsExactly(
                        "1 wrong 2775000", "2 wrong 4875000", "3 wrong 6975000", "4 wrong 9075000", "5 wrong 11175000");
    }

    @Test
    void spoolThatDrains_isNoSkew() {
        run(0, 60, 0);
        // Away for ten minutes; then twenty seconds of blocks each second until it has caught up.
        double captured = 60;
        for (int second = 660; second < 700; second++) {
            for (int i = 0; i < 20 && captured < second; i++) {
                captured++;
                append(second + i * 0.04, 0, second - captured + 0.02, Fate.LATE);
            }
        }
        run(700, 820, 0);
        assertThat(told).isEmpty();
    }

    @Test
    void spoolThatDrainsSlowly_isNoSkew() {
        // An hour old, a tenth faster than real time: three seconds less in each half minute.
        for (int i = 0; i < 6600; i++) {
            double second = i / 1.1;
            append(second, 0, 3600 - second * 0.1, Fate.LATE);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void tooFewRecords_sayNothing() {
        for (int second = 0; second < 600; second += 4) {
            append(second, 10, 0.02, Fate.AHEAD);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void pauseBetweenHalfMinutes_beginsAnew() {
        run(0, 30, 5);
        run(90, 120, 5);
        run(180, 181, 5);
        assertThat(told).isEmpty();
    }

    @Test
    void whatCameAgain_saysNothingOfTheClock() {
        for (int second = 0; second < 120; second++) {
            append(second, 0, 0.02, Fate.COUNTED);
            append(second + 0.5, 600, 0.02, Fate.DUPLICATE);
            append(second + 0.6, 600, 0.02, Fate.BEHIND);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void clocksOfFilesAndOtherPartitions_areNotAsked() {
        for (int second = 0; second < 120; second++) {
            BlockFact fact = new BlockFact();
            fact.appendMicros = TEN + second * SECOND;
            fact.endMicros = 0;
            logic.on(fact, clock);
            fact.live = true;
            fact.partition = 1;
            logic.on(fact, clock);
        }
        assertThat(clock.span).isEqualTo(Long.MIN_VALUE);
    }
}
