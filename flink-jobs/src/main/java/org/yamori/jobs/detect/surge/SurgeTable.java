package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.Shards;

/**
 * Who used which port in the open minutes of one shard. Packets are written down as one long each and counted when
 * their minute is over, in a table that all shards of a task share.
 *
 * <p>Only what searches is counted: scans and searches for amplifiers, of TCP and UDP, but none of known survey
 * scanners. What comes after its minute was told makes no onset and is not counted here; room traffic has it.
 */
final class SurgeTable implements ShardTable<SurgePartial> {
    private static final int FIRST_ROWS = 64;
    private static final int MOST_ROWS = 1 << 18;
    private static final int SPARE_ARRAYS = 4;
    private static final int HASH_TO_BIT = 58;
    private static final int SCAN = TrafficKind.SCAN.ordinal();
    private static final int REFLECTION = TrafficKind.REFLECTION.ordinal();

    private final int shard;
    private final SurgeFunction.Scratch scratch;
    private final TreeMap<Long, OpenMinute> open = new TreeMap<>();
    private final ArrayDeque<long[]> spare = new ArrayDeque<>();
    private long lastOver = Long.MIN_VALUE;

    private static final class OpenMinute {
        long[] rows;
        int filled;
        /** What outgrew the rows. */
        @Nullable
        MinuteSightings counted;

        PacketSamples samples = new PacketSamples();

        OpenMinute(long[] rows) {
            this.rows = rows;
        }
    }

    /** Bytes of an open minute's rows and of what they are counted into, at most, when one port has all of them. */
    static long mostBytes() {
        return (long) MOST_ROWS * Long.BYTES + MinuteSightings.mostBytes(SurgeFunction.Scratch.MOST_OF_SERIES);
    }

    SurgeTable(int shard, SurgeFunction.Scratch scratch) {
        this.shard = shard;
        this.scratch = scratch;
    }

    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        if (slice.late || slice.feed) {
            return;
        }
        int sensorBit = sensorBit(slice.sensor);
        byte[] data = slice.data;
        int protocols = slice.offset(Column.PROTOCOL);
        int ports = slice.offset(Column.DESTINATION_PORT);
        int sources = slice.offset(Column.SOURCE);
        int destinations = slice.offset(Column.DESTINATION);
        boolean surveyed = labelled.surveys.length > 0;
        long minute = Long.MIN_VALUE;
        long endMicros = Long.MIN_VALUE;
        @Nullable OpenMinute into = null;
        for (int row = 0; row < slice.rows; row++) {
            int kind = labelled.kinds[row];
            if ((kind != SCAN && kind != REFLECTION) || (surveyed && labelled.surveys[row] != 0)) {
                continue;
            }
            int series = PortSeries.of(data[protocols + row] & 0xff, Bytes.unsignedShort(data, ports + (row << 1)));
            if (series == PortSeries.NONE) {
                continue;
            }
            long time = slice.timeMicros(row);
            if (time >= endMicros || time < endMicros - Minutes.MICROS) {
                minute = Minutes.of(time);
                endMicros = Minutes.endMicros(minute);
                into = minute > lastOver ? minute(minute) : null;
            }
            if (into != null) {
                long packed = slice.ipv6
                        ? ipv6(series, data, sources + (row << 4), destinations + (row << 4))
                        : ipv4(series, data, sources + (row << 2), destinations + (row << 2));
                append(into, packed, sensorBit);
                into.samples.offer(series, packed, time, labelled, row);
            }
        }
    }

    /** The bit of 64 that stands for a sensor. */
    static int sensorBit(String sensor) {
        return (int) (Shards.hash(sensor) >>> HASH_TO_BIT);
    }

    private OpenMinute minute(long minute) {
        @Nullable OpenMinute known = open.get(minute);
        if (known == null) {
            long[] rows = spare.pollFirst();
            known = new OpenMinute(rows == null ? new long[FIRST_ROWS] : rows);
            open.put(minute, known);
        }
        return known;
    }

    private static long ipv4(int series, byte[] data, int source, int destination) {
        return row(Sighting.ofIpv4(series, Bytes.integer(data, source)), Bytes.integer(data, destination));
    }

    private static long ipv6(int series, byte[] data, int source, int destination) {
        return row(
                Sighting.ofIpv6(series, Bytes.bigEndian(data, source), Bytes.bigEndian(data, source + 8)),
                Bytes.bigEndian(data, destination) ^ Shards.mix(Bytes.bigEndian(data, destination + 8)));
    }

    /** A pair and the bit of the destination, with room for the bit of the sensor. */
    private static long row(long pair, long destination) {
        return pair << SortedRows.PAIR_SHIFT | Shards.mix(destination) >>> HASH_TO_BIT << SortedRows.SENSOR_BITS;
    }

    private void append(OpenMinute minute, long row, int sensorBit) {
        if (minute.filled == minute.rows.length) {
            if (minute.filled < MOST_ROWS) {
                minute.rows = Arrays.copyOf(minute.rows, minute.filled * 2);
            } else {
                minute.counted = minute.counted == null ? scratch.newSightings() : minute.counted;
                count(minute, minute.counted);
                minute.filled = 0;
            }
        }
        minute.rows[minute.filled++] = row | sensorBit;
    }

    private static void count(OpenMinute minute, MinuteSightings into) {
        long[] rows = minute.rows;
        for (int i = 0; i < minute.filled; i++) {
            long row = rows[i];
            into.add(SortedRows.pair(row), SortedRows.destinationBit(row), SortedRows.sensorBit(row));
        }
    }

    @Override
    public void advance(long watermarkMillis, Consumer<SurgePartial> out) {
        lastOver = Math.max(lastOver, Minutes.lastOver(watermarkMillis));
        Iterator<Map.Entry<Long, OpenMinute>> oldest = open.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, OpenMinute> entry = oldest.next();
            if (entry.getKey() > lastOver) {
                return;
            }
            OpenMinute minute = entry.getValue();
            if (minute.counted == null && SurgeFunction.Scratch.areFew(minute.filled)) {
                scratch.tell(shard, entry.getKey(), minute.rows, minute.filled, minute.samples, out);
            } else {
                MinuteSightings sightings = minute.counted == null ? scratch.emptySightings() : minute.counted;
                count(minute, sightings);
                scratch.tell(shard, entry.getKey(), sightings, minute.samples, out);
            }
            if (spare.size() < SPARE_ARRAYS && minute.rows.length < MOST_ROWS) {
                spare.addFirst(minute.rows);
            }
            oldest.remove();
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(lastOver);
        out.writeInt(open.size());
        for (Map.Entry<Long, OpenMinute> entry : open.entrySet()) {
            OpenMinute minute = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeInt(minute.filled);
            for (int i = 0; i < minute.filled; i++) {
                out.writeLong(minute.rows[i]);
            }
            out.writeBoolean(minute.counted != null);
            if (minute.counted != null) {
                minute.counted.write(out);
            }
            minute.samples.write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        lastOver = in.readLong();
        for (int n = in.readInt(); n > 0; n--) {
            long start = in.readLong();
            int filled = in.readInt();
            OpenMinute minute = new OpenMinute(new long[Math.max(FIRST_ROWS, Integer.highestOneBit(filled) * 2)]);
            minute.filled = filled;
            for (int i = 0; i < filled; i++) {
                minute.rows[i] = in.readLong();
            }
            if (in.readBoolean()) {
                minute.counted = scratch.newSightings();
                minute.counted.read(in);
            }
            minute.samples = PacketSamples.read(in);
            open.put(start, minute);
        }
    }
}
