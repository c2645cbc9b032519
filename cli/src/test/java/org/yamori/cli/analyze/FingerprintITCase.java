package org.yamori.cli.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Progress;
import org.yamori.sensor.simulate.Label;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.SimulatedPackets;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** The room fingerprint on real captures, and on a scenario whose actors are known. */
class FingerprintITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCENARIO = Path.of("..", "docs", "scenarios", "tools.yaml");
    private static final Path PAGE = Path.of("..", "docs", "detectors", "fingerprint.md");
    private static final String EVENING = "2016-09-13T00:00:00Z";
    private static final String MORNING = "2016-09-14T00:00:00Z";

    /** What each actor of the scenario is, by the words of the room. */
    private static final Map<String, String> TOOLS = Map.of(
            "bots", "mirai",
            "survey", "zmap",
            "fast", "masscan",
            "map", "nmap",
            "newer-survey", "irregular",
            "worm", "unknown");

    @TempDir
    private Path folder;

    /** Last revisions of the room's documents, as text, by id. */
    private static List<JsonNode> analyze(Path input) throws IOException {
        Map<String, Finding> last = new ConcurrentHashMap<>();
        Analysis.View view =
                new Analysis.View(List.of(), ZoneId.of("UTC"), "nicter", Optional.empty(), Optional.empty());
        try (Progress progress = new Progress(new PrintStream(OutputStream.nullOutputStream()), false, "test")) {
            new JobAnalysis()
                    .run(
                            new Analysis.Request(List.of(Analysis.Input.of(input)), view, Map.of(), Set.of(), 2),
                            finding -> {
                                if (finding.kind().equals("fingerprint")) {
                                    last.merge(finding.id(), finding, (a, b) -> a.revision() >= b.revision() ? a : b);
                                }
                            },
                            progress);
        }
        List<JsonNode> documents = new ArrayList<>();
        for (Finding finding : last.values()) {
            documents.add(JSON.readTree(new String(finding.json(), StandardCharsets.UTF_8)));
        }
        return documents;
    }

    /** Numbers of one breakdown in the windows of a length, added up by key. */
    private static Map<String, Long> sums(List<JsonNode> documents, String breakdown, String resolution, String field) {
        Map<String, Long> sums = new TreeMap<>();
        for (JsonNode document : documents) {
            JsonNode yamori = document.get("yamori");
            if (yamori.path("breakdown").asText().equals(breakdown)
                    && yamori.at("/window/resolution").asText().equals(resolution)) {
                sums.merge(yamori.get("key").asText(), yamori.at(field).asLong(), Long::sum);
            }
        }
        return sums;
    }

    private static List<JsonNode> of(List<JsonNode> documents, String start) {
        return documents.stream()
                .filter(document -> document.get("@timestamp").asText().equals(start))
                .toList();
    }

    /** The oracle's 1001 of the 1005 packets; the other four are answers. */
    @Test
    void realMasscan_isLabelledPacketByPacketAndAsASource() throws IOException {
        List<JsonNode> told = analyze(SharedFolder.file("data/pcap/scans/esnet_masscan_tcp_0_1000.pcap"));

        assertThat(sums(told, "window", "day", "/marks/masscan")).isEqualTo(Map.of("all", 1001L));
        assertThat(sums(told, "window", "day", "/packets")).isEqualTo(Map.of("all", 1005L));
        assertThat(sums(told, "tool", "day", "/packets")).isEqualTo(Map.of("masscan", 1001L));
        assertThat(sums(told, "tool", "day", "/sources")).isEqualTo(Map.of("masscan", 1L));
    }

    @Test
    void realMirai_isLabelledByItsTwoPackets() throws IOException {
        List<JsonNode> told = analyze(SharedFolder.file("data/pcap/iot-botnet/mirai_two_syns_seq_eq_dst.pcap"));

        assertThat(sums(told, "window", "day", "/marks/mirai")).isEqualTo(Map.of("all", 2L));
        assertThat(sums(told, "tool", "day", "/packets")).isEqualTo(Map.of("mirai", 2L));
    }

    /** Nmap as somebody ran it: connect scans of a system, no crafted SYN. */
    @Test
    void realCapturesOfOtherPrograms_haveNoMarksOfMiraiOrMasscan() throws IOException {
        for (String capture : List.of("scans/esnet_nmap_80_all.pcap", "scans/port_scan.pcap", "scans/445_scan.pcap")) {
            List<JsonNode> told = analyze(SharedFolder.file("data/pcap/" + capture));
            assertThat(sums(told, "window", "day", "/marks/masscan"))
                    .as(capture)
                    .isEqualTo(Map.of("all", 0L));
            assertThat(sums(told, "window", "day", "/marks/mirai")).as(capture).isEqualTo(Map.of("all", 0L));
        }
    }

    /** N-08: the leaked version from 2016-09-14 on, and the table's date of the change. */
    @Test
    void n08_scenario_tellsVersionsByDayAndTheDayOfTheChange() throws Exception {
        List<JsonNode> told = analyze(SCENARIO);

        assertThat(sums(of(told, EVENING), "version", "day", "/sources"))
                .containsEntry("mirai-earlier", 300L)
                .doesNotContainKey("mirai-leaked");
        assertThat(sums(of(told, MORNING), "version", "day", "/sources"))
                .containsEntry("mirai-leaked", 300L)
                .doesNotContainKey("mirai-earlier");
        Map<String, String> events = new TreeMap<>();
        for (JsonNode document : told) {
            JsonNode yamori = document.get("yamori");
            if (document.at("/event/kind").asText().equals("event")) {
                events.put(
                        document.at("/event/action").asText() + " "
                                + yamori.get("key").asText(),
                        yamori.get("date").asText() + " " + yamori.get("ports").toString());
            }
        }
        assertThat(events)
                .isEqualTo(Map.of(
                        "version-first mirai-earlier", "2016-09-13 [\"tcp/23\",\"tcp/2323\"]",
                        "version-first mirai-leaked", "2016-09-14 [\"tcp/23\",\"tcp/2323\"]",
                        "version-change mirai-earlier|mirai-leaked", "2016-09-14 [\"tcp/23\",\"tcp/2323\"]"));
        String example = Files.readString(PAGE)
                .lines()
                .filter(line -> line.startsWith("{\"@timestamp\""))
                .findFirst()
                .orElseThrow();
        assertThat(told).as("the example of the page").contains(JSON.readTree(example));
    }

    /**
     * Each actor alone, which sends the same packets then as among the others: a row of the confusion matrix each.
     * Recall and precision are over sources of the day after the change.
     */
    @Test
    void toolsOfKnownActors_areFoundAndNothingElseIs() throws Exception {
        List<String> lines = Files.readAllLines(SCENARIO);
        int actors = lines.indexOf("actors:") + 1;
        Map<String, Map<String, Long>> matrix = new TreeMap<>();
        Map<String, Long> sources = new TreeMap<>();
        for (String actor : lines.subList(actors, lines.size())) {
            String name = actor.replaceAll(".*name: ([a-z-]+),.*", "$1");
            List<String> alone = new ArrayList<>(lines.subList(0, actors));
            alone.add(actor);
            Path scenario = Files.write(folder.resolve(name + ".yaml"), alone);
            matrix.put(name, sums(of(analyze(scenario), MORNING), "tool", "day", "/sources"));
            sources.put(name, sourcesAfter(scenario, MORNING));
        }

        System.out.println("sources by actor " + sources + ", labelled " + matrix);
        TOOLS.forEach((actor, tool) -> {
            long right = matrix.getOrDefault(actor, Map.of()).getOrDefault(tool, 0L);
            long labelled = matrix.values().stream()
                    .mapToLong(row -> row.getOrDefault(tool, 0L))
                    .sum();
            assertThat((double) right / sources.getOrDefault(actor, 1L))
                    .as("recall of %s", actor)
                    .isGreaterThanOrEqualTo(actor.equals("worm") ? 0.85 : 1.0);
            if (Set.of("mirai", "zmap", "masscan").contains(tool)) {
                assertThat((double) right / labelled)
                        .as("precision of %s", tool)
                        .isEqualTo(1.0);
            }
        });
        Map<String, Long> noise = matrix.getOrDefault("noise", Map.of());
        assertThat(noise).doesNotContainKeys("mirai", "zmap", "masscan");
        assertThat(matrix.getOrDefault("bots", Map.of())).isEqualTo(Map.of("mirai", 300L));
    }

    /** Distinct sources of the packets from a time on, counted while they are made. */
    private static long sourcesAfter(Path scenario, String start) throws IOException {
        long from = java.time.Instant.parse(start).getEpochSecond() * 1_000_000;
        Set<Integer> sources = new java.util.HashSet<>();
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = Simulation.of(Scenario.load(scenario)).allPackets()) {
            while (packets.next(row)) {
                if (row.timeMicros >= from) {
                    sources.add(row.source);
                }
            }
            for (Label label : packets.labels().all()) {
                assertThat(label.sources()).isGreaterThanOrEqualTo(sources.size());
            }
        }
        return sources.size();
    }
}
