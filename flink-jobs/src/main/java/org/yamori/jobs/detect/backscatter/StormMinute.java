package org.yamori.jobs.detect.backscatter;

import it.unimi.dsi.fastutil.ints.Int2IntAVLTreeMap;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntSortedMap;
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
        Int2IntOpenHashMap counted = new Int2IntOpenHashMap();
        for (StormShare share : shares) {
            countSources(share, bits, counted);
        }
        Int2IntSortedMap sourcesOf = new Int2IntAVLTreeMap();
        counted.int2IntEntrySet().fastForEach(entry -> {
            if ((long) entry.getIntValue() << bits >= leastSources) {
                sourcesOf.put(entry.getIntKey(), entry.getIntValue());
            }
        });
        StormShare all = together(shares, bits, sourcesOf);
        TreeMap<Integer, SourceSpread> spreads = new TreeMap<>();
        int from = 0;
        for (int key : sourcesOf.keySet().toIntArray()) {
            int to = from + sourcesOf.get(key);
            spreads.put(key, SourceSpread.of(all, from, to));
            from = to;
        }
        return new StormMinute(startMicros, bits, spreads);
    }

    /** The sample of the fullest shard is the sample of all: only equal rates can be added. */
    private static void countSources(StormShare share, int bits, Int2IntOpenHashMap into) {
        int run = 0;
        for (int i = 0; i < share.sources.length; i++) {
            run += isIn(share, i, bits) ? 1 : 0;
            if (i + 1 == share.sources.length || share.keys[i + 1] != share.keys[i]) {
                into.addTo(share.keys[i], run);
                run = 0;
            }
        }
    }

    /** The rows of these keys, sorted by key and source, which no two have in common. */
    private static StormShare together(Collection<StormShare> shares, int bits, Int2IntSortedMap sourcesOf) {
        Int2IntOpenHashMap next = new Int2IntOpenHashMap();
        next.defaultReturnValue(-1);
        int rows = 0;
        for (Int2IntMap.Entry entry : sourcesOf.int2IntEntrySet()) {
            next.put(entry.getIntKey(), rows);
            rows += entry.getIntValue();
        }
        StormShare byKey = new StormShare(rows);
        for (StormShare share : shares) {
            for (int i = 0; i < share.sources.length; i++) {
                if (next.containsKey(share.keys[i]) && isIn(share, i, bits)) {
                    byKey.take(next.addTo(share.keys[i], 1), share, i);
                }
            }
        }
        return byKey.sortedBySource(sourcesOf.values().toIntArray());
    }

    private static boolean isIn(StormShare share, int row, int bits) {
        return bits == share.bits || StormSample.stays(StormSample.hash(share.sources[row], share.keys[row]), bits);
    }

    /** What of all there was is in the sample. */
    double rate() {
        return 1.0 / (1L << bits);
    }
}
