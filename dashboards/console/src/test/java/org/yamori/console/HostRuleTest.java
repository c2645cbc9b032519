package org.yamori.console;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostRuleTest {
    private final HostRule rule = new HostRule("Board.example", Set.of("alerts.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8470", "127.0.0.1:8470", "192.0.2.7", "[::1]:8470", "board.example:80"})
    void addresses_localhost_andTheNameListenedAt_areAnswered(String host) {
        assertThat(rule.allows(host, "/")).isTrue();
        assertThat(rule.allows(host, "/alerts/x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8470",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "alerts.example.org.evil.example",
                "evil.alerts.example.org",
                "1.2.3"
            })
    void otherNames_areNot(String host) {
        assertThat(rule.allows(host, "/")).isFalse();
        assertThat(rule.allows(host, "/alerts/x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.example.org", "Alerts.Example.ORG:443"})
    void publicName_isAnsweredForAlertsAndTheirStyle_andForNothingElse(String host) {
        assertThat(rule.allows(host, "/alerts/")).isTrue();
        assertThat(rule.allows(host, "/alerts/a/b")).isTrue();
        assertThat(rule.allows(host, "/console.css")).isTrue();
        for (String path :
                new String[] {"/", "", "/live", "/console.js", "/mark.svg", "/alerts", "/console.css/x", "//alerts/"}) {
            assertThat(rule.allows(host, path)).as(path).isFalse();
        }
    }

    @Test
    void noHostAtAll_isNot() {
        assertThat(rule.allows(null, "/alerts/x")).isFalse();
    }
}
