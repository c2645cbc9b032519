package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** 512 machines of a survey begin at one port: a surge, unless the survey says who it is. */
class KnownScannersITCase {
    private static final String SCENARIO = """
            seed: 3
            start: 2026-01-12T00:00:00Z
            duration: 27h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/21]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 0.01, sources: 20000}
              - {name: census, kind: survey, start: +26h, duration: 1h, sources: [141.212.120.0/23], ports: [8081], packetsPerMinute: 300}
            """;

    @TempDir
    private Path folder;

    @Test
    void survey_isASurge_unlessItIsListed_andIsCountedInAnyCase() throws Exception {
        Path scenario = Files.writeString(folder.resolve("survey.yaml"), SCENARIO);
        Path list = Files.writeString(folder.resolve("census.txt"), "141.212.120.0/24\n141.212.121.0/24\n");

        List<JsonNode> unlisted = analyse(scenario, 1, List.of());
        List<JsonNode> listed = analyse(scenario, 1, List.of("--scanners", list.toString()));

        assertThat(surges(unlisted)).contains("tcp/8081");
        assertThat(surges(listed)).doesNotContain("tcp/8081");
        Map<String, Long> raw = sources(unlisted);
        assertThat(raw).hasSizeGreaterThan(10);
        assertThat(raw.get("2026-01-13T02:10:00Z")).isGreaterThan(100);
        assertThat(sources(listed)).isEqualTo(raw);
        assertThat(analyse(scenario, 2, List.of("--scanners", list.toString()))).isEqualTo(listed);
    }

    private static List<String> surges(List<JsonNode> findings) {
        return findings.stream()
                .filter(finding -> finding.at("/event/dataset").asText().equals("yamori.surge"))
                .map(finding -> finding.at("/yamori/surge/port").asText())
                .toList();
    }

    /** Distinct sources of the port by minute, whoever they are. */
    private static Map<String, Long> sources(List<JsonNode> findings) {
        Map<String, Long> minutes = new TreeMap<>();
        for (JsonNode finding : findings) {
            if (finding.at("/yamori/breakdown").asText().equals("port")
                    && finding.at("/yamori/window/resolution").asText().equals("minute")
                    && finding.at("/destination/port").asInt() == 8081) {
                minutes.put(
                        finding.get("@timestamp").asText(),
                        finding.at("/yamori/sources").asLong());
            }
        }
        return minutes;
    }

    private List<JsonNode> analyse(Path scenario, int parallelism, List<String> more) throws Exception {
        Path result = Files.createTempDirectory(folder, "result").resolve("out");
        List<String> args = new ArrayList<>(List.of(
                "analyze",
                scenario.toString(),
                "--out",
                result.toString(),
                "--parallelism",
                String.valueOf(parallelism),
                "--set",
                "yamori.detect.surge.learning-days=1"));
        args.addAll(more);
        YamoriProcess.run(args, folder);
        return new Analysis(result).findings(line -> line.contains("8081") || line.contains("yamori.surge"));
    }
}
