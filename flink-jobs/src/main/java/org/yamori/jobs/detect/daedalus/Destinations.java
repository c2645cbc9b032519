package org.yamori.jobs.detect.daedalus;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.longs.LongIterator;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How many different addresses there were: exactly up to {@value #EXACT}, above that an estimate within 2 %. */
final class Destinations {
    static final int EXACT = 4_096;
    private static final int PRECISION = 11;

    /** Most hosts reach one address and are gone: it needs no set. */
    private long only;

    private boolean any;
    private @Nullable LongOpenHashSet set;
    private @Nullable UltraLogLog sketch;

    /** @param hash 64 mixed bits of the address */
    void add(long hash) {
        if (sketch != null) {
            sketch.add(hash);
        } else if (set != null) {
            addTo(set, hash);
        } else if (!any) {
            any = true;
            only = hash;
        } else if (only != hash) {
            LongOpenHashSet both = new LongOpenHashSet(4);
            both.add(only);
            both.add(hash);
            set = both;
        }
    }

    private void addTo(LongOpenHashSet exact, long hash) {
        exact.add(hash);
        if (exact.size() > EXACT) {
            UltraLogLog counted = UltraLogLog.create(PRECISION);
            for (LongIterator all = exact.iterator(); all.hasNext(); ) {
                counted.add(all.nextLong());
            }
            sketch = counted;
            set = null;
        }
    }

    long size() {
        if (sketch != null) {
            return StrictMath.round(sketch.getDistinctCountEstimate());
        }
        return set != null ? set.size() : any ? 1 : 0;
    }

    boolean exact() {
        return sketch == null;
    }

    void write(DataOutput out) throws IOException {
        if (sketch != null) {
            byte[] state = sketch.getState();
            out.writeInt(-1);
            out.writeInt(state.length);
            out.write(state);
        } else if (set != null) {
            long[] sorted = set.toLongArray();
            java.util.Arrays.sort(sorted);
            out.writeInt(sorted.length);
            for (long hash : sorted) {
                out.writeLong(hash);
            }
        } else {
            out.writeInt(any ? 1 : 0);
            if (any) {
                out.writeLong(only);
            }
        }
    }

    static Destinations read(DataInput in) throws IOException {
        Destinations read = new Destinations();
        int size = in.readInt();
        if (size < 0) {
            byte[] state = new byte[in.readInt()];
            in.readFully(state);
            read.sketch = UltraLogLog.wrap(state);
        }
        for (int i = 0; i < size; i++) {
            read.add(in.readLong());
        }
        return read;
    }
}
