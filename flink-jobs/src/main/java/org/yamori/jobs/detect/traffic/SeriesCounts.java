package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.wire.Shards;

/**
 * Packets, bytes, empty cells and sources of many series. Rows of five longs stand one behind the other in the order in
 * which their series were first named; an open-addressing index of places points into them.
 */
final class SeriesCounts {
    private static final int STRIDE = 5;
    private static final int PACKETS = 1;
    private static final int BYTES = 2;
    private static final int MISSING = 3;
    private static final int SOURCES = 4;
    private static final int FIRST_ROWS = 64;

    private long[] rows = new long[FIRST_ROWS * STRIDE];
    /** Number of the row plus one; 0 is an empty place. */
    private int[] index = new int[FIRST_ROWS * 2];

    private int size;

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(rows, 0, size * STRIDE, 0);
        Arrays.fill(index, 0);
        size = 0;
    }

    long series(int at) {
        return rows[at * STRIDE];
    }

    long packets(int at) {
        return rows[at * STRIDE + PACKETS];
    }

    long bytes(int at) {
        return rows[at * STRIDE + BYTES];
    }

    long missing(int at) {
        return rows[at * STRIDE + MISSING];
    }

    long sources(int at) {
        return rows[at * STRIDE + SOURCES];
    }

    void add(long of, long morePackets, long moreBytes, long moreMissing, long moreSources) {
        int row = start(of);
        rows[row + PACKETS] += morePackets;
        rows[row + BYTES] += moreBytes;
        rows[row + MISSING] += moreMissing;
        rows[row + SOURCES] += moreSources;
    }

    void addSources(long of, long more) {
        int row = start(of);
        rows[row + SOURCES] += more;
    }

    /** Adds all but the sources, which do not add up over time. */
    void addCounts(SeriesCounts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.series(i), other.packets(i), other.bytes(i), other.missing(i), 0);
        }
    }

    /** The numbers of all rows, in ascending order of their series. */
    int[] inOrder() {
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = series(i);
        }
        Arrays.sort(sorted);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = row(sorted[i]);
        }
        return order;
    }

    /** The number of the series' row, which must be there. */
    int row(long of) {
        return index[place(of)] - 1;
    }

    /** Where the series stands in the index, or would stand. */
    private int place(long of) {
        int mask = index.length - 1;
        int at = (int) Shards.mix(of) & mask;
        while (index[at] != 0 && rows[(index[at] - 1) * STRIDE] != of) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private int start(long of) {
        int at = place(of);
        if (index[at] != 0) {
            return (index[at] - 1) * STRIDE;
        }
        index[at] = ++size;
        int row = (size - 1) * STRIDE;
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, rows.length * 2);
        }
        rows[row] = of;
        if (size * 2 > index.length) {
            grow();
        }
        return row;
    }

    private void grow() {
        index = new int[index.length * 2];
        int mask = index.length - 1;
        for (int number = 1; number <= size; number++) {
            int at = (int) Shards.mix(rows[(number - 1) * STRIDE]) & mask;
            while (index[at] != 0) {
                at = (at + 1) & mask;
            }
            index[at] = number;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size * STRIDE; i++) {
            out.writeLong(rows[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            add(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }
    }
}
