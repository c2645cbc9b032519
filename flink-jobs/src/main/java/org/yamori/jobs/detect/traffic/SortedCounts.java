package org.yamori.jobs.detect.traffic;

import java.util.Arrays;

/** Packets, bytes, empty cells and sources of many series, in ascending order of the series. */
final class SortedCounts {
    private final long[] series;
    private final long[] packets;
    private final long[] bytes;
    private final long[] missing;
    private final long[] sources;
    private int size;

    SortedCounts(int most) {
        series = new long[most];
        packets = new long[most];
        bytes = new long[most];
        missing = new long[most];
        sources = new long[most];
    }

    /** Adds to the last series, or begins the next one, which is larger. */
    void add(long of, long morePackets, long moreBytes, long moreMissing, long moreSources) {
        if (size == 0 || series[size - 1] != of) {
            series[size++] = of;
        }
        packets[size - 1] += morePackets;
        bytes[size - 1] += moreBytes;
        missing[size - 1] += moreMissing;
        sources[size - 1] += moreSources;
    }

    int size() {
        return size;
    }

    boolean contains(long of) {
        return Arrays.binarySearch(series, 0, size, of) >= 0;
    }

    long series(int at) {
        return series[at];
    }

    long packets(int at) {
        return packets[at];
    }

    long bytes(int at) {
        return bytes[at];
    }

    long missing(int at) {
        return missing[at];
    }

    long sources(int at) {
        return sources[at];
    }
}
