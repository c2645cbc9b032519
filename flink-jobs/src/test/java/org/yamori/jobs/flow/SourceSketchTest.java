package org.yamori.jobs.flow;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.SourceSketch.Overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceSketchTest {
    private static final int MOST = 1024;

    private static SourceSketch of(long from, long to) {
        return SourceSketch.of(MOST, LongStream.range(from, to).toArray());
    }

    @Test
    void fewSources_areKnownWhole() {
        SourceSketch sketch = SourceSketch.of(MOST, 5, 7, 5, 9);

        assertThat(sketch.isWhole()).isTrue();
        assertThat(sketch.estimate()).isEqualTo(3);
        assertThat(sketch.sources()).containsExactlyInAnyOrder(5, 7, 9);
        assertThat(sketch.overlap(SourceSketch.of(MOST, 7, 9, 11, 12))).isEqualTo(new Overlap(3, 4, 2));
    }

    /** Two of three and two of five: by hand. */
    @Test
    void overlap_isTwoSharesWithTheirErrors() {
        Overlap overlap = new Overlap(3, 4, 2);

        assertThat(overlap.containment()).isEqualTo(2 / 3.0);
        assertThat(overlap.jaccard()).isEqualTo(0.4);
        assertThat(overlap.jaccardError()).isCloseTo(0.2191, Offset.offset(1e-4));
        assertThat(new Overlap(0, 0, 0).containment()).isZero();
        assertThat(new Overlap(0, 0, 0).containmentError()).isEqualTo(1);
    }

    /** Standard error 1/sqrt(1022) = 3.1 %; four of them. */
    @Test
    void manySources_areEstimated() {
        for (long number : new long[] {2_000, 50_000, 1_000_000}) {
            assertThat(of(number, 2 * number).estimate()).isCloseTo(number, Percentage.withPercentage(12.5));
        }
    }

    /** 30,000 of 40,000 and 100,000 in common: containment 0.75, Jaccard 3/11. */
    @Test
    void overlapOfLargeSets_isNearTheTruth() {
        Overlap overlap = of(0, 40_000).overlap(of(10_000, 110_000));

        assertThat(overlap.containment()).isCloseTo(0.75, Offset.offset(4 * overlap.containmentError()));
        assertThat(overlap.jaccard()).isCloseTo(3 / 11.0, Offset.offset(4 * overlap.jaccardError()));
        assertThat(overlap.smaller()).isBetween(300, 500);
        assertThat(overlap.larger()).isBetween(980, MOST);
        assertThat(of(0, 40_000).overlap(of(50_000, 90_000)).common()).isZero();
    }

    @Test
    void aSmallSetInAHugeOne_isContained() {
        Overlap overlap = of(0, 5_000).overlap(of(0, 500_000));

        assertThat(overlap.containment()).isEqualTo(1);
        assertThat(overlap.jaccard()).isCloseTo(0.01, Offset.offset(0.01));
    }

    @Test
    void orderAndParts_changeNothing() {
        long[] all = LongStream.range(0, 9_000).toArray();
        SourceSketch whole = SourceSketch.of(MOST, all);
        SourceSketch parts = of(4_000, 9_000).union(of(0, 5_000));

        assertThat(parts.sources()).isEqualTo(whole.sources());
        long[] back = LongStream.range(0, 9_000).map(i -> 8_999 - i).toArray();
        assertThat(SourceSketch.of(MOST, back).sources()).isEqualTo(whole.sources());
    }

    /** A shard that keeps one source in eight still has all that a sketch wants. */
    @Test
    void thinnedSets_giveTheSameSketch() {
        long[] thinned = LongStream.range(0, 100_000)
                .filter(source -> SourceSketch.isAmong(source, 3))
                .toArray();

        assertThat(thinned.length).isBetween(12_000, 13_000);
        assertThat(SourceSketch.of(MOST, thinned).sources())
                .isEqualTo(of(0, 100_000).sources());
        assertThat(Arrays.stream(thinned).allMatch(source -> SourceSketch.isAmong(source, 0)))
                .isTrue();
    }

    @Test
    void roomForTwo_isRefused() {
        assertThatThrownBy(() -> SourceSketch.of(2, 1)).hasMessageContaining("at least 3");
    }
}
