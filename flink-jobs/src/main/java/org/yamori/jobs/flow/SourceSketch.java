package org.yamori.jobs.flow;

import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;
import org.yamori.wire.Shards;

/**
 * A set of sources, known by those whose hashes are smallest: the same in whatever order they came, and two sets
 * compare, because a source has one hash everywhere.
 *
 * <p>With room for k sources, a set of fewer is known whole. Of a larger one of n the k smallest hashes are known, so n
 * is about (k - 1) / h for the largest of them, h, as a share of all hashes; the standard error is n / sqrt(k - 2). Two
 * sets are compared by all sources with hashes up to the smaller of their largest: a share p that was found among m of
 * them has the standard error sqrt(p (1 - p) / m). See Beyer and others, "On synopses for distinct-value estimation
 * under multiset operations" (SIGMOD 2007).
 */
public final class SourceSketch {
    private static final double HALF_OF_ALL = 0x1p63;

    private final int most;
    /** In the order of their hashes. */
    private final long[] sources;

    private SourceSketch(int most, long[] sources) {
        this.most = most;
        this.sources = sources;
    }

    /** Compares as unsigned hashes do. */
    public static long order(long source) {
        return Shards.mix(source) ^ Long.MIN_VALUE;
    }

    /** Whether the hash begins with so many zeros: those that remain are the ones a sketch wants. */
    public static boolean isAmong(long source, int zeros) {
        return zeros == 0 || Shards.mix(source) >>> (Long.SIZE - zeros) == 0;
    }

    /** A set of sources with room for {@code most}; they may stand twice and in any order. */
    public static SourceSketch of(int most, long... sources) {
        if (most < 3) {
            throw new IllegalArgumentException("a sketch has room for at least 3 sources, was " + most);
        }
        long[] sorted = sources.clone();
        LongArrays.quickSort(sorted, (one, other) -> Long.compare(order(one), order(other)));
        int kept = 0;
        for (int i = 0; i < sorted.length && kept < most; i++) {
            if (i == 0 || sorted[i] != sorted[kept - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return new SourceSketch(most, Arrays.copyOf(sorted, kept));
    }

    /** Those that are in one of both or in both, with room for as many as this has. */
    public SourceSketch union(SourceSketch other) {
        long[] all = Arrays.copyOf(sources, sources.length + other.sources.length);
        System.arraycopy(other.sources, 0, all, sources.length, other.sources.length);
        return of(most, all);
    }

    public long[] sources() {
        return sources.clone();
    }

    /** All of the set are known. */
    public boolean isWhole() {
        return sources.length < most;
    }

    /** How many sources the set has. */
    public long estimate() {
        if (isWhole()) {
            return sources.length;
        }
        double largest = (Shards.mix(sources[sources.length - 1]) >>> 1) / HALF_OF_ALL;
        return Math.round((most - 1) / largest);
    }

    private long last() {
        return order(sources[sources.length - 1]);
    }

    /**
     * What two sets have in common.
     *
     * @param smaller sources that were compared, of the set with fewer of them
     * @param larger of the other
     * @param common of both
     */
    public record Overlap(int smaller, int larger, int common) {
        /** Share of those in both, of those in one. */
        public double jaccard() {
            return share(common, smaller + larger - common);
        }

        /** Share of the smaller set that is in the larger. */
        public double containment() {
            return share(common, smaller);
        }

        public double jaccardError() {
            return error(jaccard(), smaller + larger - common);
        }

        public double containmentError() {
            return error(containment(), smaller);
        }

        private static double share(int part, int whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }

        private static double error(double share, int compared) {
            return compared == 0 ? 1 : StrictMath.sqrt(share * (1 - share) / compared);
        }
    }

    public Overlap overlap(SourceSketch other) {
        long limit = Math.min(isWhole() ? Long.MAX_VALUE : last(), other.isWhole() ? Long.MAX_VALUE : other.last());
        int mine = 0;
        int theirs = 0;
        int common = 0;
        while (mine < sources.length || theirs < other.sources.length) {
            long next = mine < sources.length ? order(sources[mine]) : Long.MAX_VALUE;
            long otherNext = theirs < other.sources.length ? order(other.sources[theirs]) : Long.MAX_VALUE;
            if (Math.min(next, otherNext) > limit) {
                break;
            }
            common += next == otherNext ? 1 : 0;
            mine += next <= otherNext ? 1 : 0;
            theirs += otherNext <= next ? 1 : 0;
        }
        return new Overlap(Math.min(mine, theirs), Math.max(mine, theirs), common);
    }
}
