package org.yamori.cli.up;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartWaitTest {
    private final RestartWait wait = new RestartWait();

    @Test
    void partThatKeepsEnding_waitsTwiceAsLongEachTime_upToHalfAMinute() {
        assertThat(Stream.generate(() -> wait.after(Duration.ofSeconds(5)).toSeconds())
                        .limit(7))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void partThatWasWellForAMinute_beginsAfresh() {
        wait.after(Duration.ZERO);
        wait.after(Duration.ofMillis(59_999));
        assertThat(wait.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    }
}
