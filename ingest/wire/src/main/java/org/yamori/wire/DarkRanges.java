package org.yamori.wire;

import java.util.Arrays;

/** The darknet addresses of IPv4 in their order, as ranges that are disjoint, sorted and never adjacent. */
final class DarkRanges {
    /* Both ends belong to a range; stored with the sign bit flipped, so that they compare signed. */
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int size;

    /** Adds a range above all others. */
    void add(int first, int last) {
        int start = AddressSet.flipped(first);
        if (size > 0 && ends[size - 1] + 1 == start) {
            ends[size - 1] = AddressSet.flipped(last);
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size++] = AddressSet.flipped(last);
    }

    /** Whether an address is the first one after another; the other one may be any. */
    boolean follows(int before, int after) {
        int from = AddressSet.flipped(before);
        int address = AddressSet.flipped(after);
        if (address <= from) {
            return false;
        }
        int found = Arrays.binarySearch(starts, 0, size, address);
        int range = found >= 0 ? found : -found - 2;
        if (range < 0 || address > ends[range]) {
            return false;
        }
        return from + 1 == address || (starts[range] == address && (range == 0 || ends[range - 1] <= from));
    }
}
