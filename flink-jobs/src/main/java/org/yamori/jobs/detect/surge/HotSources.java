package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.wire.Shards;

/**
 * Some of the sources of a port since it became hot: those with the smallest hashes, so that they depend on the sources
 * and not on their order. Packets add up; who was new once stays new.
 */
final class HotSources {
    static final int MOST = 256;

    /** Hashes of the pairs, ascending, and beside them their sightings. */
    private long[] hashes = new long[16];

    private long[] sightings = new long[16];
    private int size;

    void add(long sighting) {
        long pair = Sighting.pair(sighting);
        long hash = Shards.mix(pair);
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
        if (at >= MOST) {
            return;
        }
        if (size == hashes.length && size < MOST) {
            hashes = Arrays.copyOf(hashes, size * 2);
            sightings = Arrays.copyOf(sightings, size * 2);
        }
        size = Math.min(size + 1, MOST);
        System.arraycopy(hashes, at, hashes, at + 1, size - at - 1);
        System.arraycopy(sightings, at, sightings, at + 1, size - at - 1);
        hashes[at] = hash;
        sightings[at] = sighting;
    }

    /** In the order of their hashes. */
    long[] sightings() {
        return Arrays.copyOf(sightings, size);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(sightings[i]);
        }
    }

    static HotSources read(DataInput in) throws IOException {
        HotSources read = new HotSources();
        for (int n = in.readInt(); n > 0; n--) {
            read.add(in.readLong());
        }
        return read;
    }
}
