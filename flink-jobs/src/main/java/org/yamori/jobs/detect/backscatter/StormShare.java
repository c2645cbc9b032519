package org.yamori.jobs.detect.backscatter;

import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.bytes.ByteArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;

/** What one shard saw of the sources of each port in one minute: a row per pair of source and port that was kept. */
public final class StormShare {
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

    /** Sorts the rows by key and source, which no two have in common. */
    void sort() {
        Arrays.quickSort(
                0,
                sources.length,
                (a, b) -> keys[a] != keys[b]
                        ? Integer.compare(keys[a], keys[b])
                        : Integer.compareUnsigned(sources[a], sources[b]),
                this::swap);
    }

    private void swap(int a, int b) {
        IntArrays.swap(sources, a, b);
        IntArrays.swap(keys, a, b);
        IntArrays.swap(packets, a, b);
        IntArrays.swap(pairs, a, b);
        ByteArrays.swap(leastTtls, a, b);
        ByteArrays.swap(mostTtls, a, b);
    }
}
