package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scenario that the bench of detectors has not seen: its packets go through the whole job, and rivals see them too.
 */
class DetectionScenarioITCase {
    /**
     * At 4786/tcp there is next to nothing, so the step itself is when it is noticeable: 00:30 of the second day,
     * minute 1,470.
     */
    private static final String SCENARIO = """
            seed: 21
            start: 2026-01-12T00:00:00Z
            duration: 27h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/21]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 0.02, sources: 20000}
              - {name: step, kind: worm, ports: [4786], growth: {shape: step, from: 1, to: 200, at: +1470m}, scansPerMinute: 0.5}
            """;

    @TempDir
    private Path folder;

    @Test
    void plantedSurge_isFoundByTheJobAndByRivals_andNothingElseIs() throws Exception {
        Path scenario = Files.writeString(folder.resolve("unseen.yaml"), SCENARIO);
        Path figures = folder.resolve("figures");

        YamoriProcess.run(List.of("bench", "detection", scenario.toString(), "--out", figures.toString()), folder);

        JsonNode result = new ObjectMapper()
                .readTree(figures.resolve("detection.json").toFile())
                .at("/scenarios/0");
        assertThat(result.get("name").asText()).isEqualTo("unseen");
        assertThat(result.get("days").asDouble()).isEqualTo(27 / 24.0);
        assertThat(result.get("planted")).hasSize(1);
        assertThat(result.at("/planted/0/port").asText()).isEqualTo("tcp/4786");
        assertThat(result.at("/planted/0/noticeable_minute").asInt()).isEqualTo(1470);
        JsonNode ours = outcome(result, "Yamori");
        assertThat(ours.get("false_onsets").asInt()).isZero();
        assertThat(ours.get("false_pages").asInt()).isZero();
        // The minute itself and the one that confirms it.
        assertThat(ours.at("/delay_minutes/step tcp~14786").isNull()).isFalse();
        assertThat(ours.at("/delay_minutes/step tcp~14786").asInt()).isBetween(1, 2);
        assertThat(outcome(result, "EWMA + 3 sigma")
                        .at("/delay_minutes/step tcp~14786")
                        .asInt())
                .isEqualTo(1);
        assertThat(outcome(result, "Farrington, hours").get("remark").asText()).isEqualTo("needs 29 days of past");
        assertThat(Files.readString(figures.resolve("detection.txt"))).contains("Scenario unseen, 1.1 days");
    }

    private static JsonNode outcome(JsonNode result, String detector) {
        for (JsonNode outcome : result.get("outcomes")) {
            if (outcome.get("detector").asText().equals(detector)) {
                return outcome;
            }
        }
        throw new AssertionError("no " + detector);
    }

    @Test
    void scenarioThatCannotBeRead_isOneSentence() throws Exception {
        Path scenario = Files.writeString(folder.resolve("bad.yaml"), "duration: ever\n");
        Path words = folder.resolve("words");

        assertThat(YamoriProcess.exitCode(List.of("bench", "detection", scenario.toString()), words))
                .isEqualTo(1);

        assertThat(Files.readString(words)).startsWith("yamori: " + scenario + ":");
    }
}
