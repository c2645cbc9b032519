package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.wire.Shards;

/**
 * Who used which port in one minute, in one shard: packets of each pair of port and source in open addressing, and what
 * each port came to. A pair is never 0.
 *
 * <p>A port with more sources than allowed keeps those whose hash has enough zeros, so that who is kept depends on the
 * sources and never on their order.
 */
final class MinuteSightings {
    private static final int FIRST_PLACES = 1 << 10;
    private static final int SPARSE = 16;
    private static final int NOBODY = PortSeries.NONE;

    private final int mostOfSeries;
    private final SeriesTallies tallies = new SeriesTallies();
    private long[] pairs = new long[FIRST_PLACES];
    private int[] packets = new int[FIRST_PLACES];
    private int size;

    /** @param mostOfSeries sources of one port above which only a sample of them is kept */
    MinuteSightings(int mostOfSeries) {
        this.mostOfSeries = mostOfSeries;
    }

    /** Bytes of so many pairs, at most. */
    static long mostBytes(int pairs) {
        return 2L * Integer.highestOneBit(2 * pairs - 1) * (Long.BYTES + Integer.BYTES);
    }

    SeriesTallies tallies() {
        return tallies;
    }

    int size() {
        return size;
    }

    void clear() {
        if (pairs.length > FIRST_PLACES && size < pairs.length / SPARSE) {
            pairs = new long[FIRST_PLACES];
            packets = new int[FIRST_PLACES];
        } else {
            Arrays.fill(pairs, 0);
            Arrays.fill(packets, 0);
        }
        size = 0;
        tallies.clear();
    }

    /** Counts a packet. */
    void add(long pair, int destinationBit, int sensorBit) {
        int row = tallies.row(Sighting.series(pair));
        tallies.add(row, destinationBit, sensorBit);
        if (!isKept(pair, tallies.level(row))) {
            return;
        }
        int mask = pairs.length - 1;
        int at = (int) Shards.mix(pair) & mask;
        while (pairs[at] != 0) {
            if (pairs[at] == pair) {
                packets[at]++;
                return;
            }
            at = (at + 1) & mask;
        }
        pairs[at] = pair;
        packets[at] = 1;
        size++;
        if (tallies.keep(row) > mostOfSeries) {
            int series = Sighting.series(pair);
            tallies.thin(row, move(pairs.length, series, tallies.level(row) + 1));
        } else if (size * 2 > pairs.length) {
            move(pairs.length * 2, NOBODY, 0);
        }
    }

    /** By the source alone, not by the port: those that stay are the ones that samples of ports are made of. */
    private static boolean isKept(long pair, int level) {
        return SourceSketch.isAmong(Sighting.source(pair), level);
    }

    /** Moves all pairs into new arrays but for those of the series that the level leaves out; how many of it stay. */
    private int move(int places, int series, int level) {
        long[] oldPairs = pairs;
        int[] oldPackets = packets;
        pairs = new long[places];
        packets = new int[places];
        size = 0;
        int kept = 0;
        for (int i = 0; i < oldPairs.length; i++) {
            long pair = oldPairs[i];
            boolean thinned = pair != 0 && Sighting.series(pair) == series;
            if (pair != 0 && (!thinned || isKept(pair, level))) {
                put(pair, oldPackets[i]);
                kept += thinned ? 1 : 0;
            }
        }
        return kept;
    }

    private void put(long pair, int count) {
        int mask = pairs.length - 1;
        int at = (int) Shards.mix(pair) & mask;
        while (pairs[at] != 0) {
            at = (at + 1) & mask;
        }
        pairs[at] = pair;
        packets[at] = count;
        size++;
    }

    /** Tells every sighting, in no particular order. */
    void forEach(LongConsumer told) {
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != 0) {
                told.accept(Sighting.of(pairs[i], packets[i]));
            }
        }
    }

    void write(DataOutput out) throws IOException {
        tallies.write(out);
        out.writeInt(size);
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != 0) {
                out.writeLong(pairs[i]);
                out.writeInt(packets[i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        tallies.read(in);
        int count = in.readInt();
        int places = FIRST_PLACES;
        while (places < count * 2) {
            places *= 2;
        }
        pairs = new long[places];
        packets = new int[places];
        size = 0;
        for (int i = 0; i < count; i++) {
            put(in.readLong(), in.readInt());
        }
    }
}
