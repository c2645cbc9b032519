package org.yamori.jobs.detect.backscatter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.Radix;

/**
 * The packets of one shard's minute, written down one after the other and counted when the minute is over. Sorting them
 * then, in arrays that all shards of a task share, takes a quarter of the time of looking up each packet's source when
 * it comes, since by then other shards have pushed that place out of the processor's cache.
 *
 * <p>What outgrows the rows goes into a {@link StormSample}, and so does the rest of that minute.
 */
final class StormRows {
    private static final int INDEX_BITS = 15;
    private static final int MOST_ROWS = 1 << INDEX_BITS;
    private static final int INDEX_MASK = MOST_ROWS - 1;
    private static final int FIRST_ROWS = 64;
    private static final int KEY_BITS = 26;
    private static final int SOURCE_BITS = 32;
    private static final int TTL_BITS = 8;
    private static final int TTL_MASK = 0xff;

    private final int limit;
    /** Key and source. */
    private long[] who = new long[FIRST_ROWS];
    /** Pair of IP id and window, and TTL. */
    private long[] what = new long[FIRST_ROWS];

    private int filled;
    /** Empty but kept for another minute while nothing outgrew the rows. */
    private @Nullable StormSample sample;

    private boolean outgrown;

    /** Where the minutes of all shards of a task are sorted. */
    static final class Sorting {
        private final long[] keys = new long[MOST_ROWS];
        private final long[] spare = new long[MOST_ROWS];
    }

    StormRows(int limit) {
        this.limit = limit;
    }

    void add(int source, int key, int ttl, int pair) {
        if (filled == who.length) {
            makeRoom();
        }
        who[filled] = (long) key << SOURCE_BITS | (source & 0xffffffffL);
        what[filled++] = (pair & 0xffffffffL) << TTL_BITS | ttl;
    }

    private void makeRoom() {
        if (filled < Math.min(MOST_ROWS, limit)) {
            who = Arrays.copyOf(who, filled * 2);
            what = Arrays.copyOf(what, filled * 2);
        } else {
            moveOut();
        }
    }

    private StormSample moveOut() {
        StormSample into = sample == null ? new StormSample(limit) : sample;
        sample = into;
        outgrown = true;
        for (int i = 0; i < filled; i++) {
            into.add((int) who[i], key(i), (int) what[i] & TTL_MASK, (int) (what[i] >>> TTL_BITS));
        }
        filled = 0;
        return into;
    }

    private int key(int row) {
        return (int) (who[row] >>> SOURCE_BITS);
    }

    /** The ports of which at least {@code least} sources were seen, with their sources; the rows are void then. */
    StormShare share(Sorting in, int least) {
        if (outgrown || filled > limit) {
            return moveOut().share(least);
        }
        return told(ofBusyKeys(in, least), in, least);
    }

    /**
     * Sorts by key and source what has at least {@code least} packets of a key, since with fewer there are not as many
     * sources either: most ports of a minute. Keys become numbers in their order.
     *
     * @return how many rows that are
     */
    private int ofBusyKeys(Sorting in, int least) {
        for (int i = 0; i < filled; i++) {
            in.keys[i] = (long) key(i) << INDEX_BITS | i;
        }
        long[] byKey = Radix.sort(in.keys, in.spare, filled, INDEX_BITS, INDEX_BITS + KEY_BITS);
        int kept = 0;
        int busyKeys = 0;
        for (int from = 0, to; from < filled; from = to) {
            to = from + 1;
            while (to < filled && byKey[to] >>> INDEX_BITS == byKey[from] >>> INDEX_BITS) {
                to++;
            }
            if (to - from >= least) {
                long number = (long) busyKeys++ << (SOURCE_BITS + INDEX_BITS);
                for (int i = from; i < to; i++) {
                    int row = (int) byKey[i] & INDEX_MASK;
                    byKey[kept++] = number | (who[row] & 0xffffffffL) << INDEX_BITS | row;
                }
            }
        }
        int numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(busyKeys);
        long[] other = byKey == in.keys ? in.spare : in.keys;
        long[] sorted = Radix.sort(byKey, other, kept, INDEX_BITS, INDEX_BITS + SOURCE_BITS + numberBits);
        if (sorted != in.keys) {
            System.arraycopy(sorted, 0, in.keys, 0, kept);
        }
        return kept;
    }

    private StormShare told(int rows, Sorting in, int least) {
        long[] sorted = in.keys;
        long[] firsts = in.spare;
        int kept = 0;
        for (int from = 0, to; from < rows; from = to) {
            long number = sorted[from] >>> (SOURCE_BITS + INDEX_BITS);
            int before = kept;
            for (to = from; to < rows && sorted[to] >>> (SOURCE_BITS + INDEX_BITS) == number; to++) {
                if (to == from || sorted[to] >>> INDEX_BITS != sorted[to - 1] >>> INDEX_BITS) {
                    firsts[kept++] = to;
                }
            }
            kept = kept - before >= least ? kept : before;
        }
        StormShare share = new StormShare(kept);
        for (int to = 0; to < kept; to++) {
            take((int) firsts[to], rows, sorted, share, to);
        }
        return share;
    }

    /** The packets of one source and key, which begin at {@code first}. */
    private void take(int first, int rows, long[] sorted, StormShare share, int to) {
        int row = (int) sorted[first] & INDEX_MASK;
        share.keys[to] = key(row);
        share.sources[to] = (int) who[row];
        int leastTtl = TTL_MASK;
        int mostTtl = 0;
        int pair = -1;
        int at = first;
        for (; at < rows && sorted[at] >>> INDEX_BITS == sorted[first] >>> INDEX_BITS; at++) {
            long each = what[(int) sorted[at] & INDEX_MASK];
            int ttl = (int) each & TTL_MASK;
            leastTtl = Math.min(leastTtl, ttl);
            mostTtl = Math.max(mostTtl, ttl);
            int its = (int) (each >>> TTL_BITS);
            pair = Integer.compareUnsigned(its, pair) < 0 ? its : pair;
        }
        share.packets[to] = at - first;
        share.pairs[to] = pair;
        share.leastTtls[to] = (byte) leastTtl;
        share.mostTtls[to] = (byte) mostTtl;
    }

    /** Empty again, in the room the rows have. */
    void clear() {
        filled = 0;
        if (outgrown && sample != null) {
            sample.clear();
        }
        outgrown = false;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(filled);
        for (int i = 0; i < filled; i++) {
            out.writeLong(who[i]);
            out.writeLong(what[i]);
        }
        out.writeBoolean(outgrown);
        if (outgrown && sample != null) {
            sample.write(out);
        }
    }

    /** Fills empty rows with what {@link #write} wrote. */
    void read(DataInput in) throws IOException {
        filled = in.readInt();
        int rows = Math.max(FIRST_ROWS, Integer.highestOneBit(Math.max(1, filled * 2 - 1)));
        who = new long[rows];
        what = new long[rows];
        for (int i = 0; i < filled; i++) {
            who[i] = in.readLong();
            what[i] = in.readLong();
        }
        outgrown = in.readBoolean();
        if (outgrown) {
            sample = new StormSample(limit);
            sample.read(in);
        }
    }
}
