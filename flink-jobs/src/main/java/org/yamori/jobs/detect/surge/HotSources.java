package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.SourceSketch;

/**
 * Some of the sources of a port since it became hot: those with the smallest hashes, so that they depend on the sources
 * and not on their order, and are the same ones at every port ({@link SourceSketch}). Packets add up; who was new once
 * stays new.
 */
final class HotSources {
    static final int LEAST = 16;

    private final int most;

    /** Hashes of the sources, ascending, and beside them their sightings. */
    private long[] hashes = new long[LEAST];

    private long[] sightings = new long[LEAST];
    private int size;

    /** @param most sources that are kept */
    HotSources(int most) {
        this.most = most;
    }

    void add(long sighting) {
        long pair = Sighting.pair(sighting);
        long hash = SourceSketch.order(Sighting.source(pair));
        int at = Arrays.binarySearch(hashes, 0, size, hash);
        if (at >= 0) {
            long known = sightings[at];
            long sum = Sighting.of(pair, Sighting.packets(known) + (long) Sighting.packets(sighting));
            sightings[at] =
                    Sighting.isNewcomer(known) || Sighting.isNewcomer(sighting) ? Sighting.asNewcomer(sum) : sum;
            return;
        }
        insert(-at - 1, hash, sighting);
    }

    private void insert(int at, long hash, long sighting) {
        if (at >= most) {
            return;
        }
        if (size == hashes.length && size < most) {
            hashes = Arrays.copyOf(hashes, Math.min(most, size * 2));
            sightings = Arrays.copyOf(sightings, Math.min(most, size * 2));
        }
        size = Math.min(size + 1, most);
        System.arraycopy(hashes, at, hashes, at + 1, size - at - 1);
        System.arraycopy(sightings, at, sightings, at + 1, size - at - 1);
        hashes[at] = hash;
        sightings[at] = sighting;
    }

    /** In the order of their hashes. */
    long[] sightings() {
        return Arrays.copyOf(sightings, size);
    }

    /** In how many /24 they stand, counted up to {@code enough}; each source of IPv6 counts for one. */
    int networks(int enough) {
        long[] found = new long[enough];
        int many = 0;
        for (int i = 0; i < size && many < enough; i++) {
            long pair = Sighting.pair(sightings[i]);
            long network = Sighting.isIpv4(pair) ? Sighting.ipv4(pair) >>> 8 : Sighting.source(pair);
            boolean known = false;
            for (int k = 0; k < many; k++) {
                known |= found[k] == network;
            }
            if (!known) {
                found[many++] = network;
            }
        }
        return many;
    }

    /**
     * Whether a source that was at the port within the day was there before it became hot; nothing is known of sources
     * whose hashes are too large to be kept, and they count as not.
     */
    boolean wasBefore(long source) {
        long hash = SourceSketch.order(source);
        if (size == most && hash > hashes[size - 1]) {
            return false;
        }
        int at = Arrays.binarySearch(hashes, 0, size, hash);
        return at < 0 || !Sighting.isNewcomer(sightings[at]);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(sightings[i]);
        }
    }

    static HotSources read(int most, DataInput in) throws IOException {
        HotSources read = new HotSources(most);
        for (int n = in.readInt(); n > 0; n--) {
            read.add(in.readLong());
        }
        return read;
    }
}
