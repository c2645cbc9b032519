package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.yamori.wire.AlertThresholds.Beginning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlertThresholdsTest {
    private static final long SECOND = 1_000_000;

    private static Registry read(String json) throws BadRecordException {
        return Registry.fromJson(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** D-10: unit, window, count and quiet time of the system, and of an organisation where these do not fit. */
    @Test
    void d10_thresholdsOfAnOrganisation_standBeforeThoseOfTheSystem() throws Exception {
        Registry registry = read("""
            {'organisations': [
              {'name': 'X', 'livenets': ['10.0.0.0/16'], 'thresholds': {'window': '30s', 'count': 5000}},
              {'name': 'Y', 'livenets': ['10.1.0.0/16']}],
             'alerts': {'unit': '2h', 'unitBegins': 'clock', 'count': 2000, 'quiet': 'PT90M'}}\
            """);
        AlertThresholds built =
                new AlertThresholds(3600 * SECOND, Beginning.FIRST_PACKET, 60 * SECOND, 1000, 3600 * SECOND);

        AlertThresholds system = registry.alerts().orElse(built);
        assertThat(system)
                .isEqualTo(new AlertThresholds(7200 * SECOND, Beginning.CLOCK, 60 * SECOND, 2000, 5400 * SECOND));
        assertThat(registry.organisations().get(0).thresholds().orElse(system))
                .isEqualTo(new AlertThresholds(7200 * SECOND, Beginning.CLOCK, 30 * SECOND, 5000, 5400 * SECOND));
        assertThat(registry.organisations().get(1).thresholds().isEmpty()).isTrue();
        assertThat(registry.organisations().get(1).thresholds().orElse(system)).isEqualTo(system);
        assertThat(new String(registry.toJson(), StandardCharsets.UTF_8))
                .contains("\"thresholds\":{\"window\":\"30s\",\"count\":5000}")
                .contains("\"alerts\":{\"unit\":\"2h\",\"unitBegins\":\"clock\",\"count\":2000,\"quiet\":\"1h30m\"}");
        assertThat(Registry.fromJson(registry.toJson())).isEqualTo(registry);
    }

    @Test
    void d10_unitOfAnOrganisation_isShortForWithWhatItBegins() throws Exception {
        Registry registry = read("""
            {'organisations': [
              {'name': 'X', 'unit': 'clock', 'thresholds': {'unit': '1d'}},
              {'name': 'Y', 'unit': 'first-packet'}]}\
            """);

        assertThat(registry.organisations().get(0).thresholds())
                .isEqualTo(new AlertThresholds(86_400 * SECOND, Beginning.CLOCK, 0, 0, 0));
        assertThat(registry.organisations().get(1).thresholds())
                .isEqualTo(new AlertThresholds(0, Beginning.FIRST_PACKET, 0, 0, 0));
        assertThat(Registry.fromJson(registry.toJson())).isEqualTo(registry);
        assertThatThrownBy(() -> read("{'organisations': [{'name': 'X', 'unit': 'clock',"
                        + " 'thresholds': {'unitBegins': 'clock'}}]}"))
                .hasMessage("organisations[0].unit: says the same as unitBegins of the thresholds; leave one out");
    }

    @Test
    void d10_bounds_areTakenAndWhatLiesOutsideIsRefusedWithThem() throws Exception {
        read("{'alerts': {'unit': '1m', 'window': '1s', 'count': 2, 'quiet': '1m'}}");
        read("{'alerts': {'unit': '7d', 'window': '1h', 'count': 1000000, 'quiet': '30d'}}");
        assertThatThrownBy(() -> read("""
            {'alerts': {
            'unit': '59s',
            'unitBegins': 'clok',
            'window': '1h1s',
            'count': 1,
            'quiet': '31d'}}\
            """)).hasMessage("""
                    alerts.unit: unit is 1m to 7d, was 59s
                    alerts.unitBegins: a unit's beginning must be one of first-packet, clock, was 'clok'; did you mean 'clock'?
                    alerts.window: window is 1s to 1h, was 1h1s
                    alerts.count: must be a whole number from 2 to 1000000, was '1'
                    alerts.quiet: quiet is 1m to 30d, was 31d\
                    """);
        assertThatThrownBy(() -> read("{'alerts': {'unit': '0s', 'window': 60, 'count': 1000001, 'quit': '1h'}}"))
                .hasMessageContaining("alerts.unit: unit is 1m to 7d, was 0s")
                .hasMessageContaining("alerts.window: must be a text, was 60; put it into quotes")
                .hasMessageContaining("alerts.count: must be a whole number from 2 to 1000000, was '1000001'")
                .hasMessageContaining("alerts.quit: the key 'quit' is not known; did you mean 'quiet'?");
        assertThatThrownBy(() -> new AlertThresholds(1, Beginning.UNSAID, 0, 0, 0))
                .hasMessage("unit is 1m to 7d, was PT0.000001S");
        assertThatThrownBy(() -> new AlertThresholds(0, Beginning.UNSAID, -5, 0, 0))
                .hasMessage("window is 1s to 1h, was -5 microseconds");
        assertThatThrownBy(() -> new AlertThresholds(0, Beginning.UNSAID, 0, -1, 0))
                .hasMessage("count is 2 to 1000000, was -1");
    }

    @Test
    void lengthsOfTime_areReadAsTheyAreWritten() {
        assertThat(Span.parse("60s")).isEqualTo(60 * SECOND);
        assertThat(Span.parse("1d12h")).isEqualTo(129_600 * SECOND);
        assertThat(Span.parse("1m30s500ms")).isEqualTo(90_500_000);
        assertThat(Span.parse("PT1H")).isEqualTo(3600 * SECOND);
        assertThat(Span.parse("P2D")).isEqualTo(172_800 * SECOND);
        assertThat(Span.text(60 * SECOND)).isEqualTo("1m");
        assertThat(Span.text(129_600 * SECOND)).isEqualTo("1d12h");
        assertThat(Span.text(90_500_000)).isEqualTo("1m30s500ms");
        assertThat(Span.text(0)).isEqualTo("0s");
        assertThat(Span.text(1_000_001)).isEqualTo("PT1.000001S");
        assertThat(Span.parse(Span.text(1_000_001))).isEqualTo(1_000_001);
        for (String wrong : new String[] {"", "1", "h", "1 h", "1h ", "-1h", "1.5h", "1y", "PT", "1h30", "PT1e9H"}) {
            assertThatThrownBy(() -> Span.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a length of time is like 60s, 1h, 1d12h or PT1H, was '" + wrong + "'");
        }
    }

    @Test
    void lengthsThatFillALong_areRefused() {
        assertThatThrownBy(() -> Span.parse("999999999d".repeat(200))).hasMessageStartingWith("a length of time");
        assertThatThrownBy(() -> Span.parse("PT9000000000000000S")).hasMessageStartingWith("a length of time");
    }
}
