package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.wire.Shards;

/** Packets per (source slot, port) of one minute in one shard: open addressing, four longs an entry. */
final class PairTable {
    static final int STRIDE = 4;
    static final int KEY = 0;
    static final int PACKETS = 1;
    static final int BYTES = 2;
    /** Rows whose count was an empty cell. */
    static final int MISSING = 3;

    private static final int FIRST_ENTRIES = 512;

    private long[] entries = new long[FIRST_ENTRIES * STRIDE];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        if (entries.length > FIRST_ENTRIES * STRIDE && size * 16 < entries.length / STRIDE) {
            entries = new long[FIRST_ENTRIES * STRIDE];
        } else {
            Arrays.fill(entries, 0);
        }
        size = 0;
    }

    /** Counts into a pair; true if the pair is new. */
    boolean add(int slot, int port, long packets, long bytes, long missing) {
        long key = (long) (slot + 1) << PortKey.BITS | port;
        int mask = entries.length / STRIDE - 1;
        int at = (int) Shards.mix(key) & mask;
        while (true) {
            int entry = at * STRIDE;
            long found = entries[entry];
            if (found == key || found == 0) {
                entries[entry] = key;
                entries[entry + PACKETS] += packets;
                entries[entry + BYTES] += bytes;
                entries[entry + MISSING] += missing;
                if (found == 0) {
                    if (++size * 2 > mask) {
                        grow();
                    }
                    return true;
                }
                return false;
            }
            at = (at + 1) & mask;
        }
    }

    private void grow() {
        long[] old = entries;
        entries = new long[old.length * 2];
        int mask = entries.length / STRIDE - 1;
        for (int from = 0; from < old.length; from += STRIDE) {
            if (old[from] != 0) {
                int at = (int) Shards.mix(old[from]) & mask;
                while (entries[at * STRIDE] != 0) {
                    at = (at + 1) & mask;
                }
                System.arraycopy(old, from, entries, at * STRIDE, STRIDE);
            }
        }
    }

    /** All entries, empty ones with key 0 included. */
    long[] entries() {
        return entries;
    }

    static int slot(long key) {
        return (int) (key >>> PortKey.BITS) - 1;
    }

    static int port(long key) {
        return (int) key & ((1 << PortKey.BITS) - 1);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int entry = 0; entry < entries.length; entry += STRIDE) {
            if (entries[entry] != 0) {
                for (int i = 0; i < STRIDE; i++) {
                    out.writeLong(entries[entry + i]);
                }
            }
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long key = in.readLong();
            add(slot(key), port(key), in.readLong(), in.readLong(), in.readLong());
        }
    }
}
