package org.yamori.jobs.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The subtasks of an operator that is keyed by shard, each in a harness, at one parallelism after the other. */
public final class Subtasks<T> implements AutoCloseable {
    private static final int SHARDS = LabelledRows.SHARDS;
    private static final int SNAPSHOT_BYTES = 256 << 20;

    private final Consumer<T> told;
    private final List<KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, T>> harnesses = new ArrayList<>();

    /** @param told takes what they tell */
    public Subtasks(Consumer<T> told) {
        this.told = told;
    }

    /** Starts, with what the subtasks wrote that run now. */
    public void start(int parallelism, Supplier<OneInputStreamOperator<LabelledSlice, T>> operators) throws Exception {
        int before = harnesses.size();
        @Nullable OperatorSubtaskState state = before == 0 ? null : stop();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    operators.get(), LabelledSlice::key, Types.INT, SHARDS, parallelism, subtask);
            harness.setCheckpointStorage(new JobManagerCheckpointStorage(SNAPSHOT_BYTES));
            harness.setup();
            if (state != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, SHARDS, before, parallelism, subtask));
            }
            harness.open();
            harnesses.add(harness);
        }
    }

    /** Stops them; what they wrote is gone when they start again. */
    public OperatorSubtaskState stop() throws Exception {
        OperatorSubtaskState[] states = new OperatorSubtaskState[harnesses.size()];
        for (int i = 0; i < states.length; i++) {
            collect(harnesses.get(i));
            states[i] = harnesses.get(i).snapshot(1, 1);
            harnesses.get(i).close();
        }
        harnesses.clear();
        return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    /** Each slice goes to the home of its shard. */
    public void receive(Iterable<LabelledSlice> slices) throws Exception {
        for (LabelledSlice slice : slices) {
            int home = KeyGroupRangeAssignment.assignKeyToParallelOperator(slice.key(), SHARDS, harnesses.size());
            harnesses.get(home).processElement(slice, 0);
        }
    }

    public void advance(long millis) throws Exception {
        for (var harness : harnesses) {
            harness.processWatermark(millis);
            collect(harness);
        }
    }

    /** What the first of them hands on up to a watermark, in order: records and watermarks. */
    public List<Object> advanceFirst(long millis) throws Exception {
        var harness = harnesses.get(0);
        harness.processWatermark(millis);
        List<Object> handedOn = List.copyOf(harness.getOutput());
        harness.getOutput().clear();
        return handedOn;
    }

    public int eventTimeTimers() {
        return harnesses.stream()
                .mapToInt(KeyedOneInputStreamOperatorTestHarness::numEventTimeTimers)
                .sum();
    }

    private void collect(KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, T> harness) {
        harness.extractOutputValues().forEach(told);
        harness.getOutput().clear();
    }

    @Override
    public void close() throws Exception {
        for (var harness : harnesses) {
            harness.close();
        }
    }
}
