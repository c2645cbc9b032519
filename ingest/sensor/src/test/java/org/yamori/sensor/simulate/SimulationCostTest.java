package org.yamori.sensor.simulate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** What a packet costs: no object of its own, whoever sends it. */
class SimulationCostTest {
    private static final String SCENARIO = """
            seed: 42
            start: 2026-01-31T23:59:55Z
            duration: 12s
            countries: {JP: [126.0.0.0/12]}
            sensors:
              - {name: s, network: n, kind: low-interaction, ranges: [198.51.0.0/17, {range: 198.51.128.0/17, until: +6s}]}
            actors:
              - {name: a, kind: background, packetsPerAddressPerMinute: 20, sources: 20000, daily: 0.3, zone: Asia/Tokyo}
              - {name: b, kind: mirai, ports: [23: 0.9, 2323: 0.1], growth: {shape: ramp, from: 9, to: 999}, scansPerMinute: 600}
              - {name: c, kind: worm, ports: [23], sources: 900, countries: [JP], lease: 2s, scansPerMinute: 600}
              - {name: d, kind: worm, protocol: udp, payload: 9, ports: [53], sources: 900, scansPerMinute: 600}
              - {name: e, kind: zmap, ports: [80, 443], sources: 9, scansPerMinute: 60000}
              - {name: f, kind: masscan, ports: [80, 443], sources: 9, scansPerMinute: 60000}
              - {name: g, kind: nmap, ports: [80, 443], sources: 9, scansPerMinute: 60000}
              - {name: h, kind: survey, sources: [141.212.120.0/28], ports: {2026-01: [22], 2026-02: [22, 80]}, packetsPerMinute: 600000}
              - {name: i, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 600000}
              - {name: j, kind: storm, port: 4444, packetsPerMinute: 600000, ttls: 9, pairs: 4, networks: 9}
              - {name: k, kind: host, source: 198.18.5.7, ports: [137], packetsPerMinute: 600000, protocol: udp}
              - {name: l, kind: misconfiguration, source: 198.18.5.7, destination: 198.51.1.1, port: 1, packetsPerMinute: 600000}
              - {name: m, kind: client, ports: [22], sources: 900, scansPerMinute: 600, roundTrip: 80ms}
              - {name: n, kind: loss, sensor: s, share: 0.1}
              - {name: o, kind: clock, sensor: s, offset: 1s, driftPpm: 9}
            """;

    /** The smallest object has 16 bytes; what there is are tables that grow and a few objects a second. */
    @Test
    void aPacket_allocatesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PacketRow row = new PacketRow();
        long packets = 0;
        try (SimulatedPackets made =
                Simulation.of(Scenario.parse(SCENARIO, "cost.yaml")).allPackets()) {
            for (int i = 0; i < 400_000; i++) {
                assertThat(made.next(row)).isTrue();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            while (made.next(row)) {
                packets++;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(packets).isGreaterThan(900_000);
            assertThat((double) allocated / packets).isLessThan(2);
        }
    }
}
