package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.wire.Shards;

/**
 * Packets per (source slot, port) of one minute in one shard: dense rows of four longs, and an open-addressing index
 * that points into them.
 */
final class PairTable {
    static final int STRIDE = 4;
    static final int KEY = 0;
    static final int PACKETS = 1;
    static final int BYTES = 2;
    /** Rows whose count was an empty cell. */
    static final int MISSING = 3;

    private static final int FIRST_ROWS = 256;

    private long[] rows = new long[FIRST_ROWS * STRIDE];
    /** Number of the row plus one; 0 is an empty place. */
    private int[] index = new int[FIRST_ROWS * 2];
    /** Places of the index in use, a power of two. */
    private int places = FIRST_ROWS * 2;

    private int size;

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(index, 0, places, 0);
        places = FIRST_ROWS * 2;
        size = 0;
    }

    /** Counts into a pair; true if the pair is new. */
    boolean add(int slot, int port, long packets, long bytes, long missing) {
        long key = (long) slot << PortKey.BITS | port;
        int mask = places - 1;
        int at = (int) Shards.mix(key) & mask;
        while (index[at] != 0) {
            int row = (index[at] - 1) * STRIDE;
            if (rows[row] == key) {
                rows[row + PACKETS] += packets;
                rows[row + BYTES] += bytes;
                rows[row + MISSING] += missing;
                return false;
            }
            at = (at + 1) & mask;
        }
        int row = size * STRIDE;
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, row * 2);
        }
        rows[row] = key;
        rows[row + PACKETS] = packets;
        rows[row + BYTES] = bytes;
        rows[row + MISSING] = missing;
        index[at] = ++size;
        if (size * 2 > places) {
            grow();
        }
        return true;
    }

    private void grow() {
        int more = places * 4;
        if (more > index.length) {
            index = new int[more];
        } else {
            Arrays.fill(index, 0, places, 0);
        }
        places = more;
        int mask = places - 1;
        for (int number = 1; number <= size; number++) {
            int at = (int) Shards.mix(rows[(number - 1) * STRIDE]) & mask;
            while (index[at] != 0) {
                at = (at + 1) & mask;
            }
            index[at] = number;
        }
    }

    /** The rows themselves: {@code rows()[number * STRIDE + field]}. Valid until a pair is added. */
    long[] rows() {
        return rows;
    }

    int slot(int number) {
        return (int) (rows[number * STRIDE] >>> PortKey.BITS);
    }

    int port(int number) {
        return (int) rows[number * STRIDE] & ((1 << PortKey.BITS) - 1);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size * STRIDE; i++) {
            out.writeLong(rows[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            long key = in.readLong();
            add(
                    (int) (key >>> PortKey.BITS),
                    (int) key & ((1 << PortKey.BITS) - 1),
                    in.readLong(),
                    in.readLong(),
                    in.readLong());
        }
    }
}
