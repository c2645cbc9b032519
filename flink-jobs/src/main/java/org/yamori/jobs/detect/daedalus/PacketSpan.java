package org.yamori.jobs.detect.daedalus;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The packets of organisations' hosts in a tenth of a second of event time, while more may come: column by column, one
 * row a packet. Beyond {@code limit} rows one row a host is left, with how many packets it stands for, when the first
 * and the last of them came, and of the rest what the smallest says. That depends on which packets there were and never
 * on their order.
 */
final class PacketSpan {
    static final long MICROS = 100_000;

    private static final int FIRST_ROWS = 16;

    private final int limit;
    private long[] times = new long[FIRST_ROWS];
    private long[] lasts = new long[FIRST_ROWS];
    private long[] addresses = new long[FIRST_ROWS * 4];
    private int[] ports = new int[FIRST_ROWS];
    private int[] headers = new int[FIRST_ROWS];
    private int[] owners = new int[FIRST_ROWS];
    private byte[] marks = new byte[FIRST_ROWS];
    private int[] packets = new int[FIRST_ROWS];
    private int rows;
    private boolean folded;
    private int foldAt;

    PacketSpan(int limit) {
        this.limit = limit;
        foldAt = limit;
    }

    void add(HostPacket packet) {
        if (rows >= foldAt) {
            fold();
        }
        if (rows == times.length) {
            resize(rows * 2);
        }
        put(packet, rows++);
    }

    private void put(HostPacket packet, int row) {
        times[row] = packet.timeMicros;
        lasts[row] = packet.lastMicros;
        addresses[row * 4] = packet.sourceHigh;
        addresses[row * 4 + 1] = packet.sourceLow;
        addresses[row * 4 + 2] = packet.destinationHigh;
        addresses[row * 4 + 3] = packet.destinationLow;
        ports[row] = packet.ports;
        headers[row] = packet.header;
        owners[row] = packet.owner;
        marks[row] = packet.marks;
        packets[row] = packet.packets;
    }

    void read(int row, HostPacket into) {
        into.timeMicros = times[row];
        into.lastMicros = lasts[row];
        into.sourceHigh = addresses[row * 4];
        into.sourceLow = addresses[row * 4 + 1];
        into.destinationHigh = addresses[row * 4 + 2];
        into.destinationLow = addresses[row * 4 + 3];
        into.ports = ports[row];
        into.header = headers[row];
        into.owner = owners[row];
        into.marks = marks[row];
        into.packets = packets[row];
    }

    private void resize(int larger) {
        times = Arrays.copyOf(times, larger);
        lasts = Arrays.copyOf(lasts, larger);
        addresses = Arrays.copyOf(addresses, larger * 4);
        ports = Arrays.copyOf(ports, larger);
        headers = Arrays.copyOf(headers, larger);
        owners = Arrays.copyOf(owners, larger);
        marks = Arrays.copyOf(marks, larger);
        packets = Arrays.copyOf(packets, larger);
    }

    /** Rows in the order of time, of equal times by what they say. */
    int[] inOrder() {
        if (folded) {
            fold();
        }
        return sorted(this::byTime);
    }

    private int[] sorted(it.unimi.dsi.fastutil.ints.IntComparator order) {
        int[] all = new int[rows];
        for (int row = 0; row < rows; row++) {
            all[row] = row;
        }
        IntArrays.quickSort(all, order);
        return all;
    }

    private int byTime(int a, int b) {
        int byTime = Long.compare(times[a], times[b]);
        return byTime != 0 ? byTime : byContent(a, b);
    }

    private int byHost(int a, int b) {
        int byHost = Arrays.compareUnsigned(addresses, a * 4, a * 4 + 2, addresses, b * 4, b * 4 + 2);
        if (byHost != 0) {
            return byHost;
        }
        int byMarks = Byte.compare(marks[a], marks[b]);
        return byMarks != 0 ? byMarks : byTime(a, b);
    }

    private int byContent(int a, int b) {
        int byAddress = Arrays.compareUnsigned(addresses, a * 4, a * 4 + 4, addresses, b * 4, b * 4 + 4);
        if (byAddress != 0) {
            return byAddress;
        }
        int byPorts = Integer.compareUnsigned(ports[a], ports[b]);
        if (byPorts != 0) {
            return byPorts;
        }
        int byHeader = Integer.compareUnsigned(headers[a], headers[b]);
        return byHeader != 0 ? byHeader : Byte.compare(marks[a], marks[b]);
    }

    /**
     * Leaves one row of each host and mark. If that is no less than half, the next time is when twice as many are
     * there.
     */
    private void fold() {
        folded = true;
        int[] order = sorted(this::byHost);
        PacketSpan left = new PacketSpan(limit);
        left.foldAt = Integer.MAX_VALUE;
        HostPacket packet = new HostPacket();
        for (int row : order) {
            read(row, packet);
            int last = left.rows - 1;
            if (last >= 0
                    && left.addresses[last * 4] == packet.sourceHigh
                    && left.addresses[last * 4 + 1] == packet.sourceLow
                    && left.marks[last] == packet.marks) {
                left.packets[last] += packet.packets;
                left.lasts[last] = Math.max(left.lasts[last], packet.lastMicros);
            } else {
                left.add(packet);
            }
        }
        times = left.times;
        lasts = left.lasts;
        addresses = left.addresses;
        ports = left.ports;
        headers = left.headers;
        owners = left.owners;
        marks = left.marks;
        packets = left.packets;
        rows = left.rows;
        foldAt = Math.max(limit, rows * 2);
    }

    int rows() {
        return rows;
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(folded);
        out.writeInt(foldAt);
        out.writeInt(rows);
        HostPacket packet = new HostPacket();
        for (int row = 0; row < rows; row++) {
            read(row, packet);
            packet.write(out);
        }
    }

    static PacketSpan read(DataInput in, int limit) throws IOException {
        PacketSpan span = new PacketSpan(limit);
        boolean folded = in.readBoolean();
        int foldAt = in.readInt();
        span.foldAt = Integer.MAX_VALUE;
        HostPacket packet = new HostPacket();
        for (int n = in.readInt(); n > 0; n--) {
            packet.read(in);
            span.add(packet);
        }
        span.folded = folded;
        span.foldAt = foldAt;
        return span;
    }
}
