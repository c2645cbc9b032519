package org.yamori.jobs.detect.surge;

import org.yamori.jobs.flow.Radix;

/**
 * A minute's rows in the order of their ports and sources: what stands side by side is counted without looking anything
 * up. A row is a pair of port and source, then a bit's number of the destination, then one of the sensor.
 */
final class SortedRows {
    static final int SENSOR_BITS = 6;
    static final int DESTINATION_BITS = 6;
    static final int PAIR_SHIFT = SENSOR_BITS + DESTINATION_BITS;
    private static final int BIT_MASK = 0x3f;

    private long[] rows = {};
    private long[] spare = {};
    private int filled;

    static long pair(long row) {
        return row >>> PAIR_SHIFT;
    }

    static int destinationBit(long row) {
        return (int) (row >>> SENSOR_BITS) & BIT_MASK;
    }

    static int sensorBit(long row) {
        return (int) row & BIT_MASK;
    }

    /** Takes rows over; their array holds anything afterwards. */
    void take(long[] unsorted, int count) {
        if (spare.length < count) {
            spare = new long[unsorted.length];
        }
        rows = Radix.sort(unsorted, spare, count, PAIR_SHIFT, Long.SIZE);
        filled = count;
    }

    /** Told port by port, after the sources of each. */
    interface Reader {
        void source(long pair, int packets);

        void port(int series, long packets, long destinations, long sensors);
    }

    void forEach(Reader reader) {
        long packetsOfPort = 0;
        long destinations = 0;
        long sensors = 0;
        for (int from = 0, to; from < filled; from = to) {
            long pair = pair(rows[from]);
            for (to = from; to < filled && pair(rows[to]) == pair; to++) {
                destinations |= 1L << destinationBit(rows[to]);
                sensors |= 1L << sensorBit(rows[to]);
            }
            reader.source(pair, to - from);
            packetsOfPort += to - from;
            if (to == filled || Sighting.series(pair(rows[to])) != Sighting.series(pair)) {
                reader.port(Sighting.series(pair), packetsOfPort, destinations, sensors);
                packetsOfPort = 0;
                destinations = 0;
                sensors = 0;
            }
        }
    }
}
