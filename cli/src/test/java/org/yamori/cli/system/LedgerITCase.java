package org.yamori.cli.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.ledger.LedgerRun;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;
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
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;

/** The sum over everything that real topics hold, after a real job has read them. */
@Tag("kafka")
@ExtendWith(Servers.class)
class LedgerITCase {
    private static final Path SCENARIO = Path.of("..", "docs", "scenarios", "quick.yaml");
    private static final Topics TOPICS = new Topics("study-ledger");
    private static final String LOSSY = "tokyo-1";
    private static final int LOST_BLOCK = 3;
    private static final int TWICE_SENT_BLOCK = 5;
    private static final int ROWS_OF_A_BLOCK = 500;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(2);

    private final KafkaServer kafka;
    private long packets;
    private long lost;
    private long duplicates;

    LedgerITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void sum_holdsWithABlockLostAndOneSentTwice_andBreaksWithAPacketTooMuch(@TempDir Path folder) throws Exception {
        Simulation simulation = Simulation.of(Scenario.load(SCENARIO));
        createTopics(simulation);
        for (DarkSensor sensor : simulation.scenario().sensors()) {
            publish(simulation, sensor);
        }
        assertThat(read(Duration.ZERO))
                .as("nothing is told yet, which is no loss")
                .contains("counted 0 + late 0 + waiting " + (packets - lost))
                .endsWith("the sum holds\n");

        JobClient job = DetectHere.start(kafka, TOPICS, folder, 2, Map.of());
        String settled = read(Duration.ofMinutes(3));

        assertThat(settled)
                .contains("captured " + packets + " = counted " + (packets - lost)
                        + " + late 0 + waiting 0 + refused 0 + outside 0 + replies 0 + dropped 0 + lost " + lost
                        + " + dead letters 0\n")
                .contains(duplicates + " packets came again and were not counted again")
                .endsWith("the sum holds\n");
        job.cancel().get();

        forgeAPacket();
        assertThat(read(Duration.ZERO))
                .contains("sensor osaka-1, minute 2026-01-05T12:00:00Z: ")
                .endsWith("THE SUM DOES NOT HOLD\n");
    }

    private String read(Duration patience) throws Exception {
        StringWriter words = new StringWriter();
        boolean holds = new LedgerRun(new LedgerRun.Request(
                        KafkaAccess.plaintext(kafka.bootstrapServers()),
                        TOPICS,
                        Optional.empty(),
                        TOPICS.prefix(),
                        patience))
                .read(new PrintWriter(words));
        assertThat(words.toString().endsWith("the sum holds\n")).isEqualTo(holds);
        return words.toString();
    }

    private void createTopics(Simulation simulation) throws Exception {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            for (String sensor : simulation.sensors()) {
                new PacketTopic(sensor, 1, (short) 1, -1).createOrCheck(admin, TOPICS);
            }
        }
        for (String topic : List.of(TOPICS.findings(), TOPICS.traffic(), TOPICS.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
    }

    private void publish(Simulation simulation, DarkSensor sensor) throws Exception {
        SensorSettings settings = new SensorSettings(
                sensor.name(),
                SensorKind.BLACKHOLE,
                sensor.network(),
                Clock.FILE,
                Shards.DEFAULT_COUNT,
                ROWS_OF_A_BLOCK,
                Ranges.of(sensor.ranges().stream().map(String::valueOf).toList()));
        try (PacketSource source = simulation.packetsOf(sensor.name());
                BlockPublisher publisher =
                        BlockPublisher.open(Map.of("bootstrap.servers", kafka.bootstrapServers()), TOPICS)) {
            SensorRun run = new SensorRun(settings, source, Epoch.first(1));
            for (BlockRecord block = run.next(); block != null; block = run.next()) {
                boolean lossy = sensor.name().equals(LOSSY) && !block.isHeartbeat();
                long number = block.header().position().block();
                packets += block.header().rows();
                if (lossy && number == LOST_BLOCK) {
                    lost += block.header().rows();
                    continue;
                }
                publisher.send(block);
                if (lossy && number == TWICE_SENT_BLOCK) {
                    duplicates += block.header().rows();
                    publisher.send(block);
                }
            }
            publisher.flush();
        }
        assertThat(packets).isPositive();
    }

    /** A later revision of a minute that says one packet more than there was. */
    private void forgeAPacket() throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> consumed :
                    TopicRecords.in(TOPICS.traffic(), kafka.bootstrapServers())) {
                ObjectNode finding = (ObjectNode) json.readTree(consumed.value());
                ObjectNode yamori = (ObjectNode) finding.get("yamori");
                if (yamori.path("key").asText().equals("osaka-1")
                        && yamori.at("/window/resolution").asText().equals("minute")) {
                    yamori.put("packets", yamori.get("packets").asLong() + 1);
                    ((ObjectNode) yamori.get("finding")).put("revision", 99);
                    producer.send(new ProducerRecord<>(
                                    TOPICS.traffic(), consumed.key(), json.writeValueAsBytes(finding)))
                            .get();
                    return;
                }
            }
        }
        throw new AssertionError("no minute of osaka-1 was told");
    }
}
