package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Shards;

/**
 * Rows of longs by source: all of them while they fit, then those of half of all sources, of a quarter, and so on.
 * Which sources these are is decided by a hash of them, so the sample, and every number in its rows, depends on what
 * was added and never on the order (adaptive sampling, Flajolet 1990). A number that was counted in a sample stands for
 * {@code 2^level} times as many.
 *
 * <p>Open addressing in the rows themselves: a probe that hits touches one place of memory. A place is empty while the
 * third long of its row is 0, so that long is a count or a part of the key.
 */
final class SampledRows {
    static final int HIGH = 0;
    static final int LOW = 1;
    /** A count, or what belongs to the key besides the source. */
    static final int THIRD = 2;

    private static final int FIRST_PLACES = 64;
    /** Share of the places that are taken before there are twice as many. */
    private static final double MOST_FILLED = 0.75;

    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final int stride;
    private final int limit;
    private final boolean pairs;
    private long[] rows;
    private int mask = FIRST_PLACES - 1;
    private int size;
    private int level;

    private SampledRows(int stride, int limit, boolean pairs) {
        this.stride = stride;
        this.limit = limit;
        this.pairs = pairs;
        this.rows = new long[FIRST_PLACES * stride];
    }

    /**
     * A row for each source; the third long is a count.
     *
     * @param stride longs of a row, the two of its source included
     * @param limit rows that are kept at most
     */
    static SampledRows ofSources(int stride, int limit) {
        return new SampledRows(stride, limit, false);
    }

    /** A row for each pair of a source and something else, not 0, which is the third long; the fourth is a count. */
    static SampledRows ofPairs(int stride, int limit) {
        return new SampledRows(stride, limit, true);
    }

    /** Bytes of so many rows, at most. */
    static long mostBytes(int stride, int limit) {
        long places = FIRST_PLACES;
        while (limit > MOST_FILLED * places) {
            places *= 2;
        }
        return places * stride * Long.BYTES;
    }

    int size() {
        return size;
    }

    /** How often the sample was halved. */
    int level() {
        return level;
    }

    /** The rows themselves, for the places that {@link #place} and {@link #find} tell. */
    long[] rows() {
        return rows;
    }

    /** Takes a row, which begins at {@code at}. */
    interface Reader {
        void of(long[] rows, int at);
    }

    void forEach(Reader reader) {
        for (int row = 0; row < rows.length; row += stride) {
            if (rows[row + THIRD] != 0) {
                reader.of(rows, row);
            }
        }
    }

    /** Whether a source of this hash is in a sample of this level. */
    static boolean isSampled(long hash, int level) {
        return level == 0 || hash >>> (64 - level) == 0;
    }

    /** Where the source of a hash would be looked for first: reading it brings it near, many at a time. */
    long touch(long hash) {
        return rows[((int) hash & mask) * stride + THIRD];
    }

    /**
     * Where the source's row begins, -1 if it is not in the sample. Whoever makes the count of a row more than 0 calls
     * {@link #inserted} then.
     *
     * @param hash of the source, {@link SourceKeys#hash}
     */
    int place(long hash, long high, long low) {
        if (!isSampled(hash, level)) {
            return -1;
        }
        int at = (int) hash & mask;
        while (true) {
            int row = at * stride;
            if (rows[row + THIRD] == 0) {
                rows[row + HIGH] = high;
                rows[row + LOW] = low;
                return row;
            }
            if (rows[row + LOW] == low && rows[row + HIGH] == high) {
                return row;
            }
            at = (at + 1) & mask;
        }
    }

    /** The same of a pair. */
    int place(long hash, long high, long low, long third) {
        if (!isSampled(hash, level)) {
            return -1;
        }
        int at = home(hash, third);
        while (true) {
            int row = at * stride;
            if (rows[row + THIRD] == 0) {
                rows[row + HIGH] = high;
                rows[row + LOW] = low;
                rows[row + THIRD] = third;
                return row;
            }
            if (rows[row + LOW] == low && rows[row + HIGH] == high && rows[row + THIRD] == third) {
                return row;
            }
            at = (at + 1) & mask;
        }
    }

    private int home(long hash, long third) {
        return (int) Shards.mix(hash + third * SPREAD) & mask;
    }

    /** Where the source's row begins, -1 without one. */
    int find(long hash, long high, long low) {
        int at = (int) hash & mask;
        while (true) {
            int row = at * stride;
            if (rows[row + THIRD] == 0) {
                return -1;
            }
            if (rows[row + LOW] == low && rows[row + HIGH] == high) {
                return row;
            }
            at = (at + 1) & mask;
        }
    }

    /** Makes room after a new row; places that were told are void then. */
    void inserted() {
        size++;
        if (size > limit) {
            while (size > limit) {
                thinTo(level + 1);
            }
        } else if (size > MOST_FILLED * (mask + 1)) {
            rebuild((mask + 1) * 2);
        }
    }

    /** Keeps the sources of a sample of this level or a higher one. */
    void thinTo(int newLevel) {
        if (newLevel > level) {
            level = newLevel;
            rebuild(mask + 1);
        }
    }

    private void rebuild(int places) {
        long[] old = rows;
        rows = new long[places * stride];
        mask = places - 1;
        size = 0;
        for (int row = 0; row < old.length; row += stride) {
            if (old[row + THIRD] != 0) {
                long hash = SourceKeys.hash(old[row + HIGH], old[row + LOW]);
                if (isSampled(hash, level)) {
                    int at = pairs ? home(hash, old[row + THIRD]) : (int) hash & mask;
                    while (rows[at * stride + THIRD] != 0) {
                        at = (at + 1) & mask;
                    }
                    System.arraycopy(old, row, rows, at * stride, stride);
                    size++;
                }
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(level);
        out.writeInt(size);
        for (int row = 0; row < rows.length; row += stride) {
            if (rows[row + THIRD] != 0) {
                for (int i = 0; i < stride; i++) {
                    out.writeLong(rows[row + i]);
                }
            }
        }
    }

    void read(DataInput in) throws IOException {
        level = in.readInt();
        int written = in.readInt();
        int places = FIRST_PLACES;
        while (written > MOST_FILLED * places) {
            places *= 2;
        }
        long[] packed = new long[places * stride];
        for (int i = 0; i < written * stride; i++) {
            packed[i] = in.readLong();
        }
        rows = packed;
        rebuild(places);
    }
}
