package org.yamori.jobs.source;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yamori.jobs.source.ReplayWindow.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayWindowTest {
    private static final int WINDOW = 1024;

    /** The same as a plain set that is never forgotten. */
    private static final class Model {
        private final Set<Long> seen = new HashSet<>();
        private long largest = -1;

        Verdict accept(long block) {
            if (block <= largest - WINDOW) {
                return Verdict.BEHIND;
            }
            largest = Math.max(largest, block);
            return seen.add(block) ? Verdict.FRESH : Verdict.DUPLICATE;
        }
    }

    @Test
    void anyOrderOfNumbers_isJudgedAsByASetThatForgetsNothing() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            ReplayWindow window = new ReplayWindow();
            Model model = new Model();
            long at = 0;
            for (int i = 0; i < 4_000; i++) {
                at += random.nextInt(20) == 0 ? random.nextInt(3_000) : random.nextInt(3);
                long block = Math.max(0, at - random.nextInt(1_300));
                assertThat(window.accept(block))
                        .as("seed %d, number %d of the run, block %d", seed, i, block)
                        .isEqualTo(model.accept(block));
            }
        }
    }

    @Test
    void mergedWindows_knowWhatOneWindowWouldKnow() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            ReplayWindow both = new ReplayWindow();
            ReplayWindow left = new ReplayWindow();
            ReplayWindow right = new ReplayWindow();
            long at = 0;
            for (int i = 0; i < 2_000; i++) {
                at += random.nextInt(4);
                both.accept(at);
                (random.nextBoolean() ? left : right).accept(at);
            }
            ReplayWindow merged = new ReplayWindow(left.largest(), left.words().clone());
            merged.merge(new ReplayWindow(right.largest(), right.words().clone()));

            assertThat(merged.largest()).as("seed %d", seed).isEqualTo(both.largest());
            assertThat(merged.words()).as("seed %d", seed).isEqualTo(both.words());
        }
    }

    @Test
    void theLastBlockOfTheWindow_isKnownAndTheOneBeforeItIsNot() {
        ReplayWindow window = new ReplayWindow();
        window.accept(0);
        window.accept(1);
        window.accept(1_024);

        assertThat(window.accept(1)).isEqualTo(Verdict.DUPLICATE);
        assertThat(window.accept(0)).isEqualTo(Verdict.BEHIND);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theLargestNumbersThereAre_endLikeAnyOther() {
        ReplayWindow window = new ReplayWindow();
        window.accept(Long.MAX_VALUE - 1);

        assertThat(window.accept(Long.MAX_VALUE)).isEqualTo(Verdict.FRESH);
        assertThat(window.accept(Long.MAX_VALUE)).isEqualTo(Verdict.DUPLICATE);
        ReplayWindow restored = new ReplayWindow();
        restored.merge(window);
        assertThat(restored.accept(Long.MAX_VALUE - 1)).isEqualTo(Verdict.DUPLICATE);
    }
}
