package org.yamori.jobs.topology;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.source.BlockInputs;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.BlockStream;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

/** A sensor of a test: rows are given, blocks come out as a real sensor would cut them. */
public final class RecordedBlocks {
    public static final int SHARDS = 16;

    private final String sensor;
    private final String network;
    private final List<BlockRecord> records = new ArrayList<>();
    private final PacketColumns columns;
    private long epoch = 1;
    private long nextBlock;
    private long rowsBefore;
    private long startMicros = Long.MIN_VALUE;
    private long endMicros = Long.MIN_VALUE;

    public RecordedBlocks(String sensor, String network) {
        this(sensor, network, false);
    }

    public RecordedBlocks(String sensor, String network, boolean ipv6) {
        this.sensor = sensor;
        this.network = network;
        this.columns = PacketColumns.ofPackets(ipv6, SHARDS, 100_000);
    }

    public RecordedBlocks packet(PacketRow row) {
        if (startMicros == Long.MIN_VALUE) {
            startMicros = row.timeMicros;
        }
        endMicros = Math.max(endMicros, row.timeMicros);
        columns.append(row);
        return this;
    }

    /** Cuts a block; its watermark is its end. */
    public RecordedBlocks cut() {
        return cut(false);
    }

    /** Cuts a block whose rows are older than what was said before; time does not go on. */
    public RecordedBlocks cutLate() {
        return cut(true);
    }

    private RecordedBlocks cut(boolean late) {
        byte[] body = columns.encode(header(nextBlock, late, false));
        records.add(new BlockRecord(header(nextBlock, late, false), body));
        rowsBefore += columns.rows();
        nextBlock++;
        startMicros = endMicros;
        columns.clear();
        return this;
    }

    /** The block before once more. */
    public RecordedBlocks again(int back) {
        records.add(records.get(records.size() - 1 - back));
        return this;
    }

    /** Forgets the block just cut: it never reaches the broker. */
    public RecordedBlocks lost() {
        records.remove(records.size() - 1);
        return this;
    }

    /** Starts again, naming the last block of the epoch before. */
    public RecordedBlocks restart(long atMicros) {
        previousEpoch = epoch;
        previousLastBlock = nextBlock - 1;
        epoch++;
        nextBlock = 0;
        rowsBefore = 0;
        startMicros = atMicros;
        endMicros = atMicros;
        return this;
    }

    private long previousEpoch = -1;
    private long previousLastBlock = -1;

    public List<BlockRecord> finish() {
        records.add(new BlockRecord(header(nextBlock - 1, false, true), new byte[0]));
        return List.copyOf(records);
    }

    private BlockHeader header(long block, boolean late, boolean last) {
        return new BlockHeader(
                new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, network, Clock.FILE),
                new BlockHeader.Position(epoch, 0, block, previousEpoch, previousLastBlock, rowsBefore),
                new BlockHeader.Span(startMicros, endMicros, endMicros, late, last),
                new BlockHeader.Tally(rowsBefore + columns.rows(), 0, 0, 0, 0, 0),
                new int[SHARDS + 1]);
    }

    /** Records as an input of {@link BlockInputs}. */
    public static BlockInputs.Opener opener(List<BlockRecord> records) {
        ArrayList<Recorded> copies = new ArrayList<>();
        for (BlockRecord record : records) {
            copies.add(new Recorded(
                    new ArrayList<>(record.header().toTexts().entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList()),
                    record.body()));
        }
        return () -> new Stream(copies);
    }

    private record Recorded(ArrayList<String> header, byte[] body) implements java.io.Serializable {}

    private static final class Stream implements BlockStream {
        private final List<Recorded> records;
        private int next;

        Stream(List<Recorded> records) {
            this.records = records;
        }

        @Override
        public @Nullable BlockRecord next() throws java.io.IOException {
            if (next == records.size()) {
                return null;
            }
            Recorded recorded = records.get(next++);
            java.util.Map<String, String> texts = new java.util.HashMap<>();
            for (String entry : recorded.header) {
                texts.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
            }
            try {
                return new BlockRecord(BlockHeader.fromTexts(texts), recorded.body);
            } catch (org.yamori.wire.BadBlockException bad) {
                throw new java.io.IOException(bad);
            }
        }

        @Override
        public void close() {}
    }
}
