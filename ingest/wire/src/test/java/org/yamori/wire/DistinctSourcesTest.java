package org.yamori.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

class DistinctSourcesTest {
    /** Three standard errors. */
    private static final double NEAR = 3.66;

    private static DistinctSources of(int from, int to) {
        DistinctSources sources = new DistinctSources();
        for (int i = from; i < to; i++) {
            sources.add(Shards.mix(i));
        }
        return sources;
    }

    @Test
    void nobody_isAnEmptyText() {
        assertThat(new DistinctSources().text()).isEmpty();
        assertThat(DistinctSources.parse("").estimate()).isZero();
    }

    /**
     * By the paper: with 2^p registers the first p bits of a hash choose one, and with k - 1 zeros behind them the
     * first hash makes it 4 (k + p - 2). With p = 12 and 0x005 before three zeros that is register 5 and 4 * 14 = 56;
     * with 0xfff before no zero register 4095 and 44; with 0x800 before 52 zeros register 2048 and 252.
     */
    @Test
    void text_hasTheRegistersOfThePaper() {
        DistinctSources sources = new DistinctSources();
        sources.add(0x0051_0000_0000_0000L);
        assertThat(sources.text()).isEqualTo("AAU4");
        sources.add(-1L);
        sources.add(Long.MIN_VALUE);
        // 00 05 38, 08 00 fc, 0f ff 2c
        assertThat(sources.text()).isEqualTo("AAU4CAD8D/8s");
        assertThat(sources.estimate()).isEqualTo(3);
    }

    @Test
    void whoIsInTwoSets_countsOnce() {
        DistinctSources both = of(0, 60_000);
        both.add(of(40_000, 100_000));
        assertThat(both.estimate()).isCloseTo(100_000L, withPercentage(NEAR));
        assertThat(both.text()).isEqualTo(of(0, 100_000).text());

        DistinctSources same = of(0, 60_000);
        same.add(of(0, 60_000));
        assertThat(same.text()).isEqualTo(of(0, 60_000).text());
    }

    @Test
    void registers_dependOnTheSetAlone() {
        DistinctSources backwards = new DistinctSources();
        for (int i = 2_999; i >= 0; i--) {
            backwards.add(Shards.mix(i));
            backwards.add(Shards.mix(i % 7));
        }
        assertThat(backwards.registers()).isEqualTo(of(0, 3_000).registers());
        assertThat(DistinctSources.of(backwards.registers()).text()).isEqualTo(backwards.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000, 1_700, 20_000, 3_000_000})
    void text_canBeReadAgain_andIsNeverLongerThanItsRegisters(int sources) {
        DistinctSources some = of(0, sources);
        assertThat(some.text()).hasSizeBetween(4, 5_464);
        assertThat(DistinctSources.parse(some.text()).registers()).isEqualTo(some.registers());
        assertThat(some.estimate()).isCloseTo(sources, withPercentage(NEAR));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAU", // three letters of four
                "AAU=", // two bytes
                "AAU4AAU4", // register 5 twice
                "AAY4AAU4", // register 5 behind 6
                "EAA4", // register 4096
                "A?U4"
            })
    void textOfNoSketch_isRefused(String text) {
        assertThatThrownBy(() -> DistinctSources.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a sketch of sources is ");
    }

    @Test
    void otherNumbersOfRegisters_areRefused() {
        assertThatThrownBy(() -> DistinctSources.of(new byte[256]))
                .hasMessage("a sketch of sources has 4096 registers, was 256");
    }
}
