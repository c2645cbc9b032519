package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.SourceKeys;

/**
 * The distinct sources of one window in one shard, each with what it did: a row of eight longs, one cache line.
 *
 * <p>An open-addressing index of slots points into dense rows, so that iterating, copying and writing are plain loops.
 * Slot 0 is nobody: rows of a feed that name no source.
 */
final class SourceTable {
    static final int NOBODY = 0;
    static final int STRIDE = 8;
    static final int HIGH = 0;
    static final int LOW = 1;
    static final int PACKETS = 2;
    static final int BYTES = 3;
    static final int SCAN_PACKETS = 4;
    static final int SCAN_BYTES = 5;
    /**
     * Country (bits 0-15), kinds (16-20), protocols (21-24), number of scanned destinations (25-28), groups (32-62).
     */
    static final int TRAITS = 6;
    /** A bit per sensor that saw the source; sensors from the 64th on are kept apart. */
    static final int SENSORS = 7;

    static final int KIND_SHIFT = 16;
    static final int PROTOCOL_SHIFT = 21;
    static final int DESTINATIONS_SHIFT = 25;
    static final int GROUP_SHIFT = 32;
    private static final long DESTINATIONS_MASK = 0xfL << DESTINATIONS_SHIFT;
    private static final int FIRST_SLOTS = 256;

    /** Scanned destinations are told apart up to this many; more are simply many. */
    private final int fewDestinations;

    /** Of one row more than a power of two, which nobody's is. */
    private long[] rows = new long[(FIRST_SLOTS + 1) * STRIDE];

    private int[] destinations;
    private int[] index = new int[FIRST_SLOTS * 2];
    /** Places of the index in use, a power of two. */
    private int places = FIRST_SLOTS * 2;

    private int slots = 1;

    SourceTable(int fewDestinations) {
        this.fewDestinations = fewDestinations;
        this.destinations = new int[(FIRST_SLOTS + 1) * fewDestinations];
    }

    /** Bytes of a table of so many sources, at most. */
    static long mostBytes(int sources, int fewDestinations) {
        long rows = Long.highestOneBit(Math.max(FIRST_SLOTS, 2L * sources - 1)) + 1;
        long places = FIRST_SLOTS * 2L;
        while (places < sources * 2L) {
            places *= 4;
        }
        return rows * (STRIDE * Long.BYTES + (long) fewDestinations * Integer.BYTES) + places * Integer.BYTES;
    }

    /** Distinct sources, nobody not counted. */
    int size() {
        return slots - 1;
    }

    int slots() {
        return slots;
    }

    void clear() {
        Arrays.fill(rows, 0, slots * STRIDE, 0);
        Arrays.fill(index, 0, places, 0);
        places = FIRST_SLOTS * 2;
        slots = 1;
    }

    /**
     * Reads the row of a source, if it is where it is looked for first, so that it is near when it is asked for some
     * rows later.
     */
    long touch(long high, long low) {
        return rows[index[(int) SourceKeys.hash(high, low) & (places - 1)] * STRIDE + PACKETS];
    }

