package org.yamori.jobs.detect.backscatter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/**
 * A sample of the sources of one shard for each minute that is open. Backscatter is left out, since it counts as the
 * answers of victims; so are IPv6, where a source's network says little, feeds, and late blocks, which never make a
 * storm.
 */
final class StormTable implements ShardTable<StormShare> {
    static final long MINUTE_MICROS = 60_000_000;
    private static final int SPARE = 1;

    private final int shard;
    private final StormRules rules;
    private final StormRows.Sorting sorting;
    private final TreeMap<Long, StormRows> minutes = new TreeMap<>();
    private final ArrayDeque<StormRows> spare = new ArrayDeque<>();
    private long watermarkMillis = Long.MIN_VALUE;

    StormTable(int shard, StormRules rules, StormRows.Sorting sorting) {
        this.shard = shard;
        this.rules = rules;
        this.sorting = sorting;
    }

    /** When event time reaches this, the minute is over. */
    static long overAtMillis(long startMicros) {
        return Math.floorDiv(startMicros + MINUTE_MICROS, 1000L) - 1;
    }

    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        if (slice.late || slice.feed || slice.ipv6) {
            return;
        }
        byte[] data = slice.data;
        byte[] kinds = labelled.kinds;
        int source = slice.offset(Column.SOURCE);
        int protocols = slice.offset(Column.PROTOCOL);
        int sourcePorts = slice.offset(Column.SOURCE_PORT);
        int ports = slice.offset(Column.DESTINATION_PORT);
        int flags = slice.offset(Column.TCP_FLAGS);
        int ttls = slice.offset(Column.TTL);
        int ids = slice.offset(Column.IP_ID);
        int windows = slice.offset(Column.WINDOW);
        byte backscatter = (byte) TrafficKind.BACKSCATTER.ordinal();
        StormRows minute = null;
        long from = 0;
        for (int row = 0; row < slice.rows; row++) {
            long time = slice.timeMicros(row);
            if (minute == null || time < from || time - from >= MINUTE_MICROS) {
                from = Math.floorDiv(time, MINUTE_MICROS) * MINUTE_MICROS;
                // A minute of nothing but answers is a minute too: storms end in it.
                minute = watermarkMillis >= overAtMillis(from) ? null : minute(from);
                if (minute == null) {
                    continue;
                }
            }
            if (kinds[row] == backscatter) {
                continue;
            }
            int key = StormKey.of(
                    data[protocols + row] & 0xff,
                    Bytes.unsignedShort(data, sourcePorts + (row << 1)),
                    Bytes.unsignedShort(data, ports + (row << 1)),
                    flags < 0 ? 0 : data[flags + row]);
            int id = ids < 0 ? 0 : Bytes.unsignedShort(data, ids + (row << 1));
            int window = windows < 0 ? 0 : Bytes.unsignedShort(data, windows + (row << 1));
            minute.add(
                    Bytes.integer(data, source + (row << 2)),
                    key,
                    ttls < 0 ? 0 : data[ttls + row] & 0xff,
                    id << 16 | window);
        }
    }

    private StormRows minute(long from) {
        StormRows minute = minutes.get(from);
        if (minute == null) {
            minute = spare.isEmpty() ? new StormRows(rules.sample()) : spare.pop();
            minutes.put(from, minute);
        }
        return minute;
    }

    @Override
    public void advance(long millis, Consumer<StormShare> out) {
        watermarkMillis = Math.max(watermarkMillis, millis);
        while (!minutes.isEmpty() && watermarkMillis >= overAtMillis(minutes.firstKey())) {
            Map.Entry<Long, StormRows> oldest = minutes.pollFirstEntry();
            StormShare share = oldest.getValue().share(sorting, rules.leastTold());
            share.shard = shard;
            share.startMicros = oldest.getKey();
            out.accept(share);
            if (spare.size() < SPARE) {
                oldest.getValue().clear();
                spare.push(oldest.getValue());
            }
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(watermarkMillis);
        out.writeInt(minutes.size());
        for (Map.Entry<Long, StormRows> minute : minutes.entrySet()) {
            out.writeLong(minute.getKey());
            minute.getValue().write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        watermarkMillis = in.readLong();
        for (int n = in.readInt(); n > 0; n--) {
            StormRows minute = new StormRows(rules.sample());
            minutes.put(in.readLong(), minute);
            minute.read(in);
        }
    }
}
