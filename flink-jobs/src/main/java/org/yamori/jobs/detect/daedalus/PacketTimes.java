package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * When the last packets of one host came, as far as they lie in a sliding window: a ring that is as large as the window
 * is full, and never larger than the count that matters.
 */
final class PacketTimes {
    private static final int FIRST = 4;
    private static final long[] NONE = {};

    private long[] ring = NONE;
    private int oldest;
    private int size;

    /** Takes a packet, no earlier than the one before; whether {@code count} of them lie within the window. */
    boolean add(long timeMicros, long windowMicros, int count) {
        while (size > 0 && (timeMicros - ring[oldest] >= windowMicros || size >= count)) {
            oldest = (oldest + 1) & (ring.length - 1);
            size--;
        }
        if (size == ring.length) {
            resize(Math.max(FIRST, ring.length * 2));
        } else if (ring.length > FIRST && size < ring.length / 4) {
            resize(ring.length / 2);
        }
        ring[(oldest + size++) & (ring.length - 1)] = timeMicros;
        return size >= count;
    }

    /** Takes several packets of one time. */
    boolean add(long timeMicros, int packets, long windowMicros, int count) {
        boolean full = false;
        for (int i = Math.min(packets, count); i > 0; i--) {
            full = add(timeMicros, windowMicros, count);
        }
        return full;
    }

    /** How many packets lie in the window that ends with the last one; not above the count that matters. */
    int size() {
        return size;
    }

    private void resize(int length) {
        long[] next = new long[length];
        for (int i = 0; i < size; i++) {
            next[i] = ring[(oldest + i) & (ring.length - 1)];
        }
        ring = next;
        oldest = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(ring[(oldest + i) & (ring.length - 1)]);
        }
    }

    static PacketTimes read(DataInput in) throws IOException {
        PacketTimes times = new PacketTimes();
        int size = in.readInt();
        times.ring = size == 0 ? NONE : new long[Math.max(FIRST, Integer.highestOneBit(size * 2 - 1))];
        for (int i = 0; i < size; i++) {
            times.ring[i] = in.readLong();
        }
        times.size = size;
        return times;
    }

    @Override
    public String toString() {
        return Arrays.toString(ring);
    }
}
