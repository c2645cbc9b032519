package org.yamori.cli.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.MemorySize;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.jobs.app.NotifyJob;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Flink as processes, with the notify job sent to it as a user would. */
@Tag("kafka")
@ExtendWith(Servers.class)
class FlinkClusterITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaServer kafka;

    @TempDir
    Path folder;

    FlinkClusterITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void notifyJobSentToTheCluster_losesNothingThoughItsWorkerIsKilled() throws Exception {
        Topics topics = new Topics("it-notify");
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.deadLetters(), 1, Map.of());
        Path file = folder.resolve("notified.jsonl");
        FlinkCluster.Settings settings = FlinkCluster.Settings.in(folder.resolve("flink"))
                .withWorkers(new FlinkCluster.Workers(2, 1, MemorySize.ofMebiBytes(1024)))
                .withOverrides(Map.of("heartbeat.interval", "500", "heartbeat.timeout", "3000"));
        try (FlinkCluster flink = new FlinkCluster(settings).start()) {
            NotifyJob.main(new String[] {
                "-Dyamori.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "-Dyamori.prefix=it-notify",
                "-Dyamori.notify.file=" + file,
                "-Dexecution.checkpointing.interval=200 ms",
                "-Dexecution.target=remote",
                "-Drest.address=127.0.0.1",
                "-Drest.port=" + flink.restPort(),
                "-Dparallelism.default=1"
            });
            send(topics.findings(), finding("a", 1), finding("a", 1), "garbage", finding("b", 1), finding("a", 2));
            await(() -> lines(file).size() >= 3);

            BusyWorker.kill(flink);
            send(topics.findings(), finding("a", 2), finding("b", 1), finding("a", 3));
            await(() -> lines(file).contains(finding("a", 3)));

            assertThat(flink.taskManagerPids()).hasSize(2).allMatch(pid -> pid > 1);
            assertThat(ProcessHandle.of(flink.pid())).isPresent();
        }
        // At least once: what was written after the last checkpoint before the kill may be there twice.
        List<String> lines = lines(file);
        assertThat(lines.stream().distinct())
                .containsExactly(finding("a", 1), finding("b", 1), finding("a", 2), finding("a", 3));
    }

    @Test
    void serverThatCannotStart_saysWhyWithTheEndOfItsLog() {
        KafkaServer.Settings wrong =
                KafkaServer.Settings.in(folder.resolve("kafka")).withOverrides(Map.of("process.roles", "emperor"));
        try (KafkaServer server = new KafkaServer(ServerHome.find(), wrong)) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("exit code")
                    .hasMessageContaining("kafka.log")
                    .hasMessageContaining("emperor");
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void send(String topic, String... documents) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String document : documents) {
                producer.send(new ProducerRecord<>(topic, document.getBytes(UTF_8)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static String finding(String id, int revision) {
        return "{\"yamori\":{\"finding\":{\"kind\":\"surge\",\"id\":\"" + id + "\",\"revision\":" + revision
                + ",\"anchor\":\"2026-01-01T00:00:00Z\"}}}";
    }
}
