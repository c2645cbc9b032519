package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.FindingsSink;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.KafkaBlocks;
import org.yamori.jobs.topology.DetectTopology;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.sensor.publish.LivePlayer;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.sensor.simulate.DarkSensor;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 1: two million packets of three sensors, out of order within the bound, give the same final findings, byte
 * for byte, live over Kafka at parallelism 1, 2 and 4, once more from savepoints rescaled from 2 to 3 to 1, and from
 * files.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class EqualityITCase {
    private static final Path SCENARIO = Path.of("..", "docs", "scenarios", "equality.yaml");
    private static final Topics LIVE = new Topics("equality");
    private static final String REGISTRY = "registry.yaml";
    private static final Duration LEAD = Duration.ofSeconds(10);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(10);

    private final KafkaServer kafka;

    EqualityITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void livePackets_giveTheSameFindingsHoweverTheyAreCounted(@TempDir Path folder) throws Exception {
        Simulation simulation =
                Simulation.of(Scenario.load(SCENARIO)).shiftedTo(Instant.now().plus(LEAD));
        writeRegistry(simulation, folder);
        createTopics(simulation);
        JobClient alone = start(1, "alone", folder, "");
        JobClient two = start(2, "two", folder, "");
        JobClient four = start(4, "four", folder, "");
        JobClient moving = start(2, "moving", folder, "");

        ExecutorService sensors = Executors.newFixedThreadPool(4);
        Future<Map<String, String>> analyzing =
                sensors.submit(() -> analyzed(writeCaptures(simulation, folder), folder, simulation));
        List<Future<?>> playing = new ArrayList<>();
        for (DarkSensor sensor : simulation.scenario().sensors()) {
            playing.add(sensors.submit(() -> {
                play(simulation, sensor);
                return null;
            }));
        }
        awaitEventTime(simulation, 70);
        moving = start(3, "moving", folder, stop(moving, folder));
        awaitEventTime(simulation, 130);
        moving = start(1, "moving", folder, stop(moving, folder));
        for (Future<?> sensor : playing) {
            sensor.get();
        }
        sensors.shutdown();

        Map<String, String> expected = analyzing.get();
        assertThat(expected).hasSizeGreaterThan(1_000);
        for (String run : List.of("alone", "two", "four", "moving")) {
            assertThat(awaitFindings(run, expected)).as(run).isEqualTo(expected);
        }
        for (JobClient job : List.of(alone, two, four, moving)) {
            job.cancel().get();
        }
    }

    private static List<Path> writeCaptures(Simulation simulation, Path folder) throws IOException {
        List<Path> captures = new ArrayList<>();
        PacketRow row = new PacketRow();
        for (String sensor : simulation.sensors()) {
            Path capture = folder.resolve(sensor + ".pcap");
            try (PacketSource packets = simulation.packetsOf(sensor);
                    PcapWriter writer = PcapWriter.to(capture)) {
                while (packets.next(row)) {
                    writer.write(row);
                }
            }
            captures.add(capture);
        }
        return captures;
    }

    private void createTopics(Simulation simulation) throws Exception {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            for (String sensor : simulation.sensors()) {
                new PacketTopic(sensor, 1, (short) 1, -1).createOrCheck(admin, LIVE);
            }
        }
        for (String run : List.of("alone", "two", "four", "moving")) {
            Topics topics = new Topics("equality-" + run);
            for (String topic : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
                kafka.createTopic(topic, 1, Map.of());
            }
        }
    }

    private JobClient start(int parallelism, String run, Path folder, String savepoint) throws Exception {
        DetectConfig config = DetectConfig.from(Configuration.fromMap(Map.of(
                "yamori.prefix",
                LIVE.prefix(),
                "yamori.enrich.registry",
                folder.resolve(REGISTRY).toString(),
                // The bound that a loaded test machine keeps to; a late block would rightly count as a revision.
                "yamori.source.late-bound",
                "20 s")));
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        if (!savepoint.isEmpty()) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        env.setMaxParallelism(config.source().shards());
        Topics out = new Topics("equality-" + run);
        DetectTopology.build(
                env.fromSource(
                                KafkaBlocks.live(KafkaAccess.plaintext(kafka.bootstrapServers()), LIVE),
                                new ArrivalWatermarks(config.source()),
                                "packets")
                        .uid("packets"),
                config,
                FindingsSink.kafka(KafkaAccess.plaintext(kafka.bootstrapServers()), out),
                DeadLetterSink.kafka(KafkaAccess.plaintext(kafka.bootstrapServers()), out.deadLetters(), "detect"));
        return env.executeAsync(run);
    }

    private static String stop(JobClient job, Path folder) throws Exception {
        return job.stopWithSavepoint(
                        false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                .get(2, TimeUnit.MINUTES);
    }

    private void play(Simulation simulation, DarkSensor sensor) throws IOException {
        SensorSettings settings = new SensorSettings(
                sensor.name(),
                SensorKind.BLACKHOLE,
                sensor.network(),
                Clock.LIVE,
                Shards.DEFAULT_COUNT,
                SensorSettings.DEFAULT_MAX_ROWS,
                Ranges.of(ranges(sensor)));
        try (PacketSource packets = simulation.packetsOf(sensor.name());
                BlockPublisher publisher =
                        BlockPublisher.open(Map.of("bootstrap.servers", kafka.bootstrapServers()), LIVE)) {
            LivePlayer.atItsOwnTime(
                            packets,
                            settings,
                            Epoch.first(simulation.startMicros()),
                            publisher::send,
                            HeartbeatClock.ofMachine())
                    .play();
        }
    }

    private static void writeRegistry(Simulation simulation, Path folder) throws IOException {
        StringBuilder sensors = new StringBuilder("sensors:\n");
        for (DarkSensor sensor : simulation.scenario().sensors()) {
            sensors.append("  - {name: %s, network: %s, kind: blackhole, ranges: %s}%n"
                    .formatted(sensor.name(), sensor.network(), ranges(sensor)));
        }
        Files.writeString(folder.resolve(REGISTRY), sensors);
    }

    private static List<String> ranges(DarkSensor sensor) {
        return sensor.ranges().stream().map(String::valueOf).toList();
    }

    private static void awaitEventTime(Simulation simulation, int seconds) throws InterruptedException {
        HeartbeatClock.ofMachine().waitUntil(simulation.startMicros() + seconds * 1_000_000L);
    }

    /** Final findings of the windows that ended, from the captures. */
    private static Map<String, String> analyzed(List<Path> captures, Path folder, Simulation simulation)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("analyze"));
        captures.forEach(capture -> args.add(capture.toString()));
        args.addAll(List.of(
                "--registry",
                folder.resolve(REGISTRY).toString(),
                "--out",
                folder.resolve("analyzed").toString()));
        YamoriProcess.run(args, folder);
        Map<String, String> ended = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        try (var lines = Files.lines(folder.resolve("analyzed").resolve("findings.jsonl"))) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode yamori = json.readTree(line).get("yamori");
                boolean traffic = yamori.at("/finding/kind").asText().equals("traffic");
                if (traffic && hasEnded(yamori, simulation)) {
                    ended.put(yamori.at("/finding/id").asText(), line);
                }
            }
        }
        return ended;
    }

    private static boolean hasEnded(JsonNode yamori, Simulation simulation) {
        Instant end = Instant.parse(yamori.at("/window/end").asText());
        return end.getEpochSecond() * 1_000_000 <= simulation.endMicros();
    }

    /** Reads a run's findings until all that are expected have come in their last revision, or patience ends. */
    private Map<String, String> awaitFindings(String run, Map<String, String> expected) throws IOException {
        Map<String, String> last = new TreeMap<>();
        Map<String, Long> revisions = new TreeMap<>();
        ObjectMapper json = new ObjectMapper();
        TopicRecords.read(new Topics("equality-" + run).traffic(), kafka.bootstrapServers(), record -> {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            JsonNode finding = json.readTree(text).at("/yamori/finding");
            String id = finding.get("id").asText();
            long revision = finding.get("revision").asLong();
            if (expected.containsKey(id) && revision >= revisions.getOrDefault(id, 0L)) {
                revisions.put(id, revision);
                last.put(id, text);
            }
            return last.size() == expected.size() && last.equals(expected);
        });
        return last;
    }
}
