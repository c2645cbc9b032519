package org.yamori.jobs.flow;

import java.util.Arrays;

/** Sorts longs by some of their bits: for keys packed into one number a few times faster than comparing them. */
public final class Radix {
    private static final int DIGIT_BITS = 11;
    /** Below this many, comparing is faster than counting digits. */
    private static final int FEW = 512;

    private Radix() {}

    /**
     * Sorts by bits {@code lowBit} to {@code highBit} (exclusive); lower bits say only whose key it is. Where negative
     * keys stand is not said, only that equal ones stand side by side.
     *
     * @param spare as long as the keys; holds anything afterwards
     * @return whichever of the two arrays holds the sorted keys
     */
    public static long[] sort(long[] keys, long[] spare, int count, int lowBit, int highBit) {
        if (count < FEW) {
            Arrays.sort(keys, 0, count);
            return keys;
        }
        long[] from = keys;
        long[] to = spare;
        int[] ends = new int[1 << DIGIT_BITS];
        for (int shift = lowBit; shift < highBit; shift += DIGIT_BITS) {
            int mask = (1 << Math.min(DIGIT_BITS, highBit - shift)) - 1;
            Arrays.fill(ends, 0);
            for (int i = 0; i < count; i++) {
                ends[(int) (from[i] >>> shift) & mask]++;
            }
            int sum = 0;
            for (int digit = 0; digit <= mask; digit++) {
                int those = ends[digit];
                ends[digit] = sum;
                sum += those;
            }
            for (int i = 0; i < count; i++) {
                to[ends[(int) (from[i] >>> shift) & mask]++] = from[i];
            }
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }
}
