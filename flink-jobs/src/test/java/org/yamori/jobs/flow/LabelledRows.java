package org.yamori.jobs.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.Members;
import org.yamori.wire.BadBlockException;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketBlock;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

/** Rows of a test as the job sees them: encoded, decoded, sliced and labelled. */
public final class LabelledRows {
    public static final int SHARDS = 16;

    private static final short[] COUNTRIES = {0, packed("JP"), packed("US"), packed("DE")};

    private LabelledRows() {}

    private static short packed(String country) {
        return (short) (country.charAt(0) << 8 | country.charAt(1));
    }

    /** The country of a test's source: its last two bits choose one of four. */
    public static short countryOf(PacketRow row) {
        return COUNTRIES[(int) ((row.ipv6 ? row.sourceLow : row.source) & 3)];
    }

    /** One block of rows, all of one family, cut into slices that are labelled with their organisations, too. */
    public static List<LabelledSlice> of(
            String sensor, long block, boolean late, List<PacketRow> rows, Members members) {
        List<LabelledSlice> slices = of(sensor, "nicter", block, late, rows);
        for (LabelledSlice labelled : slices) {
            members.arrived(labelled.slice.knownMicros);
            labelled.matches = Matches.label(labelled.slice, members);
        }
        return slices;
    }

    /** One block of rows, all of one family, cut into labelled slices. */
    public static List<LabelledSlice> of(
            String sensor, String network, long block, boolean late, List<PacketRow> rows) {
        List<PacketRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(row -> row.timeMicros));
        PacketColumns columns = PacketColumns.ofPackets(rows.get(0).ipv6, SHARDS, rows.size());
        sorted.forEach(columns::append);
        long end = sorted.get(sorted.size() - 1).timeMicros;
        byte[] bytes = columns.encode(new BlockHeader(
                new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, network, Clock.FILE),
                new BlockHeader.Position(1, 0, block, -1, -1, 0),
                new BlockHeader.Span(sorted.get(0).timeMicros, end, end, late, false),
                BlockHeader.Tally.NONE,
                new int[SHARDS + 1]));
        List<LabelledSlice> labelled = new ArrayList<>();
        try {
            Slices.of(PacketBlock.decode(bytes), late, 0, ShardKeys.of(SHARDS), new Collector<>() {
                @Override
                public void collect(Slice slice) {
                    labelled.add(label(slice, sorted));
                }

                @Override
                public void close() {}
            });
        } catch (BadBlockException bad) {
            throw new IllegalArgumentException(bad);
        }
        return labelled;
    }

    private static LabelledSlice label(Slice slice, List<PacketRow> sorted) {
        LabelledSlice labelled = new LabelledSlice();
        labelled.slice = slice;
        labelled.kinds = TrafficKind.label(slice);
        labelled.tools = Tool.label(slice, labelled.kinds);
        labelled.countries = new short[slice.rows];
        int next = 0;
        for (PacketRow row : sorted) {
            if (row.shard(SHARDS) == slice.shard) {
                labelled.countries[next++] = countryOf(row);
            }
        }
        return labelled;
    }
}
