package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Packets by protocol and port, of at most {@value #MOST} ports. Where a host uses more, the port with fewest packets
 * makes room for the next (space saving; Metwally, Agrawal and El Abbadi 2005): each port with more than one packet of
 * {@value #MOST} is there, whenever it came, and its number of packets is no more than it had.
 */
final class PortCounts {
    static final int MOST = 64;
    private static final int PORT_BITS = 16;
    private static final int[] NO_KEYS = {};
    private static final long[] NO_PACKETS = {};

    private int[] keys = NO_KEYS;
    /** At most so many packets each had, and so many of them may have been of ports that were there before. */
    private long[] packets = NO_PACKETS;

    private long[] doubtful = NO_PACKETS;
    private int size;
    private long total;

    /** A port and its packets, no more than it had. */
    record Count(int protocol, int port, long packets) {}

    void add(int protocol, int port, long more) {
        int key = protocol << PORT_BITS | port;
        total += more;
        int at = 0;
        while (at < size && keys[at] != key) {
            at++;
        }
        if (at == size) {
            at = size < MOST ? another() : fewest();
            doubtful[at] = packets[at];
            keys[at] = key;
        }
        packets[at] += more;
    }

    private int another() {
        if (size == keys.length) {
            int larger = Math.max(1, Math.min(MOST, size * 4));
            keys = Arrays.copyOf(keys, larger);
            packets = Arrays.copyOf(packets, larger);
            doubtful = Arrays.copyOf(doubtful, larger);
        }
        return size++;
    }

    /** Of equals the one with the larger port. */
    private int fewest() {
        int fewest = 0;
        for (int at = 1; at < size; at++) {
            if (packets[at] < packets[fewest] || (packets[at] == packets[fewest] && keys[at] > keys[fewest])) {
                fewest = at;
            }
        }
        return fewest;
    }

    /** Those with most packets first, of equals the smaller port. */
    List<Count> byPackets() {
        List<Count> counts = new ArrayList<>(size);
        for (int at = 0; at < size; at++) {
            counts.add(new Count(keys[at] >>> PORT_BITS, keys[at] & 0xffff, packets[at] - doubtful[at]));
        }
        counts.sort(Comparator.comparingLong((Count count) -> -count.packets)
                .thenComparingInt(Count::protocol)
                .thenComparingInt(Count::port));
        return counts;
    }

    /** Packets that are in none of these numbers. */
    long further() {
        long further = total;
        for (int at = 0; at < size; at++) {
            further -= packets[at] - doubtful[at];
        }
        return further;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int at = 0; at < size; at++) {
            out.writeInt(keys[at]);
            out.writeLong(packets[at]);
            out.writeLong(doubtful[at]);
        }
        out.writeLong(total);
    }

    static PortCounts read(DataInput in) throws IOException {
        PortCounts read = new PortCounts();
        int size = in.readInt();
        read.keys = new int[size];
        read.packets = new long[size];
        read.doubtful = new long[size];
        read.size = size;
        for (int at = 0; at < size; at++) {
            read.keys[at] = in.readInt();
            read.packets[at] = in.readLong();
            read.doubtful[at] = in.readLong();
        }
        read.total = in.readLong();
        return read;
    }
}
