package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SurgeScorerTest {
    private static final int HOUR = 60;
    private static final int DAY = 1440;
    private static final int LEARNT = 10 * DAY;
    private static final int PORTS = 6;
    private static final SurgeRules RULES = SurgeOptions.defaults();

    /** Ports with 8 to 12 sources a minute, in an order that repeats every 17 minutes. */
    private static int ordinary(int port, int minute) {
        return 8 + (minute * 5 + port) % 17 % 5;
    }

    private static Watching watching(int minutes, IntBinaryOperator more) {
        return new Watching(
                RULES, PORTS, minutes, (port, minute) -> ordinary(port, minute) + more.applyAsInt(port, minute));
    }

    private static IntBinaryOperator inPort3(int from, int to, int more) {
        return (port, minute) -> port == 3 && minute >= from && minute < to ? more : 0;
    }

    @Test
    void aLevel_isTheForgottenMeanWithThePrior() {
        // After a day of 2 a minute, with f = exp(-2 / 672) an hour and s = f + ... + f^24 = 23.1285:
        // (120 s + w x prior) / (60 s + w); w minutes hold one source at the common level, but are at most six hours;
        // of a port that had n sources they are 1 + n times fewer
        Watching steady = new Watching(RULES, 2, DAY, (port, minute) -> port == 0 ? 2 : 0).until(DAY - 1);
        steady.until(DAY);
        double s = 0;
        for (int k = 1; k <= 24; k++) {
            s += Math.pow(Math.exp(-2.0 / 672), k);
        }
        assertThat(s).isCloseTo(23.1285, within(0.0001));
        double prior = steady.scorer.climate().prior(0);
        double windows = Math.min(360, 1 / prior);
        double fewer = windows / (1 + 120 * s);
        assertThat(steady.scorer.level(0, 0)).isCloseTo((120 * s + fewer * prior) / (60 * s + fewer), within(1e-4));
        assertThat(steady.scorer.level(1, 0)).isCloseTo(windows * prior / (60 * s + windows), within(1e-6));
    }

    @Test
    void silence_isEvidence() {
        Watching silent = new Watching(RULES, 2, 3 * DAY, (port, minute) -> port == 0 ? 1 : 0);
        double before = silent.until(HOUR).scorer.level(1, 0);
        double after = silent.until(20 * HOUR).scorer.level(1, 0);
        // 20 minutes of prior, in which one source would come, against 1 and 20 hours of silence.
        assertThat(before / after).isCloseTo((20.0 + 1200) / (20 + 60), within(0.5));
    }

    @Test
    void ordinaryMinutes_riseNowhere() {
        Watching quiet = watching(LEARNT, (port, minute) -> 0).until(LEARNT);
        assertThat(quiet.onsets()).isEmpty();
        assertThat(quiet.scorer.level(3, 0)).isCloseTo(10, within(0.4));
        assertThat(quiet.scorer.level(3, 3)).isCloseTo(600, within(25.0));
        assertThat(quiet.scorer.learntDays()).isEqualTo(10);
        assertThat(quiet.scorer.isLearning()).isFalse();
    }

    @Test
    void aStep_risesWithinMinutes_andIsNotLearnt() {
        Watching step = watching(LEARNT + 2 * DAY, inPort3(LEARNT + 30, LEARNT + 2 * DAY, 30))
                .until(LEARNT + HOUR);
        double level = step.scorer.level(3, 0);
        assertThat(step.onsets()).hasSize(1).allMatch(onset -> onset >= LEARNT + 30 && onset <= LEARNT + 34);
        step.until(LEARNT + 2 * DAY);
        assertThat(step.onsets()).hasSize(1);
        // What is common to all ports goes on being learnt.
        assertThat(step.scorer.level(3, 0)).isCloseTo(level, within(level * 0.001));
    }

    @Test
    void oneMinute_isNoSurge_howeverHigh() {
        Watching spike =
                watching(LEARNT + DAY, inPort3(LEARNT + 30, LEARNT + 31, 5000)).until(LEARNT + DAY);
        assertThat(spike.scored).isNotEmpty();
        assertThat(spike.onsets()).isEmpty();
        assertThat(spike.scorer.level(3, 0)).isCloseTo(10, within(0.4));
    }

    @Test
    void afterTheEnd_longWindowsDoNotRiseOnceMore() {
        Watching burst = watching(LEARNT + 3 * DAY, inPort3(LEARNT + 30, LEARNT + 150, 60))
                .until(LEARNT + 3 * DAY);
        assertThat(burst.onsets()).hasSize(1);
        long end = burst.scored.stream().filter(SurgeLogic::isEbb).findFirst().orElseThrow().minute;
        // An hour until the hour's window has forgotten it, and a quarter of calm.
        assertThat(end).isBetween(LEARNT + 150L, LEARNT + 150L + 80);
        assertThat(burst.scorer.hotPorts()).isEmpty();
    }

    @Test
    void aHighMinute_isRememberedForTheDayInWhoseWindowItIs() {
        Watching spike = watching(LEARNT + 2 * DAY, inPort3(LEARNT + 30, LEARNT + 31, 300))
                .until(LEARNT + DAY);
        assertThat(spike.scorer.hotPorts()).containsExactly(3);
        spike.until(LEARNT + DAY + 2 * HOUR);
        assertThat(spike.scorer.hotPorts()).isEmpty();
        assertThat(spike.onsets()).isEmpty();
    }

    @Test
    void whatLasts_isTheOrdinaryAfterThreeDays() {
        Watching lasting = watching(LEARNT + 6 * DAY, inPort3(LEARNT, LEARNT + 6 * DAY, 40))
                .until(LEARNT + 6 * DAY);
        assertThat(lasting.onsets()).hasSize(1);
        ScoredMinute end =
                lasting.scored.stream().filter(SurgeLogic::isEbb).findFirst().orElseThrow();
        assertThat(end.settled).isTrue();
        assertThat(end.minute - lasting.onsets().get(0)).isEqualTo(72 * HOUR);
        assertThat(lasting.scorer.level(3, 0)).isCloseTo(50, within(4.0));
        assertThat(lasting.scorer.level(3, 4)).isCloseTo(12_000, within(900.0));
    }

    @Test
    void gaps_freezeTheLevel_andAreNeitherSurgeNorDrop() {
        Watching gap = watching(LEARNT + 2 * DAY, (port, minute) -> 0).until(LEARNT);
        double level = gap.scorer.level(3, 0);
        Arrays.fill(gap.observed, 0);
        gap.until(LEARNT + 5 * HOUR);
        assertThat(gap.scorer.level(3, 0)).isCloseTo(level, within(level * 0.001));
        Arrays.fill(gap.observed, 1);
        gap.until(LEARNT + DAY);
        assertThat(gap.onsets()).isEmpty();
        assertThat(gap.scorer.learntDays()).isEqualTo(10);
    }

    /** A sensor that is silent says nothing of a surge: it is the same one when the sensor is back. */
    @Test
    void aGapWithinASurge_doesNotEndIt() {
        Watching surge =
                watching(LEARNT + DAY, inPort3(LEARNT, LEARNT + DAY, 40)).until(LEARNT + HOUR);
        assertThat(surge.onsets()).hasSize(1);
        Arrays.fill(surge.observed, 0);
        surge.until(LEARNT + 5 * HOUR);
        Arrays.fill(surge.observed, 1);
        surge.until(LEARNT + 10 * HOUR);
        assertThat(surge.onsets()).hasSize(1);
        assertThat(surge.scored.stream().filter(SurgeLogic::isEbb)).isEmpty();
    }

    @Test
    void halfOfTheTelescopeAway_theSameSourcesAreNoSurge() {
        Watching half = watching(LEARNT + DAY, (port, minute) -> 0).until(LEARNT);
        Arrays.fill(half.observed, 0.6f);
        half.until(LEARNT + DAY);
        assertThat(half.onsets()).isEmpty();
    }

    @Test
    void twiceTheTelescope_isNoSurgeEither() {
        Watching twice = watching(LEARNT + DAY, (port, minute) -> minute >= LEARNT ? ordinary(port, minute) : 0)
                .until(LEARNT);
        Arrays.fill(twice.observed, 2);
        twice.until(LEARNT + 3 * HOUR);
        assertThat(twice.onsets()).isEmpty();
    }

    @Test
    void newAddressesOfOldSources_areNoSurge() {
        SurgeScorer scorer = new SurgeScorer(RULES, 1, port -> false);
        float[] observed = {1, 1, 1, 1, 1, 1};
        // 200 sources that come back: as many in an hour as in a minute; then they all change their addresses.
        for (int minute = 0; minute < LEARNT + DAY; minute++) {
            boolean changed = minute >= LEARNT + 30;
            int[] counts = new int[SurgeScales.COUNT];
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                long windowEnd = (long) minute - Math.floorMod(minute + 1, SurgeScales.step(scale));
                boolean both =
                        changed && windowEnd >= LEARNT + 30 && windowEnd - SurgeScales.minutes(scale) < LEARNT + 29;
                counts[scale] = both ? 400 : 200;
            }
            scorer.beginMinute(minute, observed);
            ScoredMinute row = scorer.score(0, counts, 100, 5);
            assertThat(row != null && row.risen)
                    .as("minute %d", minute - LEARNT)
                    .isFalse();
            scorer.endMinute();
        }
    }

    @Test
    void fewerThanTenSources_areNoSurge() {
        Watching few = new Watching(
                        RULES,
                        PORTS,
                        LEARNT + DAY,
                        (port, minute) -> (port != 3 ? 1 : minute >= LEARNT && minute < LEARNT + 9 ? 1 : 0))
                .until(LEARNT + DAY);
        double highest = few.scored.stream()
                .filter(row -> row.port == 3)
                .mapToDouble(row -> row.scores[2])
                .max()
                .orElseThrow();
        assertThat(highest).isGreaterThan(6.4);
        assertThat(few.onsets()).isEmpty();
    }

    @Test
    void minutesMustComeInOrder() {
        Watching watching = watching(DAY, (port, minute) -> 0).until(10);
        assertThatThrownBy(() -> watching.scorer.beginMinute(12, watching.observed))
                .hasMessage("minute 12 does not follow minute 9");
    }

    @Test
    void whatWasWritten_goesOnAsIfNothingHadBeen() throws IOException {
        long seed = 42;
        int minutes = LEARNT + 2 * DAY;
        int[][] random = new int[PORTS][minutes];
        SplittableRandom dice = new SplittableRandom(seed);
        for (int[] port : random) {
            for (int minute = 0; minute < minutes; minute++) {
                port[minute] = dice.nextInt(4) + (minute > LEARNT && port == random[2] ? 9 : 0);
            }
        }
        Watching first = new Watching(RULES, PORTS, minutes, (port, minute) -> random[port][minute]);
        int stop = LEARNT + 3 * HOUR + 17;
        first.until(stop);
        assertThat(first.onsets()).isNotEmpty();
        Watching second = new Watching(RULES, PORTS, minutes, (port, minute) -> random[port][minute]);
        second.until(stop);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        first.scorer.write(new DataOutputStream(written));
        SurgeScorer copy = new SurgeScorer(RULES, PORTS, port -> false);
        copy.read(new DataInputStream(new ByteArrayInputStream(written.toByteArray())));

        second.until(minutes);
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        second.scorer.write(new DataOutputStream(end));
        Watching resumed = first.with(copy);
        resumed.until(minutes);
        ByteArrayOutputStream resumedEnd = new ByteArrayOutputStream();
        copy.write(new DataOutputStream(resumedEnd));
        assertThat(resumedEnd.toByteArray()).isEqualTo(end.toByteArray());
        assertThat(resumed.onsets()).isEqualTo(second.onsets());
    }

    @Test
    void aPort_takesAtMostFourHundredBytes() {
        assertThat(SurgeScorer.bytesPerPort()).isEqualTo(204);
    }
}
