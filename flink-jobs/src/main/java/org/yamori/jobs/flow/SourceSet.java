package org.yamori.jobs.flow;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import static java.util.Objects.requireNonNull;

/**
 * A set of distinct sources that is exact up to a limit and a sketch above it.
 *
 * <p>Below the limit IPv4 addresses are a hash table while there are few, for speed, and then a Roaring bitmap (2 to 3
 * bytes a source); others are 64-bit hashes. Above it an UltraLogLog of {@code 2^12} registers (4 KiB, standard error
 * 1.2 % of one shard, 0.3 % of the sum of 16) takes all of them: which of the two it is, and every bit of it, depends
 * on what was added and never on the order.
 */
public final class SourceSet {
    public static final int SKETCH_PRECISION = 12;

    /**
     * Up to so many a table of at most 256 KiB is faster than a bitmap and no larger than one of scattered addresses.
     */
    private static final int FEW = 32_768;

    private final int limit;
    private @Nullable IntOpenHashSet few = new IntOpenHashSet();
    private @Nullable RoaringBitmap ipv4;
    private @Nullable LongOpenHashSet others;
    private @Nullable UltraLogLog sketch;
    private int size;

    public SourceSet(int limit) {
        this.limit = limit;
    }

    /** Adds a source; true if it is known to be new, which is never said by a sketch. */
    public boolean add(long high, long low) {
        if (sketch != null) {
            sketch.add(SourceKeys.hash(high, low));
            return false;
        }
        if (!addExactly(high, low)) {
            return false;
        }
        if (++size > limit) {
            becomeSketch();
        }
        return true;
    }

    private boolean addExactly(long high, long low) {
        if (SourceKeys.isIpv4(high, low)) {
            if (few == null) {
                return requireNonNull(ipv4).checkedAdd((int) low);
            }
            boolean added = few.add((int) low);
            if (few.size() > FEW) {
                becomeBitmap(few);
            }
            return added;
        }
        if (others == null) {
            others = new LongOpenHashSet();
        }
        return others.add(SourceKeys.hash(high, low));
    }

    private void becomeBitmap(IntOpenHashSet addresses) {
        ipv4 = bitmapOf(addresses);
        few = null;
    }

    private static RoaringBitmap bitmapOf(IntOpenHashSet addresses) {
        int[] sorted = addresses.toIntArray();
        IntArrays.quickSort(sorted, Integer::compareUnsigned);
        return RoaringBitmap.bitmapOf(sorted);
    }

    private void becomeSketch() {
        UltraLogLog made = UltraLogLog.create(SKETCH_PRECISION);
        if (few != null) {
            few.forEach((int address) -> made.add(SourceKeys.hash(0, SourceKeys.lowOfIpv4(address))));
        }
        if (ipv4 != null) {
            ipv4.forEach((int address) -> made.add(SourceKeys.hash(0, SourceKeys.lowOfIpv4(address))));
        }
        if (others != null) {
            others.forEach((long hash) -> made.add(hash));
        }
        sketch = made;
        few = null;
        ipv4 = null;
        others = null;
    }

    public boolean exact() {
        return sketch == null;
    }

    public long count() {
        return sketch == null ? size : Math.round(sketch.getDistinctCountEstimate());
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(sketch == null ? size : -1);
        if (sketch != null) {
            out.write(sketch.getState());
            return;
        }
        (few == null ? requireNonNull(ipv4) : bitmapOf(few)).serialize(out);
        out.writeInt(others == null ? 0 : others.size());
        if (others != null) {
            for (long hash : others) {
                out.writeLong(hash);
            }
        }
    }

    public static SourceSet read(int limit, DataInput in) throws IOException {
        SourceSet set = new SourceSet(limit);
        set.size = in.readInt();
        if (set.size < 0) {
            byte[] state = new byte[1 << SKETCH_PRECISION];
            in.readFully(state);
            set.sketch = UltraLogLog.wrap(state);
            set.few = null;
            return set;
        }
        RoaringBitmap addresses = new RoaringBitmap();
        addresses.deserialize(in);
        if (addresses.getCardinality() > FEW) {
            set.few = null;
            set.ipv4 = addresses;
        } else {
            set.few = new IntOpenHashSet(addresses.toArray());
        }
        int hashes = in.readInt();
        if (hashes > 0) {
            set.others = new LongOpenHashSet(hashes);
            for (int i = 0; i < hashes; i++) {
                set.others.add(in.readLong());
            }
        }
        return set;
    }
}
