package org.yamori.jobs.detect.traffic;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.LabelledSlice;

import static org.assertj.core.api.Assertions.assertThat;

/** The operator in a harness, at several parallelisms one after the other. */
class TrafficFunctionTest {
    private static final int SHARDS = LabelledRows.SHARDS;
    private static final int PER_MINUTE = 8;
    private static final int SNAPSHOT_BYTES = 256 << 20;

    private final ToldWindows told = new ToldWindows();
    private final List<KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, TrafficPartial>> subtasks =
            new ArrayList<>();

    /** Starts anew with what the subtasks before wrote. */
    private void start(TrafficRules rules, int parallelism) throws Exception {
        int before = subtasks.size();
        @Nullable OperatorSubtaskState state = before == 0 ? null : stop();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new TrafficFunction(rules), LabelledSlice::key, Types.INT, SHARDS, parallelism, subtask);
            harness.setCheckpointStorage(new JobManagerCheckpointStorage(SNAPSHOT_BYTES));
            harness.setup();
            if (state != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, SHARDS, before, parallelism, subtask));
            }
            harness.open();
            subtasks.add(harness);
        }
    }

    private OperatorSubtaskState stop() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < states.length; i++) {
            collect(subtasks.get(i));
            states[i] = subtasks.get(i).snapshot(1, 1);
            subtasks.get(i).close();
        }
        subtasks.clear();
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    private void collect(KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, TrafficPartial> subtask) {
        subtask.extractOutputValues().forEach(told::add);
        subtask.getOutput().clear();
    }

    private void receive(List<RandomTraffic.Block> blocks, boolean late) throws Exception {
        for (RandomTraffic.Block block : blocks) {
            for (LabelledSlice slice : block.slices(late)) {
                int home = KeyGroupRangeAssignment.assignKeyToParallelOperator(slice.key(), SHARDS, subtasks.size());
                subtasks.get(home).processElement(slice, 0);
            }
        }
    }

    private void advance(long millis) throws Exception {
        for (var subtask : subtasks) {
            subtask.processWatermark(millis);
            collect(subtask);
        }
    }

    private ToldWindows run(TrafficRules rules, int... parallelisms) throws Exception {
        RandomTraffic traffic = new RandomTraffic(31, 70, 3_000);
        int minute = 0;
        for (int parallelism : parallelisms) {
            start(rules, parallelism);
            for (int i = 0; i < 25; i++, minute++) {
                List<RandomTraffic.Block> blocks = traffic.minute(minute, PER_MINUTE);
                receive(blocks.subList(0, PER_MINUTE - 2), false);
                if (i % 3 != 2) {
                    advance((RandomTraffic.START + minute * RandomTraffic.MINUTE) / 1000 + 59_999);
                }
                receive(blocks.subList(PER_MINUTE - 2, PER_MINUTE), true);
            }
        }
        advance(Long.MAX_VALUE);
        stop();
        return told;
    }

    @Test
    void rescaling_fromOneToThreeToTwoToOne_changesNothing() throws Exception {
        ToldWindows uninterrupted = new TrafficFunctionTest().run(Rules.standard(), 1, 1, 1, 1);
        ToldWindows rescaled = run(Rules.standard(), 1, 3, 2, 1);

        assertThat(rescaled.all()).isEqualTo(uninterrupted.all());
        assertThat(rescaled.lateSlices()).isEqualTo(uninterrupted.lateSlices());
        assertThat(rescaled.of("day 2026-03-01T00:00:00Z total all").packets()).isEqualTo(100 * PER_MINUTE * 40);
    }

    @Test
    void rescaling_keepsSketchesToo() throws Exception {
        TrafficRules small = Rules.small(32, 64, 500);
        ToldWindows uninterrupted = new TrafficFunctionTest().run(small, 1, 1, 1);
        ToldWindows rescaled = run(small, 2, 1, 4);

        assertThat(rescaled.all()).isEqualTo(uninterrupted.all());
    }

    @Test
    void shardThatIsSeenForTheFirstTime_knowsWhatTimeItIs_beforeAndAfterARestore() throws Exception {
        RandomTraffic.Block old = new RandomTraffic(5, 1, 1).minute(0, 1).get(0);
        long tenMinutesLater = (RandomTraffic.START + 10 * RandomTraffic.MINUTE) / 1000;
        start(Rules.standard(), 1);
        advance(tenMinutesLater);
        start(Rules.standard(), 2);
        receive(List.of(old), true);
        advance(tenMinutesLater + 1);

        assertThat(told.all()).isEmpty();
        assertThat(told.lateBlocks()).hasSize(1);
        assertThat(told.lateBlocks().get(0).lateBlock).isEqualTo("sensor-0/1/0/0");
        stop();
    }
}
