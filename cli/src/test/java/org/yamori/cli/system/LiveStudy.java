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
import java.util.function.Predicate;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.TopicRecords;
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

/** A study of its own: topics, a detect job on a cluster in this process, and a sensor that sends a scenario. */
final class LiveStudy {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KafkaServer kafka;
    private final Path folder;
    private final Topics topics;

    LiveStudy(KafkaServer kafka, Path folder, String prefix) throws Exception {
        this.kafka = kafka;
        this.folder = folder;
        topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            new PacketTopic("tokyo-1", 1, (short) 1, -1).createOrCheck(admin, topics);
        }
        for (String topic :
                List.of(topics.findings(), topics.traffic(), topics.deadLetters(), topics.registry(), topics.lists())) {
            kafka.createTopic(topic, 1, Map.of());
        }
    }

    /** Writes a version of the registry as a person does. */
    void apply(String registry, Instant from) throws Exception {
        Path file = Files.writeString(folder.resolve("registry.yaml"), registry);
        YamoriProcess.run(
                List.of(
                        "registry",
                        "apply",
                        file.toString(),
                        "--why",
                        "it was wanted",
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

    JobClient start(int parallelism, Map<String, String> more) throws Exception {
        return DetectHere.start(kafka, topics, folder, parallelism, more);
    }

    /** So many findings of a kind, by id and revision, as soon as they are there. */
    List<JsonNode> await(String kind, int number, Predicate<JsonNode> wanted) throws Exception {
        TreeMap<String, JsonNode> found = new TreeMap<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (found.size() < number && System.nanoTime() < end) {
            TopicRecords.read(topics.findings(), kafka.bootstrapServers(), record -> {
                String text = new String(record.value(), UTF_8);
                if (text.contains("\"dataset\":\"yamori." + kind + "\"")) {
                    JsonNode finding = new ObjectMapper().readTree(text);
                    if (wanted.test(finding)) {
                        JsonNode name = finding.at("/yamori/finding");
                        found.put(
                                name.get("id").asText() + "/"
                                        + name.get("revision").asText(),
                                finding);
                    }
                }
                return found.size() == number;
            });
        }
        return new ArrayList<>(found.values());
    }

    Sending send(String scenario) throws Exception {
        return new Sending(scenario);
    }

    /** The sensor's blocks on their way, up to a time. */
    final class Sending implements AutoCloseable {
        private final PacketSource source;
        private final BlockPublisher publisher;
        private final SensorRun run;
        private @Nullable BlockRecord next;

        private Sending(String scenario) throws Exception {
            Simulation simulation =
                    Simulation.of(Scenario.load(Files.writeString(folder.resolve("scenario.yaml"), scenario)));
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
