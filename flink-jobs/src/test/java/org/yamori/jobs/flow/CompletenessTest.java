package org.yamori.jobs.flow;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** By hand: a window of 100 microseconds from 1000 to 1100. */
class CompletenessTest {
    private static SensorCoverage sensor(String name, String network, long first, long last, long... holes) {
        SensorCoverage coverage = new SensorCoverage();
        coverage.sensor = name;
        coverage.network = network;
        coverage.firstMicros = first;
        coverage.lastMicros = last;
        coverage.holes = holes;
        return coverage;
    }

    private static Completeness of(SensorCoverage... sensors) {
        return new Completeness(List.of(sensors), 1000, 1100);
    }

    @Test
    void sensorThatToldEverything_isComplete() {
        assertThat(of(sensor("a", "n", 0, 2000)).ofAll(5)).isEqualTo(1_000_000);
    }

    @Test
    void holes_countByTheirPartInsideTheWindow() {
        assertThat(of(sensor("a", "n", 0, 2000, 900, 1010, 1050, 1060, 1095, 1200))
                        .ofAll(5))
                .isEqualTo(750_000);
    }

    @Test
    void sensorThatHasNotSpokenYet_isUnknownFromItsLastWord() {
        assertThat(of(sensor("a", "n", 0, 1040)).ofAll(5)).isEqualTo(400_000);
    }

    @Test
    void sensorThatBeganInsideTheWindow_isExpectedFromThenOn() {
        assertThat(of(sensor("a", "n", 1080, 1090)).ofAll(5)).isEqualTo(500_000);
    }

    @Test
    void sensorThatEnded_isNotExpectedAfterwards() {
        SensorCoverage ended = sensor("a", "n", 0, 1040, 1030, 1040);
        ended.ended = true;

        assertThat(of(ended).ofAll(5)).isEqualTo(750_000);
        ended.lastMicros = 900;
        ended.holes = new long[0];
        assertThat(of(ended).ofAll(5)).isEqualTo(1_000_000);
    }

    @Test
    void drops_countByPackets() {
        SensorCoverage dropping = sensor("a", "n", 0, 2000);
        dropping.dropMinutes = new long[] {940, 1000, 1060, 1100};
        dropping.dropped = new long[] {1000, 20, 5, 1000};

        assertThat(of(dropping).ofAll(75)).isEqualTo(750_000);
    }

    @Test
    void sensorsAndNetworks_areJudgedByTheirOwn() {
        Completeness completeness =
                of(sensor("a", "one", 0, 2000), sensor("b", "one", 0, 2000, 1000, 1050), sensor("c", "two", 0, 1000));

        assertThat(completeness.ofAll(1)).isEqualTo(500_000);
        assertThat(completeness.ofNetwork("one", 1)).isEqualTo(750_000);
        assertThat(completeness.ofNetwork("two", 1)).isZero();
        assertThat(completeness.ofSensor("b", 1)).isEqualTo(500_000);
    }

    @Test
    void windowNobodyWasExpectedIn_isComplete() {
        assertThat(of().ofAll(0)).isEqualTo(1_000_000);
        assertThat(of(sensor("a", "n", 5000, 6000)).ofAll(0)).isEqualTo(1_000_000);
    }
}
