package org.yamori.jobs.detect.daedalus;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.longs.LongIterator;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different addresses there were: exactly up to {@value #EXACT} and while there is room in the shard, above
 * that an estimate with a standard error of 5 %.
 */
final class Destinations {
    static final int EXACT = 4_096;
    /** Of a sketch, and of the table of an entry that is counted exactly. */
    static final int SKETCH_BYTES = 300;

    static final int ENTRY_BYTES = 24;
    private static final int PRECISION = 8;

    private final Room room;
    /** Most hosts reach one address and are gone: it needs no set. */
    private long only;

    private boolean any;
    private @Nullable LongOpenHashSet set;
    private @Nullable UltraLogLog sketch;

    /** How many addresses a shard may still keep one by one. */
    static final class Room {
        private int left;

        Room(int entries) {
            left = entries;
        }

        private boolean take(int entries) {
            if (left < entries) {
                return false;
            }
            left -= entries;
            return true;
        }
    }

    Destinations(Room room) {
        this.room = room;
    }

    /** @param hash 64 mixed bits of the address */
    void add(long hash) {
        if (sketch != null) {
            sketch.add(hash);
        } else if (set != null) {
            if (set.add(hash) && (set.size() > EXACT || !room.take(1))) {
                estimate(set, set.size() - 1);
            }
        } else if (!any) {
            any = true;
            only = hash;
        } else if (only != hash) {
            LongOpenHashSet both = new LongOpenHashSet(2);
            both.add(only);
            both.add(hash);
            set = both;
            if (!room.take(2)) {
                estimate(both, 0);
            }
        }
    }

    private void estimate(LongOpenHashSet exact, int taken) {
        UltraLogLog counted = UltraLogLog.create(PRECISION);
        for (LongIterator all = exact.iterator(); all.hasNext(); ) {
            counted.add(all.nextLong());
        }
        sketch = counted;
        set = null;
        room.left += taken;
    }

    /** Nobody asks any more: others may have its room. */
    void release() {
        if (set != null) {
            room.left += set.size();
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
            Arrays.sort(sorted);
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

    static Destinations read(DataInput in, Room room) throws IOException {
        Destinations read = new Destinations(room);
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
