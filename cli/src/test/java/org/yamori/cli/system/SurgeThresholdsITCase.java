package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.sensor.simulate.DarkSensor;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
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
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    private Path folder;

    private final KafkaServer kafka;

    SurgeThresholdsITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void thresholdsChangedWhileTheJobRuns_replayAtTheirTime() throws Exception {
        Topics live = study("study-thresholds-live");
        JobClient job = start(live, 1);
        try (Sending sending = new Sending(live)) {
            sending.until(RAISED.minusSeconds(300));
            awaitSurges(live, 1);
            raiseAndLower(live);
            sending.until(Instant.MAX);
        }
        List<JsonNode> told = awaitSurges(live, 2);
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
            Topics replay = study("study-thresholds-replay-" + parallelism);
            raiseAndLower(replay);
            try (Sending sending = new Sending(replay)) {
                sending.until(Instant.MAX);
            }
            JobClient again = start(replay, parallelism);
            assertThat(awaitSurges(replay, 2)).isEqualTo(told);
            again.cancel().get();
        }
    }

    private Topics study(String prefix) throws Exception {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            new PacketTopic("tokyo-1", 1, (short) 1, -1).createOrCheck(admin, topics);
        }
        for (String topic :
                List.of(topics.findings(), topics.traffic(), topics.deadLetters(), topics.registry(), topics.lists())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        return topics;
    }

    private void raiseAndLower(Topics topics) throws Exception {
        apply(topics, "100, 100, 100, 100, 100, 100", RAISED);
        apply(topics, "20, 20, 20, 20, 20, 20", LOWERED);
    }

    private void apply(Topics topics, String scores, Instant from) throws Exception {
        Path file = Files.writeString(
                folder.resolve("registry.yaml"),
                "surge:\n  thresholds: [" + scores + "]\n  watchedThresholds: [" + scores + "]\n");
        YamoriProcess.run(
                List.of(
                        "registry",
                        "apply",
                        file.toString(),
                        "--why",
                        "a survey was announced",
                        "--by",
                        "sato",
                        "--from",
                        from.toString(),
                        "--brokers",
                        kafka.bootstrapServers(),
                        "--prefix",
                        topics.prefix()),
                folder);
    }

    private JobClient start(Topics topics, int parallelism) throws Exception {
        Configuration options = Configuration.fromMap(Map.of(
                "yamori.prefix",
                topics.prefix(),
                "yamori.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "yamori.detect.surge.learning-days",
                "1",
                "restart-strategy.type",
                "none",
                "execution.checkpointing.dir",
                folder.toUri().toString()));
        DetectConfig config = DetectConfig.from(options);
        StreamExecutionEnvironment env = DetectJob.environment(options, config);
        env.setParallelism(parallelism);
        DetectJob.build(env, options, config);
        return env.executeAsync(topics.prefix());
    }

    /** The first revisions of so many surges, by port. */
    private List<JsonNode> awaitSurges(Topics topics, int number) throws Exception {
        TreeMap<String, JsonNode> found = new TreeMap<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (found.size() < number && System.nanoTime() < end) {
            TopicRecords.read(topics.findings(), kafka.bootstrapServers(), record -> {
                String text = new String(record.value(), UTF_8);
                if (text.contains("\"dataset\":\"yamori.surge\"")) {
                    JsonNode surge = new ObjectMapper().readTree(text);
                    if (surge.at("/yamori/finding/revision").asInt() == 1) {
                        found.put(surge.at("/yamori/surge/port").asText(), surge);
                    }
                }
                return found.size() == number;
            });
        }
        return new ArrayList<>(found.values());
    }

    /** The sensor's blocks on their way, up to a time. */
    private final class Sending implements AutoCloseable {
        private final PacketSource source;
        private final BlockPublisher publisher;
        private final SensorRun run;
        private @Nullable BlockRecord next;

        Sending(Topics topics) throws Exception {
            Path scenario = Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
            Simulation simulation = Simulation.of(Scenario.load(scenario));
            DarkSensor sensor = simulation.scenario().sensors().get(0);
            source = simulation.packetsOf(sensor.name());
            publisher = BlockPublisher.open(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics);
            run = new SensorRun(
                    new SensorSettings(
                            sensor.name(),
                            SensorKind.BLACKHOLE,
                            sensor.network(),
                            Clock.FILE,
                            Shards.DEFAULT_COUNT,
                            100,
                            Ranges.of(sensor.ranges().stream()
                                    .map(String::valueOf)
                                    .toList())),
                    source,
                    Epoch.first(1));
            next = run.next();
        }

        void until(Instant time) throws Exception {
            long micros = time.equals(Instant.MAX) ? Long.MAX_VALUE : time.getEpochSecond() * 1_000_000;
            while (next != null && next.header().span().endMicros() < micros) {
                publisher.send(next);
                next = run.next();
            }
            publisher.flush();
        }

        @Override
        public void close() throws Exception {
            publisher.close();
            source.close();
        }
    }
}
