package org.yamori.jobs.detect.surge;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NegativeBinomialTest {
    @Test
    void poisson_isTheHandComputedRoot() {
        // 2 (14 ln(14 / 1.5) - 12.5) = 2 (14 x 2.2335922 - 12.5) = 37.5405818, root 6.127
        assertThat(NegativeBinomial.score(14, 1.5, 0)).isEqualTo(6.127);
        // 2 (72 ln 3 - 48) = 2 (72 x 1.0986123 - 48) = 62.2001712, root 7.887
        assertThat(NegativeBinomial.score(72, 24, 0)).isEqualTo(7.887);
    }

    @Test
    void negativeBinomial_isTheHandComputedRoot() {
        // y 30, m 10, a 0.1: 2 (30 ln 3 - 40 ln(4 / 2)) = 2 (32.9583687 - 27.7258872) = 10.4649630, root 3.235
        assertThat(NegativeBinomial.score(30, 10, 0.1)).isEqualTo(3.235);
        // y 0, m 10, a 0.1: 2 x 10 ln 2 = 13.8629436, root 3.723
        assertThat(NegativeBinomial.score(0, 10, 0.1)).isEqualTo(-3.723);
    }

    @Test
    void whatIsExpected_isNoSurprise() {
        assertThat(NegativeBinomial.score(10, 10, 0.02)).isZero();
        assertThat(NegativeBinomial.score(0, 0.001, 0)).isEqualTo(-0.045);
    }

    @Test
    void smallDispersions_goOverIntoPoisson() {
        assertThat(NegativeBinomial.score(500, 300, 1e-8))
                .isCloseTo(NegativeBinomial.score(500, 300, 0), within(0.001));
    }

    @Test
    void surelyBelow_isNeverTooHigh() {
        long seed = 20261120;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            double mean = Math.exp(-7 + 17 * random.nextDouble());
            double dispersion = random.nextInt(5) == 0 ? 0 : Math.exp(-8 + 9 * random.nextDouble());
            double threshold = 1 + 8 * random.nextDouble();
            double most = NegativeBinomial.surelyBelow(threshold, mean, dispersion);
            assertThat(NegativeBinomial.score(Math.floor(most), mean, dispersion))
                    .as("seed %d, mean %s, dispersion %s", seed, mean, dispersion)
                    .isLessThanOrEqualTo(threshold + 0.0006);
        }
    }

    @Test
    void higherCounts_areMoreSurprising() {
        for (double mean : new double[] {0.01, 1, 50, 20_000}) {
            double before = -1e9;
            for (int count = 0; count < 300; count += 3) {
                double score = NegativeBinomial.score(count, mean, 0.01);
                assertThat(score).isGreaterThan(before);
                before = score;
            }
        }
    }
}
