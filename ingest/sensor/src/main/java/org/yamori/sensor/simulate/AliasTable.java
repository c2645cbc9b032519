package org.yamori.sensor.simulate;

/** Draws an index by weight with one random number and one comparison (alias method: Walker 1977, Vose 1991). */
final class AliasTable {
    private final int[] other;
    /** Of 2^32: below it the index itself is meant, otherwise the other one. */
    private final long[] threshold;

    AliasTable(double[] weights) {
        int size = weights.length;
        other = new int[size];
        threshold = new long[size];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        if (size == 0 || !(sum > 0)) {
            throw new IllegalArgumentException("weights must have a positive sum, was " + sum + " over " + size);
        }
        double[] share = new double[size];
        int[] small = new int[size];
        int[] large = new int[size];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < size; i++) {
            share[i] = weights[i] * size / sum;
            if (share[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int poor = small[--smalls];
            int rich = large[larges - 1];
            threshold[poor] = (long) (share[poor] * 0x1p32);
            other[poor] = rich;
            share[rich] -= 1 - share[poor];
            if (share[rich] < 1) {
                larges--;
                small[smalls++] = rich;
            }
        }
        while (larges > 0) {
            settle(large[--larges]);
        }
        while (smalls > 0) {
            settle(small[--smalls]);
        }
    }

    /** What is left over has a share of 1 but for rounding. */
    private void settle(int index) {
        threshold[index] = 1L << 32;
        other[index] = index;
    }

    int draw(long random) {
        int index = RandomStream.scale(random, other.length);
        return (random & 0xffffffffL) < threshold[index] ? index : other[index];
    }
}
