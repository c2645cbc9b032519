package org.yamori.jobs.flow;

import java.io.DataInputStream;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps one {@link ShardTable} per shard in the operator itself and writes them as raw keyed state, so that rescaling
 * moves each shard to its new home. Tables are advanced in the order of their shards before the watermark goes on: who
 * sees the watermark has seen everything that was told because of it.
 *
 * @param <T> what the tables tell
 */
public abstract class ShardOperator<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<LabelledSlice, T> {
    protected static final long NO_TIME = Long.MIN_VALUE;

    private transient TreeMap<Integer, ShardTable<T>> tables = new TreeMap<>();
    private transient Consumer<T> out = told -> {};
    private transient long watermark = Long.MIN_VALUE;

    /** An empty table of one shard. Called after the operator was set up. */
    protected abstract ShardTable<T> newTable(int shard);

    /** Event time of what is told, in milliseconds, for who orders it by time; {@link #NO_TIME} for nobody. */
    protected long timeOf(T told) {
        return NO_TIME;
    }

    /** How far event time has come for who is told, where tables tell nothing of what a watermark cuts in two. */
    protected long toldUpTo(long watermarkMillis) {
        return watermarkMillis;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        tables = new TreeMap<>();
        watermark = Long.MIN_VALUE;
        StreamRecord<T> record = new StreamRecord<>(null);
        out = told -> {
            long millis = timeOf(told);
            output.collect(millis == NO_TIME ? record.replace(told) : record.replace(told, millis));
        };
        for (KeyGroupStatePartitionStreamProvider provider : context.getRawKeyedStateInputs()) {
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(provider.getStream()));
            long watermark = in.readLong();
            if (in.readBoolean()) {
                ShardTable<T> table = newTable(provider.getKeyGroupId());
                table.read(in);
                tables.put(provider.getKeyGroupId(), table);
            } else if (watermark > Long.MIN_VALUE) {
                tables.put(provider.getKeyGroupId(), tableAt(provider.getKeyGroupId(), watermark));
            }
        }
    }

    @Override
    public void processElement(StreamRecord<LabelledSlice> element) {
        LabelledSlice labelled = element.getValue();
        tables.computeIfAbsent(labelled.slice.shard, shard -> tableAt(shard, watermark))
                .add(labelled);
    }

    /** A shard that is seen for the first time knows what time it is, or what comes late would pass for new. */
    private ShardTable<T> tableAt(int shard, long millis) {
        ShardTable<T> table = newTable(shard);
        if (millis > Long.MIN_VALUE) {
            table.advance(millis, out);
        }
        return table;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        for (ShardTable<T> table : tables.values()) {
            table.advance(mark.getTimestamp(), out);
        }
        super.processWatermark(new Watermark(toldUpTo(mark.getTimestamp())));
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        KeyedStateCheckpointOutputStream stream = context.getRawKeyedOperatorStateOutput();
        for (int keyGroup : stream.getKeyGroupList()) {
            stream.startNewKeyGroup(keyGroup);
            NumbersOutput data = new NumbersOutput(stream);
            ShardTable<T> table = tables.get(keyGroup);
            data.writeLong(watermark);
            data.writeBoolean(table != null);
            if (table != null) {
                table.write(data);
            }
            data.flush();
        }
    }
}
