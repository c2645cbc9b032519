package org.yamori.jobs.detect.traffic;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** Packets, bytes, empty cells and sources by country, in a table with a row for every country there could be. */
final class CountryCounts {
    private static final int STRIDE = 4;

    private final long[] rows = new long[(1 << 16) * STRIDE];
    private final boolean[] named = new boolean[1 << 16];
    private int[] countries = new int[256];
    private int size;

    void add(short country, long packets, long bytes, long missing, long sources) {
        int number = country & 0xffff;
        if (!named[number]) {
            named[number] = true;
            if (size == countries.length) {
                countries = Arrays.copyOf(countries, size * 2);
            }
            countries[size++] = number;
        }
        int row = number * STRIDE;
        rows[row] += packets;
        rows[row + 1] += bytes;
        rows[row + 2] += missing;
        rows[row + 3] += sources;
    }

    /** Adds the counts to a series for each country. */
    void addTo(SeriesCounts into, LongUnaryOperator seriesOf) {
        for (int i = 0; i < size; i++) {
            int row = countries[i] * STRIDE;
            into.add(seriesOf.applyAsLong(countries[i]), rows[row], rows[row + 1], rows[row + 2], rows[row + 3]);
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            int row = countries[i] * STRIDE;
            Arrays.fill(rows, row, row + STRIDE, 0);
            named[countries[i]] = false;
        }
        size = 0;
    }
}
