package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scenario counted while it is made, and its packets counted by the detect job: minute by minute and port by port the
 * same packets and the same distinct sources, through shuffled packets, losses, an outage, a wrong clock, an address
 * range that moves and a sensor that answers.
 */
class SeriesITCase {
    private static final String SCENARIO = """
            seed: 11
            start: 2026-01-05T12:00:20Z
            duration: 12m
            shuffle: 700ms
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/24, {range: 203.0.113.0/25, until: +5m}]}
              - {name: osaka-1, network: norse, kind: low-interaction, ranges: [192.0.2.0/24, {range: 203.0.113.0/25, from: +5m}]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 10, sources: 20000}
              - {name: worm, kind: mirai, ports: [23: 0.9, 2323: 0.1], scansPerMinute: 5, growth: {shape: step, from: 5, to: 200, at: +4m}}
              - {name: scan, kind: masscan, ports: [22, 3389], sources: 3, scansPerMinute: 100}
              - {name: victim, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 300}
              - {name: flood, kind: storm, start: +6m, duration: 2m, port: 4444, packetsPerMinute: 6000}
              - {name: talk, kind: client, ports: [22], sources: 40, scansPerMinute: 5, roundTrip: 300ms}
              - {name: rain, kind: loss, sensor: tokyo-1, start: +2m, duration: 2m, share: 0.3}
              - {name: down, kind: outage, sensor: osaka-1, start: +7m, duration: 90s, packets: lost}
              - {name: ahead, kind: clock, sensor: tokyo-1, start: +8m, duration: 2m, offset: 45s}
            """;

    @TempDir
    private Path folder;

    @Test
    void theSeries_isWhatTheAnalysisFinds() throws Exception {
        Path scenario = Files.writeString(folder.resolve("series.yaml"), SCENARIO);
        Path series = folder.resolve("series");
        Path result = folder.resolve("result");

        YamoriProcess.run(List.of("simulate", scenario.toString(), "--series", series.toString()), folder);
        YamoriProcess.run(
                List.of(
                        "analyze",
                        scenario.toString(),
                        "--out",
                        result.toString(),
                        "--set",
                        "yamori.detect.traffic.own-document=1"),
                folder);

        Map<String, String> expected = series(series.resolve("all.tsv"));
        assertThat(expected).hasSizeGreaterThan(10_000);
        Map<String, String> found = new TreeMap<>();
        Map<String, Long> bySensor = new TreeMap<>();
        for (JsonNode yamori : minutes(result)) {
            String start = yamori.at("/window/start").asText();
            String key = yamori.get("key").asText();
            if (yamori.get("breakdown").asText().equals("port")) {
                found.put(
                        start + " " + key,
                        yamori.get("packets").asText() + " "
                                + yamori.get("sources").asText());
            } else {
                bySensor.put(start + " " + key, yamori.get("packets").asLong());
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(bySensor).isEqualTo(packetsBySensor(series));
        JsonNode ledger = new ObjectMapper().readTree(Files.readString(result.resolve("ledger.json")));
        assertThat(ledger.get("holds").asBoolean()).isTrue();
        assertThat(ledger.at("/in_all/replies").asLong()).isEqualTo(replies(series));
    }

    /** Packets and sources by minute and key. */
    private static Map<String, String> series(Path file) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        for (String line : rows(file)) {
            String[] words = line.split("\t", -1);
            cells.put(words[0] + " " + words[1] + "/" + words[2], words[3] + " " + words[4]);
        }
        return cells;
    }

    private static List<String> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("minute\tprotocol\tport\tpackets\tsources");
        return lines.subList(1, lines.size());
    }

    private static Map<String, Long> packetsBySensor(Path series) throws IOException {
        Map<String, Long> packets = new TreeMap<>();
        for (String sensor : List.of("tokyo-1", "osaka-1")) {
            for (String line : rows(series.resolve("sensors").resolve(sensor + ".tsv"))) {
                String[] words = line.split("\t", -1);
                packets.merge(words[0] + " " + sensor, Long.parseLong(words[3]), Long::sum);
            }
        }
        return packets;
    }

    private static long replies(Path series) throws IOException {
        ObjectMapper json = new ObjectMapper();
        long replies = 0;
        for (String line : Files.readAllLines(series.resolve("labels.jsonl"))) {
            replies += json.readTree(line).path("replies").asLong();
        }
        assertThat(replies).isPositive();
        return replies;
    }

    /** Minutes of ports, and of sensors in which there was a packet. */
    private static List<JsonNode> minutes(Path result) throws IOException {
        return new Analysis(result)
                .findings(line -> line.contains("\"resolution\":\"minute\"")).stream()
                        .map(finding -> finding.get("yamori"))
                        .filter(yamori -> Set.of("port", "sensor")
                                        .contains(yamori.path("breakdown").asText())
                                && yamori.path("packets").asLong() > 0)
                        .toList();
    }
}
