package org.yamori.sensor.simulate;

import java.util.List;

/** The addresses of a list of ranges, numbered from 0 in the order of the list. */
final class NumberedAddresses {
    /** Coprime to every number of addresses there can be, being prime and larger. */
    private static final long STRIDE = 2_654_435_761L;

    private final int[] firsts;
    /** Addresses of this range and those before. */
    private final int[] upTo;

    NumberedAddresses(List<AddressRange> ranges) {
        firsts = new int[ranges.size()];
        upTo = new int[ranges.size()];
        int counted = 0;
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = ranges.get(i).first();
            counted += (int) ranges.get(i).size();
            upTo[i] = counted;
        }
    }

    int size() {
        return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
    }

    int at(int number) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number < upTo[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return firsts[low] + number - (low == 0 ? 0 : upTo[low - 1]);
    }

    boolean contains(int address) {
        for (int i = 0; i < firsts.length; i++) {
            int size = upTo[i] - (i == 0 ? 0 : upTo[i - 1]);
            if (Integer.compareUnsigned(address - firsts[i], size) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The address at a step of a walk that meets every address once before it begins again: {@code (start + step *
     * stride) mod size}.
     */
    int walked(int start, long step) {
        return at(step(start, step));
    }

    /** The number of that address. */
    int step(int start, long step) {
        long size = size();
        long folded = step % size;
        return (int) ((Integer.toUnsignedLong(start) + folded * STRIDE) % size);
    }
}