    /** Whether the source has a slot. */
    boolean contains(long high, long low) {
        int mask = places - 1;
        int at = (int) SourceKeys.hash(high, low) & mask;
        while (index[at] != 0) {
            int row = index[at] * STRIDE;
            if (rows[row + LOW] == low && rows[row + HIGH] == high) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return false;
    }

    /** The slot of a source, new or known; a new one has no packets and no country. */
    int slot(long high, long low) {
        int mask = places - 1;
        int at = (int) SourceKeys.hash(high, low) & mask;
        while (true) {
            int slot = index[at];
            if (slot == 0) {
                return inserted(high, low, at);
            }
            int row = slot * STRIDE;
            if (rows[row + LOW] == low && rows[row + HIGH] == high) {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    private int inserted(long high, long low, int at) {
        int slot = slots++;
        index[at] = slot;
        if (slot * STRIDE == rows.length) {
            int more = 2 * slot - 1;
            rows = Arrays.copyOf(rows, more * STRIDE);
            destinations = Arrays.copyOf(destinations, more * fewDestinations);
        }
        rows[slot * STRIDE + HIGH] = high;
        rows[slot * STRIDE + LOW] = low;
        if (size() * 2 > places) {
            grow(places * 4);
        }
        return slot;
    }

    private void grow(int morePlaces) {
        if (morePlaces > index.length) {
            index = new int[morePlaces];
        } else {
            Arrays.fill(index, 0, places, 0);
        }
        places = morePlaces;
        int mask = places - 1;
        for (int slot = 1; slot < slots; slot++) {
            int at = (int) SourceKeys.hash(rows[slot * STRIDE + HIGH], rows[slot * STRIDE + LOW]) & mask;
            while (index[at] != 0) {
                at = (at + 1) & mask;
            }
            index[at] = slot;
        }
    }

    /** The rows themselves: {@code rows()[slot * STRIDE + field]}. Valid until a source is added. */
    long[] rows() {
        return rows;
    }

    long get(int slot, int field) {
        return rows[slot * STRIDE + field];
    }

    short country(int slot) {
        return (short) rows[slot * STRIDE + TRAITS];
    }

    /** The smallest country named: one source has one country, and the order of its packets must not choose it. */
    void nameCountry(int slot, short country) {
        if (country == 0) {
            return;
        }
        long traits = rows[slot * STRIDE + TRAITS];
        short known = (short) traits;
        if (known == 0 || country < known) {
            rows[slot * STRIDE + TRAITS] = (traits & ~0xffffL) | (country & 0xffffL);
        }
    }

    int scannedDestinations(int slot) {
        return (int) ((rows[slot * STRIDE + TRAITS] & DESTINATIONS_MASK) >>> DESTINATIONS_SHIFT);
    }

    /** Remembers a scanned destination while there are few. */
    void scanned(int slot, int destination) {
        int known = scannedDestinations(slot);
        if (known > fewDestinations) {
            return;
        }
        int from = slot * fewDestinations;
        for (int i = 0; i < known; i++) {
            if (destinations[from + i] == destination) {
                return;
            }
        }
        if (known < fewDestinations) {
            destinations[from + known] = destination;
        }
        rows[slot * STRIDE + TRAITS] += 1L << DESTINATIONS_SHIFT;
    }

    /** Adds another window's row to this source; sensors are renamed by the caller. */
    void merge(int slot, SourceTable other, int otherSlot) {
        long[] theirs = other.rows;
        int from = otherSlot * STRIDE;
        int to = slot * STRIDE;
        rows[to + PACKETS] += theirs[from + PACKETS];
        rows[to + BYTES] += theirs[from + BYTES];
        rows[to + SCAN_PACKETS] += theirs[from + SCAN_PACKETS];
        rows[to + SCAN_BYTES] += theirs[from + SCAN_BYTES];
        rows[to + SENSORS] |= theirs[from + SENSORS];
        rows[to + TRAITS] |= theirs[from + TRAITS] & ~(DESTINATIONS_MASK | 0xffffL);
        nameCountry(slot, other.country(otherSlot));
        int seen = other.scannedDestinations(otherSlot);
        if (seen > fewDestinations) {
            rows[to + TRAITS] =
                    (rows[to + TRAITS] & ~DESTINATIONS_MASK) | (long) (fewDestinations + 1) << DESTINATIONS_SHIFT;
        } else {
            for (int i = 0; i < seen; i++) {
                scanned(slot, other.destinations[otherSlot * fewDestinations + i]);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(slots);
        for (int slot = 0; slot < slots; slot++) {
            int row = slot * STRIDE;
            boolean ipv4 = SourceKeys.isIpv4(rows[row + HIGH], rows[row + LOW]);
            out.writeBoolean(ipv4);
            if (ipv4) {
                out.writeInt((int) rows[row + LOW]);
            } else {
                out.writeLong(rows[row + HIGH]);
                out.writeLong(rows[row + LOW]);
            }
            for (int field = PACKETS; field < TRAITS; field++) {
                Varints.writeSigned(out, rows[row + field]);
            }
            out.writeShort((short) rows[row + TRAITS]);
            Varints.write(out, rows[row + TRAITS] >>> KIND_SHIFT);
            Varints.write(out, rows[row + SENSORS]);
            for (int i = 0; i < Math.min(scannedDestinations(slot), fewDestinations); i++) {
                out.writeInt(destinations[slot * fewDestinations + i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        slots = in.readInt();
        int capacity = Math.max(FIRST_SLOTS, Integer.highestOneBit(Math.max(1, 2 * size() - 1)));
        rows = new long[(capacity + 1) * STRIDE];
        destinations = new int[(capacity + 1) * fewDestinations];
        for (int slot = 0; slot < slots; slot++) {
            int row = slot * STRIDE;
            if (in.readBoolean()) {
                rows[row + LOW] = SourceKeys.lowOfIpv4(in.readInt());
            } else {
                rows[row + HIGH] = in.readLong();
                rows[row + LOW] = in.readLong();
            }
            for (int field = PACKETS; field < TRAITS; field++) {
                rows[row + field] = Varints.readSigned(in);
            }
            rows[row + TRAITS] = in.readShort() & 0xffffL;
            rows[row + TRAITS] |= Varints.read(in) << KIND_SHIFT;
            rows[row + SENSORS] = Varints.read(in);
            for (int i = 0; i < Math.min(scannedDestinations(slot), fewDestinations); i++) {
                destinations[slot * fewDestinations + i] = in.readInt();
            }
        }
        places = FIRST_SLOTS * 2;
        grow(capacity * 2);
    }
}
