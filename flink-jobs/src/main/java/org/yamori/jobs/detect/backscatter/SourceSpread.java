package org.yamori.jobs.detect.backscatter;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;

/**
 * How the sources of one port lie in the address space in one minute, and what their packets have in common: whole
 * numbers only, of the sources in the sample.
 */
final class SourceSpread {
    private static final int TTLS = 256;

    long sources;
    long packets;
    /** Pairs of sources in the same /8, and in the same /16. */
    long pairsIn8;

    long pairsIn16;
    /** Distinct /24. */
    long networks;
    /** /24 with at least {@link StormRules#BUSY_NETWORK} sources, these sources, and the TTLs of each added up. */
    long busyNetworks;

    long busySources;
    long busyTtls;
    /** Pairs of IP id and window that make up nine tenths of the sources in busy /24s, the commonest first. */
    long commonPairs;
    /** Sources with several packets, and those of them whose packets all have one TTL. */
    long repeating;

    long repeatingAlike;
    /** Sum of squares of the sources by TTL: over {@link #sources} squared, the chance that two have the same. */
    long ttlSquares;

    /** @param rows sorted; those of one port are from {@code from} to before {@code to} */
    static SourceSpread of(StormShare rows, int from, int to) {
        SourceSpread spread = new SourceSpread();
        spread.sources = (long) to - from;
        spread.pairsIn8 = pairs(rows.sources, from, to, 24);
        spread.pairsIn16 = pairs(rows.sources, from, to, 16);
        spread.count(rows, from, to);
        spread.countNetworks(rows, from, to);
        return spread;
    }

    private static long pairs(int[] sorted, int from, int to, int shift) {
        long pairs = 0;
        long inARow = 0;
        for (int i = from + 1; i < to; i++) {
            boolean same = sorted[i] >>> shift == sorted[i - 1] >>> shift;
            inARow = same ? inARow + 1 : 0;
            pairs += inARow;
        }
        return pairs;
    }

    private void count(StormShare rows, int from, int to) {
        long[] byTtl = new long[TTLS];
        for (int i = from; i < to; i++) {
            packets += rows.packets[i];
            byTtl[rows.leastTtls[i] & 0xff]++;
            if (rows.packets[i] > 1) {
                repeating++;
                repeatingAlike += rows.leastTtls[i] == rows.mostTtls[i] ? 1 : 0;
            }
        }
        for (long count : byTtl) {
            ttlSquares += count * count;
        }
    }

    private void countNetworks(StormShare rows, int from, int to) {
        Int2IntOpenHashMap byPair = new Int2IntOpenHashMap();
        int first = from;
        while (first < to) {
            int end = first + 1;
            while (end < to && rows.sources[end] >>> 8 == rows.sources[first] >>> 8) {
                end++;
            }
            networks++;
            if (end - first >= StormRules.BUSY_NETWORK) {
                countBusy(rows, first, end, byPair);
            }
            first = end;
        }
        commonPairs = commonest(byPair);
    }

    private void countBusy(StormShare rows, int from, int to, Int2IntOpenHashMap byPair) {
        boolean[] seen = new boolean[TTLS];
        for (int i = from; i < to; i++) {
            int ttl = rows.leastTtls[i] & 0xff;
            byPair.addTo(rows.pairs[i], 1);
            busyTtls += seen[ttl] ? 0 : 1;
            seen[ttl] = true;
        }
        busyNetworks++;
        busySources += (long) to - from;
    }

    private long commonest(Int2IntOpenHashMap byPair) {
        int[] counts = byPair.values().toIntArray();
        Arrays.sort(counts);
        long covered = 0;
        int taken = 0;
        while (covered * 10 < busySources * 9) {
            covered += counts[counts.length - 1 - taken++];
        }
        return taken;
    }
}
