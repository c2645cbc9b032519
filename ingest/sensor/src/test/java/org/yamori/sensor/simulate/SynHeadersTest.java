package org.yamori.sensor.simulate;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** A simulated SYN has the signature that the parser reads from its packet. */
class SynHeadersTest {
    private static final String SCENARIO = """
            seed: 5
            start: 2016-09-14T00:00:00Z
            duration: 3m
            sensors: [{name: s1, network: nicter, ranges: [198.51.100.0/24]}]
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 3, sources: 3000}
              - {name: bots, kind: mirai, ports: [23], sources: 20, scansPerMinute: 5}
              - {name: fast, kind: masscan, ports: [80], sources: 5, scansPerMinute: 20}
              - {name: old, kind: zmap, ports: [443], sources: 5, scansPerMinute: 20}
              - {name: new, kind: zmap, version: new, ports: [443], sources: 5, scansPerMinute: 20}
              - {name: map, kind: nmap, ports: [22], sources: 5, scansPerMinute: 20}
              - {name: worm, kind: worm, ports: [445], sources: 20, scansPerMinute: 5}
              - {name: flood, kind: storm, port: 4444, packetsPerMinute: 300}
              - {name: victim, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 100}
            """;

    @TempDir
    private Path folder;

    @Test
    void signature_isWhatTheParserReads() throws Exception {
        Simulation simulation = Simulation.of(Scenario.parse(SCENARIO, "test"));
        Path file = folder.resolve("all.pcap");
        try (OutputStream out = Files.newOutputStream(file);
                PcapWriter writer = new PcapWriter(out, PcapWriter.Framing.ETHERNET)) {
            simulation.forEach((sensor, row) -> writer.write(row));
        }

        Set<String> seen = new TreeSet<>();
        PacketRow simulated = new PacketRow();
        PacketRow parsed = new PacketRow();
        int packets = 0;
        try (SimulatedPackets rows = simulation.allPackets();
                CaptureFile capture = CaptureFile.open(file)) {
            while (rows.next(simulated)) {
                assertThat(capture.next(parsed)).isTrue();
                assertThat(simulated.synSignature)
                        .as("packet %d of %s", packets, rows.actor())
                        .isEqualTo(parsed.synSignature);
                seen.add(simulated.synSignature);
                packets++;
            }
        }
        assertThat(packets).isGreaterThan(4_000);
        assertThat(seen).contains("", "0:0:*,0:::0", "0:1460:*,0:mss::0").hasSizeGreaterThan(8);
    }
}
