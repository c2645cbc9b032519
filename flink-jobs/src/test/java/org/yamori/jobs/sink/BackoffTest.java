package org.yamori.jobs.sink;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackoffTest {
    private static final RandomGenerator LEAST = new Fixed(0);
    private static final RandomGenerator MOST = new Fixed(Long.MAX_VALUE);

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    @Test
    void waits_doubleUpToTheLongest() {
        long[] waits = new long[10];
        for (int failures = 1; failures <= waits.length; failures++) {
            waits[failures - 1] = backoff.waitMillis(failures, LEAST);
        }
        assertThat(waits).containsExactly(200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000);
    }

    @Test
    void chance_takesAwayAtMostHalf() {
        assertThat(backoff.waitMillis(1, MOST)).isEqualTo(100);
        assertThat(backoff.waitMillis(9, MOST)).isEqualTo(15_000);
    }

    @Test
    void aThousandFailures_overflowNothing() {
        Random chance = new Random(42);
        for (int failures = 1; failures < 1_000; failures++) {
            assertThat(backoff.waitMillis(failures, chance)).isBetween(100L, 30_000L);
        }
    }

    @Test
    void longestBelowTheFirst_isRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("PT2S")
                .hasMessageContaining("PT1S");
    }

    /** Chance that always gives the least or the most of what was asked for. */
    private record Fixed(long value) implements RandomGenerator {
        @Override
        public long nextLong() {
            return value;
        }

        @Override
        public long nextLong(long bound) {
            return Math.min(value, bound - 1);
        }
    }
}
