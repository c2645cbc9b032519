package org.yamori.cli.up;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndingTest {
    @Test
    void killedPart_isSaidToBeKilled() {
        assertThat(Ending.words(137, List.of("all is well")))
                .isEqualTo("was ended by signal 9, by somebody or by the kernel for want of memory");
        assertThat(Ending.words(143, List.of())).isEqualTo("was ended by signal 15");
    }

    @Test
    void commonTroubles_areNamedWithTheirRemedy() {
        assertThat(Ending.words(1, List.of("java.io.IOException: No space left on device", "\tat x")))
                .isEqualTo("ended with exit code 1; the disk is full: free some");
        assertThat(Ending.words(3, List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space")))
                .startsWith("ended with exit code 3; it ran out of memory");
        assertThat(Ending.words(1, List.of("java.net.BindException: Address already in use")))
                .isEqualTo("ended with exit code 1; its port is taken: ./yamori doctor says by whom");
    }

    @Test
    void otherTroubles_areToldInThePartsOwnWords() {
        assertThat(Ending.words(
                        78, List.of("starting", "ERROR: Missing logging config file", "\tat java.IOException.x", "")))
                .isEqualTo("ended with exit code 78, saying: ERROR: Missing logging config file");
        assertThat(Ending.words(1, List.of("ERROR " + "x".repeat(500)))).hasSizeLessThan(300);
        assertThat(Ending.words(0, List.of("bye"))).isEqualTo("ended with exit code 0");
    }
}
