package org.yamori.jobs.detect.sensor;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;
import org.yamori.jobs.flow.SensorCoverage;

import static org.assertj.core.api.Assertions.assertThat;

/** One sensor sends a block of ten rows a second; block n covers second n of a run that began at 10:00. */
class SensorLogicTest {
    private static final long SECOND = 1_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long TEN = 1_772_359_200L * SECOND;

    private final SensorLogic logic =
            new SensorLogic(new SensorRules(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofHours(50)));
    private final SensorState state = new SensorState();

    private static BlockFact block(long number) {
        BlockFact fact = new BlockFact();
        fact.sensor = "tokyo-1";
        fact.network = "nicter";
        fact.sensorKind = "blackhole";
        fact.live = true;
        fact.epoch = 1;
        fact.block = number;
        fact.previousEpoch = -1;
        fact.previousLastBlock = -1;
        fact.rows = 10;
        fact.rowsBefore = number * 10;
        fact.startMicros = TEN + number * SECOND;
        fact.endMicros = fact.startMicros + SECOND;
        fact.watermarkMicros = fact.endMicros;
        fact.appendMicros = fact.endMicros;
        fact.captured = fact.rowsBefore + 10;
        return fact;
    }

    private static BlockFact heartbeat(long lastBlock, long second) {
        BlockFact fact = block(lastBlock);
        fact.heartbeat = true;
        fact.rows = 0;
        fact.rowsBefore = (lastBlock + 1) * 10;
        fact.captured = fact.rowsBefore;
        fact.startMicros = TEN + second * SECOND;
        fact.endMicros = fact.startMicros;
        return fact;
    }

    private static BlockFact inEpoch(BlockFact fact, long epoch, long previousEpoch, long previousLastBlock) {
        fact.epoch = epoch;
        fact.previousEpoch = previousEpoch;
        fact.previousLastBlock = previousLastBlock;
        return fact;
    }

    private void receive(long from, long to) {
        for (long number = from; number <= to; number++) {
            logic.on(block(number), state);
        }
    }

    private SensorCoverage coverage() {
        return logic.coverage("tokyo-1", state);
    }

    private SensorState.MinuteCounts firstMinute() {
        return Objects.requireNonNull(state.minutes.get(TEN));
    }

    private long lostBlocks() {
        return state.minutes.values().stream()
                .mapToLong(minute -> minute.lostBlocks)
                .sum();
    }

    private long lostRows() {
        return state.minutes.values().stream()
                .mapToLong(minute -> minute.lostRows)
                .sum();
    }

    @Test
    void blocksInOrder_leaveNoHole() {
        receive(0, 9);

        SensorCoverage coverage = coverage();
        assertThat(coverage.firstMicros).isEqualTo(TEN);
        assertThat(coverage.lastMicros).isEqualTo(TEN + 10 * SECOND);
        assertThat(coverage.holes).isEmpty();
        assertThat(firstMinute().blocks).isEqualTo(10);
        assertThat(firstMinute().rows).isEqualTo(100);
        assertThat(firstMinute().captured).isEqualTo(100);
    }

    @Test
    void missingBlocks_areAHoleOfTheirTime() {
        receive(0, 2);
        receive(5, 6);

        assertThat(coverage().holes).containsExactly(TEN + 3 * SECOND, TEN + 5 * SECOND);
        assertThat(lostBlocks()).isZero();
    }

    @Test
    void blockThatComesAfterAll_fillsItsHole() {
        receive(0, 2);
        receive(4, 5);
        logic.on(block(3), state);

        assertThat(coverage().holes).isEmpty();
        logic.giveUpAllGaps(state, TEN);
        assertThat(lostBlocks()).isZero();
    }

    @Test
    void blockFromTheMiddle_splitsItsHoleAndTheRowsOfIt() {
        receive(0, 2);
        receive(8, 8);
        logic.on(block(5), state);

        assertThat(coverage().holes)
                .containsExactly(TEN + 3 * SECOND, TEN + 5 * SECOND, TEN + 6 * SECOND, TEN + 8 * SECOND);
        logic.giveUpAllGaps(state, TEN);
        assertThat(lostBlocks()).isEqualTo(4);
        assertThat(lostRows()).isEqualTo(40);
    }

    @Test
    void missingBlock_isLostWhenItLeavesTheWindowOf1024() {
        receive(0, 2);
        receive(4, 1026);
        assertThat(lostBlocks()).isZero();

        receive(1027, 1027);

        assertThat(lostBlocks()).isEqualTo(1);
        assertThat(lostRows()).isEqualTo(10);
        assertThat(coverage().holes).containsExactly(TEN + 3 * SECOND, TEN + 4 * SECOND);
    }

    @Test
    void heartbeat_namesTheLastBlockAndSoALostOneBeforeIt() {
        receive(0, 2);
        logic.on(heartbeat(4, 6), state);

        assertThat(coverage().holes).containsExactly(TEN + 3 * SECOND, TEN + 6 * SECOND);
        logic.giveUpAllGaps(state, TEN);
        assertThat(lostBlocks()).isEqualTo(2);
        assertThat(lostRows()).isEqualTo(20);
    }

