package org.yamori.jobs.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.Slices;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketBlock;

/**
 * Trusts or refuses what arrives, once for all rooms: a record is a dead letter, a heartbeat, a duplicate, or a block
 * whose rows go on in slices. Runs chained to the source; a block's bytes are not copied before they are sliced.
 *
 * <p>The replay windows are a union list state: after a restore every subtask holds the windows of all partitions, and
 * merging them is harmless because a window only ever learns. So it does not matter which subtask reads a partition
 * next.
 */
final class Intake extends ProcessFunction<Arrival, Slice> implements CheckpointedFunction {
    static final OutputTag<BlockFact> FACTS = new OutputTag<>("block-facts", TypeInformation.of(BlockFact.class));
    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    /** A sensor that restarts more often than this within a spool's age has its oldest blocks refused. */
    private static final int EPOCHS = 8;

    private static final String PACKETS = ".packets.";

    private final SourceRules rules;
    private final ShardKeys keys;
    private transient Map<String, TreeMap<Long, ReplayWindow>> windows;
    private transient ListState<SeenBlocks> remembered;
    private transient Counter blocks;
    private transient Counter duplicates;
    private transient Counter late;
    private transient Counter refused;

    /** A replay window as it is remembered. */
    public static final class SeenBlocks {
        public String partition = "";
        public long epoch;
        public long largest;
        public long[] seen = {};
    }

    @SuppressWarnings("NullAway.Init") // Flink calls initializeState() before any element
    Intake(SourceRules rules) {
        this.rules = rules;
        this.keys = ShardKeys.of(rules.shards());
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<Slice> out) {
        BlockHeader header = arrival.header();
        String refusal = header == null ? arrival.refusal() : refusalOf(arrival, header);
        if (header == null || !refusal.isEmpty()) {
            refuse(arrival, refusal, context);
            return;
        }
        PacketBlock block = arrival.block();
        if (block == null) {
            context.output(FACTS, fact(arrival, header, fateOfHeartbeat(arrival, header)));
            return;
        }
        Fate fate = fateOf(arrival, header);
        context.output(FACTS, fact(arrival, header, fate));
        switch (fate) {
            case DUPLICATE -> duplicates.inc();
            case BEHIND ->
                refuse(
                        arrival,
                        "block " + header.position().block() + " is more than " + ReplayWindow.BLOCKS
                                + " behind the newest: whether it was counted cannot be known",
                        context);
            case AHEAD ->
                refuse(
                        arrival,
                        "ends " + (header.span().endMicros() - arrival.appendMicros) / 1000
                                + " ms after the broker got it: the sensor's clock is ahead; allowed are "
                                + rules.aheadBound().toMillis() + " ms",
                        context);
            case TOO_OLD ->
                refuse(
                        arrival,
                        "ends " + (arrival.appendMicros - header.span().endMicros()) / 1_000_000
                                + " s before the broker got it; allowed are "
                                + rules.longestSpool().toSeconds() + " s",
                        context);
            case COUNTED, LATE -> {
                blocks.inc();
                if (fate == Fate.LATE) {
                    late.inc();
                }
                Slices.of(block, fate == Fate.LATE, knownMicros(arrival, header), keys, out);
            }
        }
    }

    private String refusalOf(Arrival arrival, BlockHeader header) {
        String topicSensor = arrival.topic.substring(arrival.topic.indexOf(PACKETS) + PACKETS.length());
        if (!header.origin().sensor().equals(topicSensor)) {
            return "names sensor " + header.origin().sensor() + " in the topic of " + topicSensor;
        }
        if (header.position().partition() != arrival.partition) {
            return "names partition " + header.position().partition() + " in partition " + arrival.partition;
        }
        if (header.origin().clock() == Clock.FILE && !rules.study()) {
            return "has the clock of a file, which goes only under a study's prefix";
        }
        if (header.shards() != rules.shards()) {
            return "is cut into " + header.shards() + " shards; this installation has " + rules.shards();
        }
        PacketBlock block = arrival.block();
        return block == null ? "" : refusalOfRows(block, header, arrival.appendMicros);
    }

    /** Every time a row names opens a window: rows after the block's end or older than any spool are refused. */
    private String refusalOfRows(PacketBlock block, BlockHeader header, long appendMicros) {
        if (header.position().block() < 0) {
            return "has rows and the number " + header.position().block() + "; blocks are numbered from 0";
        }
        boolean live = header.origin().clock() == Clock.LIVE;
        long oldest = live ? appendMicros - rules.longestSpool().toMillis() * 1000 : Long.MIN_VALUE;
        long newest = header.span().endMicros();
        int[] offsets = header.shardOffsets();
        for (int shard = 0; shard < header.shards(); shard++) {
            long before = oldest;
            for (int row = offsets[shard]; row < offsets[shard + 1]; row++) {
                long time = block.timeMicros(row);
                if (time < before) {
                    return row == offsets[shard]
                            ? "row " + row + " is older than any spool may be, "
                                    + rules.longestSpool().toSeconds() + " s"
                            : "row " + row + " is earlier than the row before it in shard " + shard;
                }
                before = time;
            }
            if (offsets[shard + 1] > offsets[shard] && before > newest) {
                return "has a row " + (before - newest) + " us after the end it states";
            }
        }
        return "";
    }

