package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every address of a /12 scans, through the whole job with its default bounds in a heap of one gigabyte: two of the six
 * minutes of {@code docs/scenarios/million-hosts.yaml}, and half as often.
 */
class MillionHostsITCase {
    private static final String SCENARIO = """
        seed: 6
        start: 2026-01-05T12:00:00Z
        duration: 2m
        sensors:
          - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/16]}
        actors:
          - {name: worm, kind: worm, ports: [445: 1], sources: [10.16.0.0/12], scansPerMinute: 0.5}
        """;

    private static final String REGISTRY = """
        organisations:
          - {name: campus, livenets: [10.16.0.0/12], darknets: [100.66.0.0/16], contacts: [soc@campus.example]}
        """;

    private static final int HOSTS_OF_A_SHARD = 8_192;

    @TempDir
    private Path folder;

    private final Map<String, JsonNode> days = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private long sent;

    @BeforeEach
    void analyze() throws Exception {
        Path scenario = Files.writeString(folder.resolve("million.yaml"), SCENARIO);
        Path registry = Files.writeString(folder.resolve("registry.yaml"), REGISTRY);
        Path series = folder.resolve("series");
        Path result = folder.resolve("result");
        YamoriProcess.run(List.of("simulate", scenario.toString(), "--series", series.toString()), folder);
        YamoriProcess.runIn(
                "1g",
                List.of("analyze", scenario.toString(), "--registry", registry.toString(), "--out", result.toString()),
                folder);
        sent = Files.readAllLines(series.resolve("all.tsv")).stream()
                .filter(line -> line.contains("\ttcp\t445\t"))
                .mapToLong(line -> Long.parseLong(line.split("\t", -1)[3]))
                .sum();
        ObjectMapper json = new ObjectMapper();
        try (Stream<String> lines = Files.lines(result.resolve("findings.jsonl"))) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.contains("\"dataset\":\"yamori.organisation\"")) {
                    take(json.readTree(line));
                } else if (line.contains("\"dataset\":\"yamori.alert\"") && line.contains("\"kind\":\"new\"")) {
                    told.add(json.readTree(line).at("/source/ip").asText());
                }
            }
        }
    }

    private void take(JsonNode document) throws IOException {
        JsonNode finding = document.at("/yamori/finding");
        days.merge(
                finding.path("id").asText(),
                document,
                (one, other) -> one.at("/yamori/finding/revision").asInt()
                                > other.at("/yamori/finding/revision").asInt()
                        ? one
                        : other);
    }

    private long sum(String field) {
        return days.values().stream()
                .mapToLong(day -> day.at("/yamori/organisation/" + field).asLong())
                .sum();
    }

    @Test
    void hostsBeyondTheBound_areCountedExactlyAndTheDayIsToldBeforeItIsOver() {
        assertThat(sent).isGreaterThan(1_000_000);
        assertThat(sum("packets")).isEqualTo(sent);
        assertThat(sum("external")).isZero();
        assertThat(sum("overflow_packets")).isBetween(sent / 2, sent - sum("alerts/new"));
        assertThat(told).hasSize((int) sum("alerts/new"));
        // of a million hosts that send once in a mean of two minutes, 63 % are seen
        long seen = Math.round(1_048_576 * (1 - StrictMath.exp(-1)));
        assertThat(sum("hosts")).isBetween(seen * 9 / 10, seen * 11 / 10);
        assertThat(sum("overflow_hosts")).isBetween((seen - told.size()) * 9 / 10, (seen - told.size()) * 11 / 10);
        assertThat(days.values()).allSatisfy(day -> {
            assertThat(day.at("/yamori/organisation/alerts/new").asInt()).isLessThanOrEqualTo(HOSTS_OF_A_SHARD);
            // an analysis keeps the last revision: it was told once before
            assertThat(day.at("/yamori/finding/revision").asInt()).isEqualTo(2);
        });
    }
}
