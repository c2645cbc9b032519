package org.yamori.jobs.detect.daedalus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.enrich.Registries;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.AlertThresholds.Beginning;
import org.yamori.wire.Finding;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

/** Organisations of a test, packets of their hosts, and alerts read again. */
final class Hosts {
    static final long SECOND = 1_000_000;
    static final long HOUR = 3_600 * SECOND;
    static final long START = micros("2010-09-10T10:00:00Z");

    /** G and A of the paper's figures 2 and 3, each with a livenet and a darknet inside its /16. */
    static final String TWO = """
            organisations:
              - {name: G, livenets: [172.20.0.0/24], darknets: [172.20.1.0/24, 172.20.3.0/24]}
              - {name: A, livenets: [172.21.0.0/24], darknets: [172.21.1.0/24]}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Hosts() {}

    static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1_000;
    }

    static Registries registry(Path folder, String yaml) {
        try {
            return Registries.ofFile(
                    Files.writeString(folder.resolve("registry.yaml"), yaml).toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static DaedalusRules standard() {
        return DaedalusOptions.rules(new Configuration());
    }

    static DaedalusRules rules(Beginning begins, int count, int hosts, int rows) {
        AlertThresholds thresholds = standard().thresholds();
        return new DaedalusRules(
                new AlertThresholds(
                        thresholds.unitMicros(), begins, thresholds.windowMicros(), count, thresholds.quietMicros()),
                10,
                5,
                7 * 24 * HOUR,
                hosts,
                4_096,
                rows);
    }

    /** A SYN to 445/tcp, microseconds after the start. */
    static PacketRow syn(String source, String destination, long micros) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + micros;
        row.source = IpAddress.parse(source).ipv4();
        row.destination = IpAddress.parse(destination).ipv4();
        row.protocol = 6;
        row.sourcePort = 1_025;
        row.destinationPort = 445;
        row.tcpFlags = 2;
        row.ttl = 120;
        return row;
    }

    /** {@code count} packets of one host at a steady rate to one dark address after another of G. */
    static List<PacketRow> steady(String source, int count, double perSecond) {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(syn(source, "172.20.1." + (i & 0xff), Math.round(i / perSecond * SECOND)));
        }
        return rows;
    }

    static JsonNode json(Finding finding) {
        try {
            return JSON.readTree(finding.json());
        } catch (IOException bad) {
            throw new UncheckedIOException(bad);
        }
    }

    static JsonNode alert(Finding finding) {
        return json(finding).at("/yamori/alert");
    }

    /** Kind, state and time of alerts, in their order. */
    static List<String> words(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.kind().equals("alert"))
                .map(finding -> alert(finding).get("kind").asText()
                        + (alert(finding).get("state").asText().equals("closed") ? " closed" : "")
                        + " " + json(finding).get("@timestamp").asText())
                .toList();
    }
}