    private Fate fateOf(Arrival arrival, BlockHeader header) {
        Punctuality punctuality = Punctuality.of(header, arrival.appendMicros, rules);
        if (punctuality == Punctuality.AHEAD) {
            return Fate.AHEAD;
        }
        if (punctuality == Punctuality.TOO_OLD) {
            return Fate.TOO_OLD;
        }
        TreeMap<Long, ReplayWindow> epochs = windows.computeIfAbsent(partitionOf(header), partition -> new TreeMap<>());
        long epoch = header.position().epoch();
        if (!epochs.containsKey(epoch) && epochs.size() >= EPOCHS) {
            if (epoch < epochs.firstKey()) {
                return Fate.BEHIND;
            }
            epochs.pollFirstEntry();
        }
        ReplayWindow window = epochs.computeIfAbsent(epoch, unseen -> new ReplayWindow());
        return switch (window.accept(header.position().block())) {
            case FRESH -> punctuality == Punctuality.LATE ? Fate.LATE : Fate.COUNTED;
            case DUPLICATE -> Fate.DUPLICATE;
            case BEHIND -> Fate.BEHIND;
        };
    }

    /** A heartbeat carries no rows, but its time must be as good as that of a block. */
    private Fate fateOfHeartbeat(Arrival arrival, BlockHeader header) {
        return switch (Punctuality.of(header, arrival.appendMicros, rules)) {
            case AHEAD -> Fate.AHEAD;
            case TOO_OLD -> Fate.TOO_OLD;
            case ON_TIME, LATE -> Fate.COUNTED;
        };
    }

    /** By recorded data, so that a replay takes the same road. */
    private static long knownMicros(Arrival arrival, BlockHeader header) {
        return header.origin().clock() == Clock.LIVE
                ? arrival.appendMicros
                : header.span().endMicros();
    }

    private static String partitionOf(BlockHeader header) {
        return header.origin().sensor() + '/' + header.position().partition();
    }

    private void refuse(Arrival arrival, String reason, Context context) {
        refused.inc();
        byte[] bytes = arrival.heartbeat.length > 0 ? arrival.heartbeat : arrival.value;
        context.output(DEAD_LETTERS, new DeadLetter(arrival.topic, arrival.partition, arrival.offset, reason, bytes));
    }

    private static BlockFact fact(Arrival arrival, BlockHeader header, Fate fate) {
        BlockFact fact = new BlockFact();
        fact.sensor = header.origin().sensor();
        fact.network = header.origin().network();
        fact.sensorKind = header.origin().kind().word();
        fact.live = header.origin().clock() == Clock.LIVE;
        fact.heartbeat = arrival.block() == null;
        fact.fate = fate;
        fact.epoch = header.position().epoch();
        fact.partition = header.position().partition();
        fact.block = header.position().block();
        fact.previousEpoch = header.position().previousEpoch();
        fact.previousLastBlock = header.position().previousLastBlock();
        fact.rowsBefore = header.position().rowsBefore();
        fact.rows = header.rows();
        fact.startMicros = header.span().startMicros();
        fact.endMicros = header.span().endMicros();
        fact.watermarkMicros = header.span().watermarkMicros();
        fact.last = header.span().last();
        fact.appendMicros = arrival.appendMicros;
        fact.captured = header.tally().captured();
        fact.refused = header.tally().refused();
        fact.outside = header.tally().outside();
        fact.replies = header.tally().replies();
        fact.droppedByKernel = header.tally().droppedByKernel();
        fact.droppedBySensor = header.tally().droppedBySensor();
        return fact;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        windows = new LinkedHashMap<>();
        remembered = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("replay-windows", SeenBlocks.class));
        for (SeenBlocks seen : remembered.get()) {
            windows.computeIfAbsent(seen.partition, partition -> new TreeMap<>())
                    .computeIfAbsent(seen.epoch, epoch -> new ReplayWindow())
                    .merge(new ReplayWindow(seen.largest, seen.seen));
        }
        for (TreeMap<Long, ReplayWindow> epochs : windows.values()) {
            Iterator<Long> oldest = epochs.keySet().iterator();
            for (int surplus = epochs.size() - EPOCHS; surplus > 0; surplus--) {
                oldest.next();
                oldest.remove();
            }
        }
        var metrics = getRuntimeContext().getMetricGroup().addGroup("source");
        blocks = metrics.counter("blocks");
        duplicates = metrics.counter("duplicates");
        late = metrics.counter("late");
        refused = metrics.counter("refused");
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<SeenBlocks> all = new ArrayList<>();
        windows.forEach((partition, epochs) -> epochs.forEach((epoch, window) -> {
            SeenBlocks seen = new SeenBlocks();
            seen.partition = partition;
            seen.epoch = epoch;
            seen.largest = window.largest();
            seen.seen = window.words().clone();
            all.add(seen);
        }));
        remembered.update(all);
    }
}
