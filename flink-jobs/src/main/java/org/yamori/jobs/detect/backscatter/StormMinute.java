package org.yamori.jobs.detect.backscatter;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * One minute of all shards.
 *
 * @param startMicros when it began
 * @param bits of all pairs of source and port, one in {@code 2^bits} is in it
 * @param spreads by {@link StormKey}, of the ports that may matter
 */
record StormMinute(long startMicros, int bits, Map<Integer, SourceSpread> spreads) {
    /**
     * Adds shards up, in no particular order.
     *
     * @param leastSources of ports with fewer in all nothing is kept
     */
    static StormMinute of(long startMicros, Collection<StormShare> shares, int leastSources) {
        int bits = shares.stream().mapToInt(share -> share.bits).max().orElse(0);
        StormShare all = together(shares, bits);
        all.sort();
        TreeMap<Integer, SourceSpread> spreads = new TreeMap<>();
        int from = 0;
        while (from < all.sources.length) {
            int to = from + 1;
            while (to < all.sources.length && all.keys[to] == all.keys[from]) {
                to++;
            }
            if ((long) (to - from) << bits >= leastSources) {
                spreads.put(all.keys[from], SourceSpread.of(all, from, to));
            }
            from = to;
        }
        return new StormMinute(startMicros, bits, spreads);
    }

    /** The sample of the fullest shard is the sample of all: only equal rates can be added. */
    private static StormShare together(Collection<StormShare> shares, int bits) {
        int rows = 0;
        for (StormShare share : shares) {
            for (int i = 0; i < share.sources.length; i++) {
                rows += isIn(share, i, bits) ? 1 : 0;
            }
        }
        StormShare all = new StormShare(rows);
        int to = 0;
        for (StormShare share : shares) {
            for (int i = 0; i < share.sources.length; i++) {
                if (isIn(share, i, bits)) {
                    all.take(to++, share, i);
                }
            }
        }
        return all;
    }

    private static boolean isIn(StormShare share, int row, int bits) {
        return StormSample.stays(StormSample.hash(share.sources[row], share.keys[row]), bits);
    }

    /** What of all there was is in the sample. */
    double rate() {
        return 1.0 / (1L << bits);
    }
}
