package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Packets by protocol and port; of more than {@value #MOST} ports those that came first have a number of their own. */
final class PortCounts {
    static final int MOST = 64;
    private static final int PORT_BITS = 16;
    private static final int[] NO_KEYS = {};
    private static final long[] NO_PACKETS = {};

    private int[] keys = NO_KEYS;
    private long[] packets = NO_PACKETS;
    private int size;
    private long further;

    /** A port and its packets. */
    record Count(int protocol, int port, long packets) {}

    void add(int protocol, int port, long more) {
        int key = protocol << PORT_BITS | port;
        for (int at = 0; at < size; at++) {
            if (keys[at] == key) {
                packets[at] += more;
                return;
            }
        }
        if (size == MOST) {
            further += more;
            return;
        }
        if (size == keys.length) {
            int larger = Math.max(1, Math.min(MOST, size * 4));
            keys = Arrays.copyOf(keys, larger);
            packets = Arrays.copyOf(packets, larger);
        }
        keys[size] = key;
        packets[size++] = more;
    }

    /** Those with most packets first, of equals the smaller port. */
    List<Count> byPackets() {
        List<Count> counts = new ArrayList<>(size);
        for (int at = 0; at < size; at++) {
            counts.add(new Count(keys[at] >>> PORT_BITS, keys[at] & 0xffff, packets[at]));
        }
        counts.sort(Comparator.comparingLong((Count count) -> -count.packets)
                .thenComparingInt(Count::protocol)
                .thenComparingInt(Count::port));
        return counts;
    }

    /** Packets to ports that have no number of their own. */
    long further() {
        return further;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int at = 0; at < size; at++) {
            out.writeInt(keys[at]);
            out.writeLong(packets[at]);
        }
        out.writeLong(further);
    }

    static PortCounts read(DataInput in) throws IOException {
        PortCounts read = new PortCounts();
        int size = in.readInt();
        read.keys = new int[size];
        read.packets = new long[size];
        read.size = size;
        for (int at = 0; at < size; at++) {
            read.keys[at] = in.readInt();
            read.packets[at] = in.readLong();
        }
        read.further = in.readLong();
        return read;
    }
}
