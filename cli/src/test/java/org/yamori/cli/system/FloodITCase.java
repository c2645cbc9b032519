package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five million packets in one minute, each from another forged address, through the whole job with its default bounds
 * in a heap of one gigabyte. It is a fourteenth of {@code docs/scenarios/flood.yaml}; what a bound leaves out shows in
 * the first minute, since a minute's sources and those of its hour and day are there at once.
 */
class FloodITCase {
    private static final String SCENARIO = """
        seed: 5
        start: 2026-01-05T12:00:00Z
        duration: 6m
        sensors:
          - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/20]}
        actors:
          - {name: flood, kind: storm, start: +2m, duration: 1m, port: 80, packetsPerMinute: 5000000}
          - {name: worm, kind: mirai, ports: [2323: 1], sources: 400, scansPerMinute: 2}
        """;

    @TempDir
    private Path folder;

    @Test
    void floodOfForgedSources_fitsIntoASmallHeap_isCountedExactlyAndPagesNobody() throws Exception {
        Path scenario = Files.writeString(folder.resolve("flood.yaml"), SCENARIO);
        Path series = folder.resolve("series");
        Path result = folder.resolve("result");

        YamoriProcess.run(List.of("simulate", scenario.toString(), "--series", series.toString()), folder);
        YamoriProcess.runIn("1g", List.of("analyze", scenario.toString(), "--out", result.toString()), folder);

        String[] minute = Files.readAllLines(series.resolve("all.tsv")).stream()
                .filter(line -> line.contains("\ttcp\t80\t"))
                .map(line -> line.split("\t", -1))
                .toList()
                .get(0);
        for (String resolution : List.of("minute", "hour", "day")) {
            JsonNode port = traffic(result, resolution, "port", "tcp/80");
            assertThat(port.get("packets").asLong()).as(resolution).isEqualTo(Long.parseLong(minute[3]));
            if (!resolution.equals("minute")) {
                assertThat(port.get("sources_exact").asBoolean()).as(resolution).isTrue();
                assertThat(port.get("sources").asLong()).as(resolution).isEqualTo(Long.parseLong(minute[4]));
            }
        }
        assertThat(Long.parseLong(minute[4])).isGreaterThan(4_900_000);
        JsonNode bots = traffic(result, "day", "port", "tcp/2323");
        assertThat(bots.get("sources_exact").asBoolean()).isTrue();
        assertThat(bots.get("sources").asLong()).isEqualTo(400);
        assertThat(new Analysis(result).ofKind("storm"))
                .singleElement()
                .satisfies(storm ->
                        assertThat(storm.at("/yamori/storm/key").asText()).isEqualTo("tcp/80/syn"));
        assertThat(new Analysis(result).ofKind("surge"))
                .allSatisfy(surge ->
                        assertThat(surge.at("/yamori/disposition").asText()).startsWith("not paged"));
    }

    private static JsonNode traffic(Path result, String resolution, String breakdown, String key) throws Exception {
        return new Analysis(result)
                .ofKind("traffic").stream()
                        .map(finding -> finding.get("yamori"))
                        .filter(yamori ->
                                yamori.at("/window/resolution").asText().equals(resolution)
                                        && yamori.path("breakdown").asText().equals(breakdown)
                                        && yamori.path("key").asText().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + resolution + " of " + key));
    }
}
