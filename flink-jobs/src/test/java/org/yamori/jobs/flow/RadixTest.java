package org.yamori.jobs.flow;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RadixTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 63", "1, 0, 63", "511, 0, 63", "512, 0, 63", "70000, 0, 63", "70000, 0, 26", "600, 0, 11"})
    void keys_areSortedAsComparingSortsThem(int count, int lowBit, int highBit) {
        long mask = (1L << highBit) - 1;
        long[] keys = new Random(count).longs(count).map(key -> key & mask).toArray();
        long[] expected = keys.clone();
        Arrays.sort(expected);

        long[] sorted = Radix.sort(keys, new long[count], count, lowBit, highBit);

        assertThat(sorted).containsExactly(expected);
    }

    /** Lower bits say whose key it is; those of equal keys keep their order when they are many. */
    @ParameterizedTest
    @ValueSource(ints = {700, 30_000})
    void lowerBits_stayWithTheirKeyInOrder(int count) {
        Random random = new Random(count);
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (long) random.nextInt(100) << 20 | i;
        }
        long[] expected = keys.clone();
        Arrays.sort(expected);

        assertThat(Radix.sort(keys, new long[count], count, 20, 37)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 5_000})
    void negativeKeys_standSideBySideWithTheirEquals(int count) {
        long[] keys = new Random(count)
                .ints(count, -50, 50)
                .mapToLong(key -> (long) key << 12)
                .toArray();

        long[] sorted = Radix.sort(keys, new long[count], count, 12, Long.SIZE);

        Set<Long> over = new HashSet<>();
        for (int i = 1; i < count; i++) {
            if (sorted[i] != sorted[i - 1]) {
                assertThat(over.add(sorted[i - 1])).as("a run of its own").isTrue();
            }
        }
        assertThat(over).hasSizeLessThan(100).hasSizeGreaterThan(90);
    }
}
