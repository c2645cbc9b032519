package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Surge thresholds are raised while a real job runs, and lowered again. A replay that knows it all from the beginning
 * tells the same, byte for byte. The scenario lies in the future, because no version takes effect before it is written.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class SurgeThresholdsITCase {
    private static final String SCENARIO = """
            seed: 3
            start: 2099-01-12T00:00:00Z
            duration: 27h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/21]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 0.01, sources: 20000}
              - {name: first, kind: survey, start: +26h, duration: 1h, sources: [141.212.120.0/23], ports: [7547], packetsPerMinute: 300}
              - {name: second, kind: survey, start: +26h35m, duration: 25m, sources: [141.212.120.0/23], ports: [8081], packetsPerMinute: 300}
            """;

    private static final Instant RAISED = Instant.parse("2099-01-13T02:30:00Z");
    private static final Instant LOWERED = Instant.parse("2099-01-13T02:45:00Z");
    private static final Map<String, String> OPTIONS = Map.of("yamori.detect.surge.learning-days", "1");

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(2);

    @TempDir
    private Path folder;

    private final KafkaServer kafka;

    SurgeThresholdsITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void thresholdsChangedWhileTheJobRuns_replayAtTheirTime() throws Exception {
        LiveStudy live = new LiveStudy(kafka, folder, "study-thresholds-live");
        JobClient job = live.start(1, OPTIONS);
        try (LiveStudy.Sending sending = live.send(SCENARIO)) {
            sending.until(RAISED.minusSeconds(300));
            onsets(live, 1);
            raiseAndLower(live);
            sending.until(Instant.MAX);
        }
        List<JsonNode> told = onsets(live, 2);
        job.cancel().get();

        assertThat(told)
                .extracting(surge -> surge.at("/yamori/surge/port").asText())
                .containsExactly("tcp/7547", "tcp/8081");
        assertThat(told.get(0).at("/yamori/threshold").asDouble()).isIn(4.0, 5.5, 5.4);
        assertThat(told.get(1).at("/yamori/threshold").asDouble()).isEqualTo(20);
        assertThat(Instant.parse(told.get(1).at("/yamori/surge/onset").asText()))
                .isBetween(LOWERED, LOWERED.plusSeconds(180));
        assertThat(told.get(0).at("/yamori/rules/version").asText())
                .isNotEqualTo(told.get(1).at("/yamori/rules/version").asText());
        for (int parallelism : new int[] {1, 2}) {
            LiveStudy replay = new LiveStudy(kafka, folder, "study-thresholds-replay-" + parallelism);
            raiseAndLower(replay);
            try (LiveStudy.Sending sending = replay.send(SCENARIO)) {
                sending.until(Instant.MAX);
            }
            JobClient again = replay.start(parallelism, OPTIONS);
            assertThat(onsets(replay, 2)).isEqualTo(told);
            again.cancel().get();
        }
    }

    private static void raiseAndLower(LiveStudy study) throws Exception {
        study.apply(surge("100, 100, 100, 100, 100, 100"), RAISED);
        study.apply(surge("20, 20, 20, 20, 20, 20"), LOWERED);
    }

    private static String surge(String scores) {
        return "surge:\n  thresholds: [" + scores + "]\n  watchedThresholds: [" + scores + "]\n";
    }

    /** The first revisions of so many surges, by port. */
    private static List<JsonNode> onsets(LiveStudy study, int number) throws Exception {
        List<JsonNode> found = study.await(
                "surge", number, surge -> surge.at("/yamori/finding/revision").asInt() == 1);
        found.sort(Comparator.comparing(surge -> surge.at("/yamori/surge/port").asText()));
        return found;
    }
}
