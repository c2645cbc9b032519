package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.MemorySize;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.BusyWorker;
import org.yamori.cli.servers.FlinkCluster;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.jobs.app.DetectJob;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that dies in the middle of a surge: the surge goes on as the same finding, and none begins a second time.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class SurgeKilledITCase {
    /** A day that is learnt, then 500 hosts at once, for three hours. */
    private static final String SCENARIO = """
            name: killed
            seed: 3
            start: 2026-01-12T00:00:00Z
            duration: 29h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/21]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 0.01, sources: 20000}
              - {name: worm, kind: mirai, duration: 28h, ports: [7547: 0.9, 5555: 0.1], growth: {shape: step, from: 1, to: 500, at: +26h}, scansPerMinute: 0.2}
            """;

    /** The surge has been told by then, and lasts for an hour and a half more. */
    private static final Instant KILL = Instant.parse("2026-01-13T02:30:00Z");

    private static final Topics STAGED = new Topics("study-staged");
    private static final Topics KILLED = new Topics("study-killed");
    private static final String LEARNING = "yamori.detect.surge.learning-days=1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaServer kafka;

    @TempDir
    Path folder;

    SurgeKilledITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void workerKilledInTheMiddleOfASurge_leavesTheSameFindings() throws Exception {
        Path scenario = Files.writeString(folder.resolve("killed.yaml"), SCENARIO);
        Map<String, String> expected = analyzed(scenario);
        assertThat(expected.values()).anyMatch(line -> line.contains("\"port\":\"tcp/7547\""));
        List<ConsumerRecord<byte[], byte[]>> staged = staged(scenario);
        int half = firstAfter(KILL, staged);

        FlinkCluster.Settings settings = FlinkCluster.Settings.in(folder.resolve("flink"))
                .withWorkers(new FlinkCluster.Workers(2, 1, MemorySize.ofMebiBytes(1600)))
                .withOverrides(Map.of("heartbeat.interval", "500", "heartbeat.timeout", "5000"));
        Map<String, String> told = new TreeMap<>();
        try (FlinkCluster flink = new FlinkCluster(settings).start()) {
            startDetect(flink);
            publish(staged.subList(0, half));
            awaitFinding("\"phase\":\"onset\"");

            BusyWorker.kill(flink);
            publish(staged.subList(half, staged.size()));

            TopicRecords.read(KILLED.findings(), kafka.bootstrapServers(), record -> {
                addSurge(new String(record.value(), UTF_8), told);
                return last(told).equals(expected);
            });
        }
        assertThat(last(told)).isEqualTo(expected);
    }

    /** The last revision of each surge, from the same packets, undisturbed. */
    private Map<String, String> analyzed(Path scenario) throws IOException, InterruptedException {
        Path result = folder.resolve("analyzed");
        YamoriProcess.run(
                List.of("analyze", scenario.toString(), "--out", result.toString(), "--set", LEARNING), folder);
        Map<String, String> surges = new TreeMap<>();
        for (String line : Files.readAllLines(result.resolve("findings.jsonl"))) {
            addSurge(line, surges);
        }
        return last(surges);
    }

    private List<ConsumerRecord<byte[], byte[]>> staged(Path scenario) throws IOException, InterruptedException {
        YamoriProcess.run(
                List.of(
                        "simulate",
                        scenario.toString(),
                        "--to-kafka",
                        "--brokers",
                        kafka.bootstrapServers(),
                        "--prefix",
                        STAGED.prefix()),
                folder);
        return TopicRecords.in(STAGED.packets("tokyo-1"), kafka.bootstrapServers());
    }

    private static int firstAfter(Instant time, List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        int at = 0;
        while (Heard.of(records.get(at)).header().span().watermarkMicros() < time.getEpochSecond() * 1_000_000) {
            at++;
        }
        assertThat(at).isBetween(1, records.size() - 2);
        return at;
    }

    private void startDetect(FlinkCluster flink) throws Exception {
        for (String topic : List.of(KILLED.findings(), KILLED.traffic(), KILLED.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        kafka.createTopic(
                KILLED.packets("tokyo-1"),
                1,
                Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "8388608"));
        DetectJob.main(new String[] {
            "-Dyamori.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "-Dyamori.prefix=" + KILLED.prefix(),
            "-D" + LEARNING,
            "-Dexecution.checkpointing.interval=300 ms",
            "-Dexecution.target=remote",
            "-Drest.address=127.0.0.1",
            "-Drest.port=" + flink.restPort(),
            "-Dparallelism.default=1"
        });
    }

    private void publish(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", "8388608"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(
                                KILLED.packets("tokyo-1"), 0, record.key(), record.value(), record.headers()))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void awaitFinding(String words) throws IOException {
        boolean[] found = new boolean[1];
        TopicRecords.read(KILLED.findings(), kafka.bootstrapServers(), record -> {
            found[0] = new String(record.value(), UTF_8).contains(words);
            return found[0];
        });
        assertThat(found[0]).as("finding with " + words).isTrue();
    }

    /** By id and revision; what is told twice is the same both times. */
    private static void addSurge(String line, Map<String, String> surges) throws IOException {
        JsonNode finding = JSON.readTree(line).at("/yamori/finding");
        if (finding.get("kind").asText().equals("surge")) {
            String key = "%s %04d"
                    .formatted(
                            finding.get("id").asText(), finding.get("revision").asInt());
            assertThat(surges.merge(key, line, (first, second) -> first))
                    .as(key)
                    .isEqualTo(line);
        }
    }

    private static Map<String, String> last(Map<String, String> surges) {
        Map<String, String> last = new TreeMap<>();
        surges.forEach((key, line) -> last.put(key.split(" ", 2)[0], line));
        return last;
    }
}
