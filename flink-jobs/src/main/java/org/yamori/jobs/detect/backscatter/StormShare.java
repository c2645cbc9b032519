package org.yamori.jobs.detect.backscatter;

import java.util.Arrays;
import org.yamori.jobs.flow.Radix;

/** What one shard saw of the sources of each port in one minute: a row per pair of source and port that was kept. */
public final class StormShare {
    private static final int INDEX_BITS = 31;
    private static final int INDEX_MASK = (int) ((1L << INDEX_BITS) - 1);

    public int shard;
    public long startMicros;
    /** One pair in {@code 2^bits} was kept. */
    public int bits;

    public int[] sources;
    /** {@link StormKey} of each row. */
    public int[] keys;

    public int[] packets;
    public int[] pairs;
    public byte[] leastTtls;
    public byte[] mostTtls;

    /** For Flink. */
    public StormShare() {
        this(0);
    }

    StormShare(int rows) {
        sources = new int[rows];
        keys = new int[rows];
        packets = new int[rows];
        pairs = new int[rows];
        leastTtls = new byte[rows];
        mostTtls = new byte[rows];
    }

    void take(int to, StormShare from, int row) {
        sources[to] = from.sources[row];
        keys[to] = from.keys[row];
        packets[to] = from.packets[row];
        pairs[to] = from.pairs[row];
        leastTtls[to] = from.leastTtls[row];
        mostTtls[to] = from.mostTtls[row];
    }

    /**
     * The same rows, each key's sorted by source.
     *
     * @param sizes how many rows the keys have, in the order in which they follow each other
     */
    StormShare sortedBySource(int[] sizes) {
        StormShare sorted = new StormShare(sources.length);
        sorted.shard = shard;
        sorted.startMicros = startMicros;
        sorted.bits = bits;
        int most = Arrays.stream(sizes).max().orElse(0);
        long[] keysOfRows = new long[most];
        long[] spare = new long[most];
        int from = 0;
        for (int size : sizes) {
            for (int i = 0; i < size; i++) {
                keysOfRows[i] = (sources[from + i] & 0xffffffffL) << INDEX_BITS | i;
            }
            long[] inOrder = Radix.sort(keysOfRows, spare, size, INDEX_BITS, INDEX_BITS + Integer.SIZE);
            for (int i = 0; i < size; i++) {
                sorted.take(from + i, this, from + ((int) inOrder[i] & INDEX_MASK));
            }
            from += size;
        }
        return sorted;
    }
}