    @Test
    void newEpoch_namesALostTail() {
        receive(0, 4);
        BlockFact first = inEpoch(heartbeat(-1, 20), 2, 1, 9);
        first.rowsBefore = 0;
        first.captured = 0;
        logic.on(first, state);

        assertThat(lostBlocks()).isEqualTo(5);
        assertThat(coverage().holes).containsExactly(TEN + 5 * SECOND, TEN + 20 * SECOND);
    }

    @Test
    void newEpoch_namesARunOfWhichNothingCame() {
        receive(0, 4);
        BlockFact first = inEpoch(heartbeat(-1, 20), 3, 2, 6);
        first.rowsBefore = 0;
        first.captured = 0;
        logic.on(first, state);

        assertThat(lostBlocks()).isEqualTo(7);
        assertThat(coverage().holes).containsExactly(TEN + 5 * SECOND, TEN + 20 * SECOND);
    }

    @Test
    void cleanEnd_isNoHoleAndNoSilence() {
        receive(0, 4);
        BlockFact last = heartbeat(4, 5);
        last.last = true;
        logic.on(last, state);

        assertThat(coverage().ended).isTrue();
        assertThat(coverage().expectedMicros(TEN, TEN + MINUTE)).isEqualTo(5 * SECOND);
        assertThat(coverage().unknownMicros(TEN, TEN + MINUTE)).isZero();
        assertThat(logic.silentSince(state, TEN + 3600 * SECOND)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void silence_beginsAfterThirtySecondsWithoutAWord() {
        receive(0, 4);

        assertThat(logic.silentSince(state, TEN + 35 * SECOND)).isEqualTo(Long.MIN_VALUE);
        assertThat(logic.silentSince(state, TEN + 35 * SECOND + 1)).isEqualTo(TEN + 5 * SECOND);
    }

    @Test
    void drops_areCountedOnceFromRunningTotals() {
        BlockFact first = block(0);
        first.droppedByKernel = 7;
        BlockFact second = block(1);
        second.droppedByKernel = 7;
        second.droppedBySensor = 2;
        logic.on(first, state);
        logic.on(second, state);

        assertThat(firstMinute().droppedByKernel).isEqualTo(7);
        assertThat(firstMinute().droppedBySensor).isEqualTo(2);
        assertThat(coverage().dropMinutes).containsExactly(TEN);
        assertThat(coverage().dropped).containsExactly(9);
    }

    /** A sensor whose spool was full kept a heartbeat of each minute; all come late, before the block that follows. */
    @Test
    void lateHeartbeats_bookDropsInTheMinutesInWhichTheyHappened() {
        receive(0, 0);
        for (long minute = 1; minute <= 3; minute++) {
            BlockFact told = heartbeat(0, 60 * minute + 30);
            told.appendMicros = TEN + 10 * MINUTE;
            told.captured += 100 * minute;
            told.droppedBySensor = 100 * minute;
            logic.on(told, state);
        }
        BlockFact next = block(1);
        next.startMicros = TEN + 4 * MINUTE;
        next.endMicros = next.startMicros + SECOND;
        next.captured += 300;
        next.droppedBySensor = 300;
        logic.on(next, state);

        assertThat(coverage().dropMinutes).containsExactly(TEN + MINUTE, TEN + 2 * MINUTE, TEN + 3 * MINUTE);
        assertThat(coverage().dropped).containsExactly(100, 100, 100);
        assertThat(coverage().holes).isEmpty();
        assertThat(lostBlocks()).isZero();
    }

    @Test
    void refusedBlocks_areCountedAndCoverNothing() {
        receive(0, 0);
        for (Fate fate : new Fate[] {Fate.DUPLICATE, Fate.BEHIND, Fate.AHEAD, Fate.TOO_OLD}) {
            BlockFact refused = block(1);
            refused.fate = fate;
            assertThat(logic.on(refused, state)).as("%s", fate).isFalse();
        }

        SensorState.MinuteCounts minute = firstMinute();
        assertThat(new long[] {minute.duplicates, minute.behind, minute.ahead, minute.tooOld, minute.refusedRows})
                .containsExactly(1, 1, 1, 1, 30);
        assertThat(coverage().lastMicros).isEqualTo(TEN + SECOND);
    }

    @Test
    void clockInTheYear2100_isCountedInTheMinuteItArrivedIn() {
        BlockFact wrong = block(0);
        wrong.fate = Fate.AHEAD;
        wrong.endMicros = 4_102_444_800L * SECOND;
        logic.on(wrong, state);

        assertThat(state.minutes.keySet()).containsExactly(TEN);
    }

    /** Tens of thousands of lossy minutes: what is older than fifty hours is forgotten. */
    @Test
    void state_isBoundedByAge() {
        for (long number = 0; number < 200_000; number += 100) {
            BlockFact fact = block(number);
            fact.startMicros = TEN + number * MINUTE / 10;
            fact.endMicros = fact.startMicros + SECOND;
            fact.droppedByKernel = number;
            logic.on(fact, state);
            coverage();
            SensorLogic.toTell(state, fact.endMicros / 1000);
            SensorLogic.forgetToldMinutes(state);
        }

        assertThat(state.minutes).hasSizeLessThanOrEqualTo(122);
        assertThat(state.drops).hasSizeLessThanOrEqualTo(50 * 60 + 1);
        assertThat(state.gaps).hasSizeLessThanOrEqualTo(50 * 6 + 12);
    }
}
