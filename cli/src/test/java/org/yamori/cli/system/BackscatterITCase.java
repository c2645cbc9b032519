package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** The room backscatter on real captures and on a scenario in which storms and worms rise side by side. */
class BackscatterITCase {
    private static final String CAPTURES = "data/pcap/backscatter/";
    private static final Path PAGE = Path.of("..", "docs", "detectors", "backscatter.md");
    private static final String SCENARIO = """
            seed: 7
            start: 2026-01-05T12:00:00Z
            duration: 10m
            countries: {JP: [133.0.0.0/8, 126.0.0.0/8], BR: [177.0.0.0/8, 179.0.0.0/8], CN: [36.0.0.0/8, 58.0.0.0/8]}
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.96.0/21]}
              - {name: osaka-1, network: nicter, ranges: [198.51.104.0/21]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 4.76, sources: 200000}
              - {name: everywhere, kind: storm, start: +3m, duration: 3m, port: 1001, packetsPerMinute: 1500}
              - {name: many-ttls, kind: storm, start: +3m, duration: 3m, port: 1002, packetsPerMinute: 8000, ttls: 40, pairs: 100}
              - {name: few-networks, kind: storm, start: +3m, duration: 3m, port: 1003, packetsPerMinute: 6000, networks: 49, ttls: 9, pairs: 4}
              - {name: usual, kind: worm, ports: [23: 1], sources: 8000, scansPerMinute: 0.5, countries: [JP: 3, BR: 1, CN: 2]}
              - {name: on-a-busy-port, kind: storm, start: +3m, duration: 3m, port: 23, packetsPerMinute: 30000}
              - {name: mirai, kind: mirai, ports: [2323: 1], scansPerMinute: 5, growth: {shape: step, from: 50, to: 5000, at: +3m}}
              - {name: slow, kind: mirai, ports: [5555: 1], scansPerMinute: 0.3, growth: {shape: step, from: 50, to: 20000, at: +3m}}
              - {name: slower, kind: worm, ports: [2001: 1], scansPerMinute: 0.05, growth: {shape: step, from: 50, to: 60000, at: +3m}}
              - {name: countries, kind: worm, ports: [2004: 1], scansPerMinute: 0.01, countries: [JP: 3, BR: 1, CN: 2], growth: {shape: step, from: 50, to: 300000, at: +3m}}
              - {name: victim, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 300, duration: 3m}
            """;

    @TempDir
    private Path folder;

    private List<JsonNode> analyze(String kind, String input, String... options) throws Exception {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("analyze", input, "--out", out.toString()));
        command.addAll(List.of(options));
        YamoriProcess.run(command, folder);
        return new Analysis(out).ofKind(kind);
    }

    /**
     * The noise storm that GreyNoise published: 1,546 SYNs from 1,328 sources in 49 /24s in its second minute, as a
     * script outside this project counted them. The page shows this very document.
     */
    @Test
    void publishedStorm_isAStormAndPagesNobody() throws Exception {
        Path capture = SharedFolder.file(CAPTURES + "greynoise_noise_storm_tcp_2024-08.pcap");

        List<JsonNode> storms = analyze("storm", capture.toString(), "--darknet", "172.16.0.0/12");

        assertThat(storms).hasSize(1);
        JsonNode largest = storms.get(0).at("/yamori/storm/largest_minute");
        assertThat(storms.get(0).at("/yamori/storm/key").asText()).isEqualTo("tcp/443/syn");
        assertThat(storms.get(0).at("/yamori/disposition").asText()).startsWith("not paged");
        assertThat(largest.get("packets").asInt()).isEqualTo(1_546);
        assertThat(largest.get("sources").asInt()).isEqualTo(1_328);
        assertThat(largest.get("networks").asInt()).isEqualTo(49);
        assertThat(largest.get("repeating_sources").asInt()).isEqualTo(189);
        assertThat(Files.readString(PAGE)).contains(storms.get(0).toString());
    }

    /** C-16: 24 hours of backscatter have one victim, too slow for an attack: it is in the hourly lists of traffic. */
    @Test
    void c16_slowVictimOfADay_isListedAndIsNoAttack() throws Exception {
        Path capture = SharedFolder.file(CAPTURES + "icsi_backscatter_24h_2009-03-15.pcap");

        List<JsonNode> kinds = analyze("traffic", capture.toString(), "--darknet", "192.150.186.0/23");

        Map<String, Long> victims = new TreeMap<>();
        for (JsonNode finding : kinds) {
            if (finding.at("/yamori/window/resolution").asText().equals("hour")) {
                finding.at("/yamori/victims")
                        .forEach(victim -> victims.merge(
                                victim.get("ip").asText(), victim.get("packets").asLong(), Long::sum));
            }
        }
        assertThat(victims).isEqualTo(Map.of("202.229.120.98", 3_468L));
        assertThat(Files.readString(folder.resolve("out/findings.jsonl")))
                .doesNotContain("\"kind\":\"attack\"", "\"kind\":\"storm\"");
    }

    /** Worms rise as fast as storms do and must not be taken for them, nor must a storm hide on a busy port. */
    @Test
    void stormsAmongWorms_areToldApart() throws Exception {
        Path scenario = Files.writeString(folder.resolve("storms.yaml"), SCENARIO);

        List<JsonNode> storms =
                analyze("storm", scenario.toString(), "--set", "yamori.detect.backscatter.addresses=4096");

        Map<String, String> found = new TreeMap<>();
        for (JsonNode storm : storms) {
            JsonNode told = storm.at("/yamori/storm");
            found.put(
                    told.get("key").asText(),
                    told.get("state").asText() + " " + told.get("from").asText() + " "
                            + told.get("to").asText() + " "
                            + told.at("/largest_minute/shape").asText());
        }
        String times = "end 2026-01-05T12:03:00Z 2026-01-05T12:06:00Z ";
        assertThat(found)
                .isEqualTo(Map.of(
                        "tcp/1001/syn", times + "uniform",
                        "tcp/1002/syn", times + "uniform",
                        "tcp/1003/syn", times + "few networks",
                        "tcp/23/syn", times + "uniform"));
        assertAttack();
    }

    /** About 300 packets a minute at 4,096 addresses are 300 x 2^32 / 4,096 / 60 = 5.2 million a second. */
    private void assertAttack() throws IOException {
        List<JsonNode> attacks = new Analysis(folder.resolve("out")).ofKind("attack");
        assertThat(attacks).hasSize(1);
        JsonNode found = attacks.get(0);
        JsonNode attack = found.at("/yamori/attack");
        assertThat(found.at("/source/ip").asText()).isEqualTo("192.88.99.7");
        assertThat(attack.get("packets").asInt()).isBetween(810, 990);
        assertThat(attack.at("/rate/victim_packets_per_second").asLong()).isBetween(4_700_000L, 6_500_000L);
        assertThat(attack.at("/ports/0/port").asText()).isEqualTo("tcp/80");
        assertThat(attack.get("ports")).as("unreachable quotes tcp/80 too").hasSize(1);
    }
}
