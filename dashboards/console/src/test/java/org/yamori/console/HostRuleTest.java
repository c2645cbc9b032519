package org.yamori.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostRuleTest {
    private final HostRule rule = new HostRule("Board.example");

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8470", "127.0.0.1:8470", "192.0.2.7", "[::1]:8470", "board.example:80"})
    void addresses_localhost_andTheNameListenedAt_areAnswered(String host) {
        assertThat(rule.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8470",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "1.2.3"
            })
    void otherNames_areNot(String host) {
        assertThat(rule.allows(host)).isFalse();
    }

    @Test
    void noHostAtAll_isNot() {
        assertThat(rule.allows(null)).isFalse();
    }
}
