package org.yamori.jobs.flow;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of distinct sources that is exact up to a limit and a sketch above it.
 *
 * <p>Below the limit IPv4 addresses are a Roaring bitmap (2 to 3 bytes a source), others 64-bit hashes. Above it an
 * UltraLogLog of {@code 2^12} registers (4 KiB, standard error 1.2 % of one shard, 0.3 % of the sum of 16) takes all of
 * them: which of the two it is, and every bit of it, depends on what was added and never on the order.
 */
public final class SourceSet {
    public static final int SKETCH_PRECISION = 12;

    private final int limit;
    private @Nullable RoaringBitmap ipv4 = new RoaringBitmap();
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
        if (ipv4 != null && SourceKeys.isIpv4(high, low)) {
            return ipv4.checkedAdd((int) low);
        }
        if (others == null) {
            others = new LongOpenHashSet();
        }
        return others.add(SourceKeys.hash(high, low));
    }

    private void becomeSketch() {
        UltraLogLog made = UltraLogLog.create(SKETCH_PRECISION);
        if (ipv4 != null) {
            ipv4.forEach((int address) -> made.add(SourceKeys.hash(0, SourceKeys.lowOfIpv4(address))));
        }
        if (others != null) {
            others.forEach((long hash) -> made.add(hash));
        }
        sketch = made;
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
        java.util.Objects.requireNonNull(ipv4).serialize(out);
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
            set.ipv4 = null;
            return set;
        }
        java.util.Objects.requireNonNull(set.ipv4).deserialize(in);
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
