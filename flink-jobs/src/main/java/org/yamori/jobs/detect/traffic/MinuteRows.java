package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.Shards;

/**
 * The packets of one minute in one shard as they came, two longs each (IPv6 four): what is counted of them, and no
 * more.
 *
 * <p>Sixteen shards take turns with every block. Tables of all of them are larger than a processor's cache, so that
 * counting at once would wait for memory at every packet; rows are written one behind the other instead, and counted
 * when the minute is over, shard by shard, in one small table.
 */
final class MinuteRows {
    private static final int FIRST_LONGS = 64;
    private static final int KIND_SHIFT = PortKey.BITS;
    private static final int LENGTH_SHIFT = KIND_SHIFT + 3;
    private static final int COUNTRY_SHIFT = LENGTH_SHIFT + 16;
    private static final int IPV4_LONGS = 2;
    private static final int IPV6_LONGS = 4;
    private static final int ROWS_AHEAD = 16;

    private long[] data = new long[FIRST_LONGS];
    private int filled;
    private int rows;
    /** Of each run of rows: its end in the data, its sensor, its family. */
    private int[] ends = new int[4];

    private int[] sensors = new int[4];
    private boolean[] ipv6 = new boolean[4];
    private int runs;

    /** Bytes that they take at most; of IPv6 twice as many. */
    static long mostBytes() {
        return (long) TrafficRules.MINUTE_ROWS * IPV4_LONGS * Long.BYTES;
    }

    int size() {
        return rows;
    }

    /** Whether another piece of a block could be too much. */
    boolean isFull() {
        return rows > TrafficRules.MINUTE_ROWS - TrafficRules.PIECE_ROWS;
    }

    /** Gives its room back. */
    void release() {
        clear();
        data = new long[FIRST_LONGS];
    }

    void clear() {
        if (data.length > FIRST_LONGS && filled < data.length / 16) {
            data = new long[FIRST_LONGS];
        }
        filled = 0;
        rows = 0;
        runs = 0;
    }

    /** Adds rows {@code from} to {@code to} (exclusive) of packets. */
    void append(LabelledSlice labelled, int from, int to, int sensor) {
        Slice slice = labelled.slice;
        reserve((to - from) * (slice.ipv6 ? IPV6_LONGS : IPV4_LONGS));
        byte[] bytes = slice.data;
        int sourceAt = slice.offset(Column.SOURCE);
        int destinationAt = slice.offset(Column.DESTINATION);
        int protocolAt = slice.offset(Column.PROTOCOL);
        int sourcePortAt = slice.offset(Column.SOURCE_PORT);
        int portAt = slice.offset(Column.DESTINATION_PORT);
        int lengthAt = slice.offset(Column.TOTAL_LENGTH);
        long[] into = data;
        int at = filled;
        for (int row = from; row < to; row++) {
            if (slice.ipv6) {
                into[at++] = Bytes.bigEndian(bytes, sourceAt + (row << 4));
                into[at++] = Bytes.bigEndian(bytes, sourceAt + (row << 4) + 8);
                into[at++] = Shards.mix(Bytes.bigEndian(bytes, destinationAt + (row << 4))
                        ^ Shards.mix(Bytes.bigEndian(bytes, destinationAt + (row << 4) + 8)));
            } else {
                into[at++] = (long) Bytes.integer(bytes, sourceAt + (row << 2)) << 32
                        | (Bytes.integer(bytes, destinationAt + (row << 2)) & 0xffffffffL);
            }
            int protocol = bytes[protocolAt + row] & 0xff;
            int port = Bytes.unsignedShort(bytes, portAt + (row << 1));
            if (PortKey.isIcmp(protocol)) {
                port = PortKey.icmp(Bytes.unsignedShort(bytes, sourcePortAt + (row << 1)), port);
            }
            long length = lengthAt < 0 ? 0 : Bytes.unsignedShort(bytes, lengthAt + (row << 1));
            into[at++] = PortKey.of(protocol, port)
                    | (long) labelled.kinds[row] << KIND_SHIFT
                    | length << LENGTH_SHIFT
                    | (labelled.countries[row] & 0xffffL) << COUNTRY_SHIFT;
        }
        filled = at;
        rows += to - from;
        endRun(sensor, slice.ipv6);
    }

    private void reserve(int longs) {
        if (filled + longs > data.length) {
            data = Arrays.copyOf(data, Math.max(Integer.highestOneBit(filled + longs - 1), data.length) * 2);
        }
    }

    private void endRun(int sensor, boolean family) {
        if (runs > 0 && sensors[runs - 1] == sensor && ipv6[runs - 1] == family) {
            ends[runs - 1] = filled;
            return;
        }
        if (runs == ends.length) {
            ends = Arrays.copyOf(ends, runs * 2);
            sensors = Arrays.copyOf(sensors, runs * 2);
            ipv6 = Arrays.copyOf(ipv6, runs * 2);
        }
        ends[runs] = filled;
        sensors[runs] = sensor;
        ipv6[runs++] = family;
    }

    /** What takes the rows out again. */
    interface Counting {
        /** A row of this source comes {@link #ROWS_AHEAD} rows later. */
        void soon(long high, long low);

        void count(long high, long low, int destination, int port, int kind, int length, short country, int sensor);
    }

    void forEach(Counting counting) {
        int at = 0;
        for (int run = 0; run < runs; run++) {
            int sensor = sensors[run];
            if (ipv6[run]) {
                for (; at < ends[run]; at += IPV6_LONGS) {
                    count(counting, data[at], data[at + 1], (int) data[at + 2], data[at + 3], sensor);
                }
            } else {
                for (; at < ends[run]; at += IPV4_LONGS) {
                    int ahead = at + ROWS_AHEAD * IPV4_LONGS;
                    if (ahead < ends[run]) {
                        counting.soon(0, SourceKeys.lowOfIpv4((int) (data[ahead] >>> 32)));
                    }
                    long addresses = data[at];
                    long low = SourceKeys.lowOfIpv4((int) (addresses >>> 32));
                    count(counting, 0, low, (int) addresses, data[at + 1], sensor);
                }
            }
        }
    }

    private static void count(Counting counting, long high, long low, int destination, long traits, int sensor) {
        counting.count(
                high,
                low,
                destination,
                (int) traits & ((1 << PortKey.BITS) - 1),
                (int) (traits >>> KIND_SHIFT) & 7,
                (int) (traits >>> LENGTH_SHIFT) & 0xffff,
                (short) (traits >>> COUNTRY_SHIFT),
                sensor);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(rows);
        out.writeInt(runs);
        for (int run = 0; run < runs; run++) {
            out.writeInt(ends[run]);
            out.writeInt(sensors[run]);
            out.writeBoolean(ipv6[run]);
        }
        for (int i = 0; i < filled; i++) {
            out.writeLong(data[i]);
        }
    }

    void read(DataInput in) throws IOException {
        rows = in.readInt();
        runs = in.readInt();
        ends = new int[Math.max(4, runs)];
        sensors = new int[ends.length];
        ipv6 = new boolean[ends.length];
        for (int run = 0; run < runs; run++) {
            ends[run] = in.readInt();
            sensors[run] = in.readInt();
            ipv6[run] = in.readBoolean();
        }
        filled = runs == 0 ? 0 : ends[runs - 1];
        data = new long[Math.max(FIRST_LONGS, filled)];
        for (int i = 0; i < filled; i++) {
            data[i] = in.readLong();
        }
    }
}
