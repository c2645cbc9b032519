package org.yamori.wire;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement X-05. */
class ObservedAddressesTest {
    private static final long AT_2005 = micros("2005-07-01T00:00:00Z");
    private static final long AT_2016 = micros("2016-07-01T00:00:00Z");

    /** The four darknets of paper 002 lie in four different /8. */
    @Test
    void darknetsOfPaper002_hold1913Addresses() throws Exception {
        List<SensorEntry> sensors = new ArrayList<>();
        long printedTotal = 0;
        for (String line : Files.readAllLines(SharedFolder.file("spec/facts/002_table1_sensor_sizes.tsv"))) {
            List<String> cells = List.of(line.split("\t", -1));
            if (cells.get(0).equals("total")) {
                printedTotal = Long.parseLong(cells.get(1));
            } else if (!cells.get(0).equals("darknet")) {
                int size = Integer.parseInt(cells.get(1));
                sensors.add(sensor(cells.get(0), addresses((10 * (sensors.size() + 1)) << 24, size), Validity.ALWAYS));
            }
        }

        assertThat(printedTotal).isEqualTo(1913);
        assertThat(sensors).hasSize(4);
        ObservedAddresses observed = new ObservedAddresses(sensors);
        assertThat(observed.size(AT_2016)).isEqualTo(1913);
        assertThat(sensors.stream().map(s -> new ObservedAddresses(List.of(s)).size(0)))
                .containsExactly(899L, 505L, 256L, 253L);
    }

    /** Paper 004, table 1: 16,000 addresses in 2005, about 300,000 in 2016. */
    @Test
    void growingDarknet_hasTheSizeOfItsTime() {
        long growth = micros("2006-01-01T00:00:00Z");
        long end = micros("2016-10-01T00:00:00Z");
        ObservedAddresses observed = new ObservedAddresses(List.of(
                sensor("first", addresses(10 << 24, 16_000), new Validity(Long.MIN_VALUE, end)),
                sensor("second", addresses(20 << 24, 284_000), new Validity(growth, Long.MAX_VALUE))));

        assertThat(observed.size(AT_2005)).isEqualTo(16_000);
        assertThat(observed.size(growth - 1)).isEqualTo(16_000);
        assertThat(observed.size(growth)).isEqualTo(300_000);
        assertThat(observed.size(AT_2016)).isEqualTo(300_000);
        assertThat(observed.size(end - 1)).isEqualTo(300_000);
        assertThat(observed.size(end)).isEqualTo(284_000);
        assertThat(observed.at(AT_2005).contains(20 << 24)).isFalse();
        assertThat(observed.at(AT_2016).contains(20 << 24)).isTrue();
    }

    @Test
    void addressOfTwoSensors_countsOnce() {
        ObservedAddresses observed = new ObservedAddresses(List.of(
                sensor("a", List.of(Cidr.parse("192.0.2.0/24")), Validity.ALWAYS),
                sensor("b", List.of(Cidr.parse("192.0.2.128/25"), Cidr.parse("192.0.3.0/25")), Validity.ALWAYS)));

        assertThat(observed.size(AT_2016)).isEqualTo(256 + 128);
    }

    @Test
    void beforeAnySensor_nothingIsObserved() {
        ObservedAddresses observed =
                new ObservedAddresses(List.of(sensor("a", addresses(10 << 24, 4), new Validity(AT_2005, AT_2016))));

        assertThat(observed.size(AT_2005 - 1)).isZero();
        assertThat(observed.size(AT_2005)).isEqualTo(4);
        assertThat(observed.size(AT_2016)).isZero();
        assertThat(new ObservedAddresses(List.of()).size(AT_2016)).isZero();
    }

    private static SensorEntry sensor(String name, List<Cidr> ranges, Validity validity) {
        return new SensorEntry(name, "nicter", SensorKind.BLACKHOLE, "JP", ranges, validity);
    }

    /** The first so many addresses from a start, as the few prefixes that they are. */
    private static List<Cidr> addresses(int start, int count) {
        List<Cidr> prefixes = new ArrayList<>();
        int at = start;
        for (int bit = 30; bit >= 0; bit--) {
            if ((count >> bit & 1) != 0) {
                prefixes.add(new Cidr(IpAddress.ofIpv4(at), 32 - bit));
                at += 1 << bit;
            }
        }
        return prefixes;
    }

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    @Test
    void prefixesOf899_areWhatTheyShouldBe() {
        assertThat(addresses(10 << 24, 899))
                .isEqualTo(Stream.of("10.0.0.0/23", "10.0.2.0/24", "10.0.3.0/25", "10.0.3.128/31", "10.0.3.130/32")
                        .map(Cidr::parse)
                        .toList());
    }
}
