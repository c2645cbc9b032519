package org.yamori.wire;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestTest {
    private static final List<String> KNOWN = List.of("organisations", "sensors", "livenets", "darknets", "kind");

    @ParameterizedTest
    @CsvSource({
        "organizations, organisations",
        "sensor, sensors",
        "darkents, darknets",
        "LIVENETS, livenets",
        "livents, livenets",
        "knid, kind",
        "kinds, kind"
    })
    void typingError_isRecognised(String word, String meant) {
        assertThat(Nearest.to(word, KNOWN)).hasValue(meant);
        assertThat(Nearest.hint(word, KNOWN)).isEqualTo("did you mean '" + meant + "'?");
    }

    @Test
    void otherWord_getsTheWholeChoice() {
        assertThat(Nearest.to("contacts", KNOWN)).isEmpty();
        assertThat(Nearest.to("king size", KNOWN)).isEmpty();
        assertThat(Nearest.to("", KNOWN)).isEmpty();
        assertThat(Nearest.hint("contacts", KNOWN))
                .isEqualTo("allowed: organisations, sensors, livenets, darknets, kind");
    }
}
