package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
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
 * Alerts of a real job over Kafka (requirements D-10 and D-19): as an analysis of the same scenario tells them, and
 * with a threshold that is raised while the job runs, as a replay that knows it from the beginning tells them. The
 * scenario lies in the future, because no version takes effect before it is written.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class AlertsITCase {
    /** Half of the darknet is the sensor's; of the paper by their rates, and noise so that time goes on. */
    private static final String SCENARIO = """
            seed: 11
            start: 2099-01-18T10:00:00Z
            duration: 32m
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/24]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 1, sources: 2000}
              - {name: x-3, kind: host, source: 100.66.1.9, order: sequential, protocol: udp, ports: [137], packetsPerMinute: 5580, duration: 25m}
              - {name: x-4, kind: host, source: 100.66.1.10, order: sequential, protocol: udp, ports: [137], packetsPerMinute: 3360, duration: 25m}
            """;

    private static final String REGISTRY = """
            organisations:
              - {name: X, livenets: [100.66.1.0/24], darknets: [100.66.0.0/24], contacts: [soc@x.example]}
            alerts: {unit: 10m%s}
            """;

    private static final Instant RAISED = Instant.parse("2099-01-18T10:15:00Z");
    /** New, three units, and an urgent alert in each of three. */
    private static final int ALERTS = 2 * (1 + 3 + 3);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(2);

    @TempDir
    private Path folder;

    private final KafkaServer kafka;

    AlertsITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void d19_alertsOverKafka_areThoseOfAnAnalysis() throws Exception {
        Path out = folder.resolve("out");
        Files.writeString(folder.resolve("fixed.yaml"), REGISTRY.formatted(""));
        YamoriProcess.run(
                List.of(
                        "analyze",
                        Files.writeString(folder.resolve("x.yaml"), SCENARIO).toString(),
                        "--registry",
                        folder.resolve("fixed.yaml").toString(),
                        "--out",
                        out.toString()),
                folder);
        List<JsonNode> expected = new Analysis(out).ofKind("alert");

        LiveStudy live = new LiveStudy(kafka, folder, "study-alerts-over-kafka");
        live.apply(REGISTRY.formatted(""), Instant.now());
        JobClient job = live.start(2, Map.of());
        try (LiveStudy.Sending sending = live.send(SCENARIO)) {
            sending.until(Instant.MAX);
        }

        assertThat(expected).hasSize(ALERTS);
        assertThat(alerts(live, ALERTS)).containsExactlyInAnyOrderElementsOf(expected);
        job.cancel().get();
    }

    /** 5,000 packets a minute from 10:15 on: X-3 sends 5,580 and stays urgent, X-4 with 3,360 does not. */
    @Test
    void d10_thresholdRaisedWhileTheJobRuns_replaysAtItsTime() throws Exception {
        LiveStudy live = new LiveStudy(kafka, folder, "study-alerts-raised");
        live.apply(REGISTRY.formatted(""), Instant.now());
        JobClient job = live.start(1, Map.of());
        try (LiveStudy.Sending sending = live.send(SCENARIO)) {
            sending.until(RAISED.minusSeconds(120));
            alerts(live, 2 * 3);
            live.apply(REGISTRY.formatted(", count: 5000"), RAISED);
            sending.until(Instant.MAX);
        }
        List<JsonNode> told = alerts(live, ALERTS - 1);
        job.cancel().get();

        assertThat(urgent(told, "100.66.1.9")).hasSize(3);
        assertThat(urgent(told, "100.66.1.10")).hasSize(2).allMatch(time -> time.isBefore(RAISED));
        LiveStudy replay = new LiveStudy(kafka, folder, "study-alerts-raised-again");
        replay.apply(REGISTRY.formatted(""), Instant.now());
        replay.apply(REGISTRY.formatted(", count: 5000"), RAISED);
        try (LiveStudy.Sending sending = replay.send(SCENARIO)) {
            sending.until(Instant.MAX);
        }
        JobClient again = replay.start(2, Map.of());
        assertThat(alerts(replay, ALERTS - 1)).isEqualTo(told);
        again.cancel().get();
    }

    private static List<JsonNode> alerts(LiveStudy study, int number) throws Exception {
        List<JsonNode> alerts = study.await("alert", number, alert -> true);
        alerts.sort(Comparator.comparing(JsonNode::toString));
        return alerts;
    }

    private static List<Instant> urgent(List<JsonNode> alerts, String source) {
        return alerts.stream()
                .filter(alert -> alert.at("/source/ip").asText().equals(source)
                        && alert.at("/yamori/alert/kind").asText().equals("urgent"))
                .map(alert -> Instant.parse(alert.get("@timestamp").asText()))
                .toList();
    }
}
