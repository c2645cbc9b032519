package org.yamori.jobs.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.wire.Cidr;
import org.yamori.wire.Registry;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Validity;

import static org.assertj.core.api.Assertions.assertThat;

/** By hand: a window of 100 microseconds from 1000 to 1100. */
class ObservedTest {
    private static SensorEntry entry(String name, SensorKind kind, Validity validity, String... ranges) {
        return new SensorEntry(
                name, "n", kind, "", List.of(ranges).stream().map(Cidr::parse).toList(), validity);
    }

    private static SensorCoverage heard(String name) {
        SensorCoverage coverage = new SensorCoverage();
        coverage.sensor = name;
        coverage.network = "n";
        coverage.firstMicros = 0;
        coverage.lastMicros = 2000;
        return coverage;
    }

    @Test
    void registeredSensorThatWasNeverHeard_isMissingAndLowersCompleteness() {
        Registry registry = new Registry(
                List.of(),
                List.of(
                        entry("a", SensorKind.BLACKHOLE, Validity.ALWAYS, "192.0.2.0/24"),
                        entry("b", SensorKind.BLACKHOLE, Validity.ALWAYS, "192.0.2.0/25", "198.51.100.0/25")));

        Observed observed = Observed.of(List.of(heard("a")), registry, 1000, 1100);

        assertThat(observed.completeness().ofAll(5)).isEqualTo(500_000);
        assertThat(observed.completeness().ofSensor("b", 0)).isZero();
        assertThat(observed.addresses()).as("shared addresses count once").isEqualTo(256 + 128);
        assertThat(observed.sensors()).isEqualTo(2);
    }

    @Test
    void sensorsOutsideTheirValidity_andFeeds_areNotExpected() {
        Registry registry = new Registry(
                List.of(),
                List.of(
                        entry("later", SensorKind.BLACKHOLE, new Validity(1001, 5000), "192.0.2.0/24"),
                        entry("feed", SensorKind.FEED, Validity.ALWAYS)));

        Observed observed = Observed.of(List.of(heard("a")), registry, 1000, 1100);

        assertThat(observed.completeness().ofAll(5)).isEqualTo(1_000_000);
        assertThat(observed.registered()).isFalse();
    }
}
