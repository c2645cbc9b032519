package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Packets of each IPv4 /16 of sources, and how many of them had Mirai's mark (requirement S-13). Always exact.
 *
 * <p>A place of the table is one long, the network in its upper 16 bits and its packets below, 0 while it is empty;
 * marked packets, which are few, are apart.
 */
final class NetworkCounts {
    private static final int FIRST_PLACES = 256;
    private static final int NETWORK_SHIFT = 48;
    private static final long PACKETS_MASK = (1L << NETWORK_SHIFT) - 1;

    private long[] packets = new long[FIRST_PLACES];
    private long[] marked = new long[FIRST_PLACES];
    private int mask = FIRST_PLACES - 1;
    private int size;

    /** Takes the counts of one network; {@code network} is the upper half of its addresses. */
    interface Reader {
        void of(int network, long packets, long marked);
    }

    /** Counts at least one packet. */
    void add(int network, long morePackets, long moreMarked) {
        int at = home(network);
        while (packets[at] != 0 && packets[at] >>> NETWORK_SHIFT != network) {
            at = (at + 1) & mask;
        }
        boolean unseen = packets[at] == 0;
        packets[at] = (long) network << NETWORK_SHIFT | ((packets[at] & PACKETS_MASK) + morePackets);
        if (moreMarked > 0) {
            marked[at] += moreMarked;
        }
        if (unseen && ++size * 2 > mask) {
            grow();
        }
    }

    private int home(int network) {
        return ((network * 0x9e3779b9) >>> 16) & mask;
    }

    private void grow() {
        NetworkCounts larger = new NetworkCounts();
        int places = (mask + 1) * 2;
        larger.packets = new long[places];
        larger.marked = new long[places];
        larger.mask = places - 1;
        forEach(larger::add);
        packets = larger.packets;
        marked = larger.marked;
        mask = larger.mask;
    }

    void forEach(Reader reader) {
        for (int at = 0; at <= mask; at++) {
            if (packets[at] != 0) {
                reader.of((int) (packets[at] >>> NETWORK_SHIFT), packets[at] & PACKETS_MASK, marked[at]);
            }
        }
    }

    void add(NetworkCounts other) {
        other.forEach(this::add);
    }

    int size() {
        return size;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int at = 0; at <= mask; at++) {
            if (packets[at] != 0) {
                out.writeLong(packets[at]);
                out.writeLong(marked[at]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            long place = in.readLong();
            add((int) (place >>> NETWORK_SHIFT), place & PACKETS_MASK, in.readLong());
        }
    }
}
