package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;
import org.yamori.wire.Validity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an enemy writes into a sensor's topic, the job goes on, counts the rest exactly and says what it refused.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class PoisonITCase {
    private static final Topics TOPICS = new Topics("poison");
    private static final String SENSOR = "tokyo-1";
    private static final long SECOND = 1_000_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(2);

    private final KafkaServer kafka;
    private long rowsBefore;

    PoisonITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void poisonedTopic_isCountedExactlyAndTheRestIsDeadLetters(@TempDir Path folder) throws Exception {
        createTopics();
        long minute = Math.floorDiv(Instant.now().getEpochSecond(), 60L) * 60 * SECOND;
        long now = Instant.now().getEpochSecond() * SECOND;
        byte[] first = block(0, now - SECOND, now, Clock.LIVE, SENSOR);
        byte[] second = block(1, now, now + SECOND / 10, Clock.LIVE, SENSOR);
        byte[] random = new byte[1000];
        new Random(3).nextBytes(random);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            registerBeforehand(producer, now);
            for (byte[] value : List.of(
                    first,
                    random,
                    Arrays.copyOf(second, second.length / 2),
                    laterVersion(second),
                    new byte[0],
                    block(2, now, now + 1, Clock.LIVE, "osaka-1"),
                    block(2, now, now + 1, Clock.FILE, SENSOR),
                    block(2, 0, SECOND, Clock.LIVE, SENSOR),
                    block(3, 4_102_444_800L * SECOND, 4_102_444_801L * SECOND, Clock.LIVE, SENSOR),
                    second,
                    second)) {
                producer.send(new ProducerRecord<>(TOPICS.packets(SENSOR), value))
                        .get();
            }
            producer.send(heartbeat(minute + 70 * SECOND)).get();
        }

        JobClient job = start(folder);
        Map<Long, String> reasons = deadLetters(8);
        Map<String, JsonNode> totals = totalsWith("packets", 200);

        assertThat(reasons).containsOnlyKeys(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(reasons.get(1L)).contains("no Arrow");
        assertThat(reasons.get(2L)).contains("truncated");
        assertThat(reasons.get(3L)).contains("schema version 9");
        assertThat(reasons.get(4L)).contains("empty record");
        assertThat(reasons.get(5L)).contains("names sensor osaka-1 in the topic of tokyo-1");
        assertThat(reasons.get(6L)).contains("clock of a file");
        assertThat(reasons.get(7L)).contains("older than any spool may be");
        assertThat(reasons.get(8L)).contains("clock is ahead");
        assertThat(totals.values().stream()
                        .mapToLong(total -> total.get("packets").asLong())
                        .sum())
                .as("two blocks of a hundred packets, one of them sent twice, from minute %s on", minute)
                .isEqualTo(200);
        assertThat(totals.values())
                .allSatisfy(total ->
                        assertThat(total.at("/observed/addresses").asLong()).isEqualTo(256));
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.cancel().get();
    }

    private void createTopics() throws Exception {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()))) {
            new PacketTopic(SENSOR, 1, (short) 1, -1).createOrCheck(admin, TOPICS);
        }
        for (String topic : List.of(TOPICS.findings(), TOPICS.traffic(), TOPICS.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        // Here the test says when the broker got a record.
        kafka.createTopic(TOPICS.registry(), 1, Map.of("message.timestamp.type", "CreateTime"));
    }

    /** A registry written long ago, then something that is none. */
    private void registerBeforehand(KafkaProducer<byte[], byte[]> producer, long nowMicros) throws Exception {
        SensorEntry sensor = new SensorEntry(
                SENSOR,
                "nicter",
                SensorKind.BLACKHOLE,
                "JP",
                List.of(org.yamori.wire.Cidr.parse("198.51.100.0/24")),
                Validity.ALWAYS);
        RegistryRecord record = new RegistryRecord(
                1, nowMicros - 3600 * SECOND, "operator", "first version", new Registry(List.of(), List.of(sensor)));
        producer.send(new ProducerRecord<>(TOPICS.registry(), 0, nowMicros / 1000 - 3_600_000, null, record.toJson()))
                .get();
        producer.send(new ProducerRecord<>(TOPICS.registry(), "no registry".getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private JobClient start(Path folder) throws Exception {
        return DetectHere.start(
                kafka,
                TOPICS,
                folder,
                2,
                Map.of("yamori.source.late-bound", "60 s", "yamori.source.ahead-bound", "2 min"));
    }

    /** Event time goes on to the end of the minute, so that it is told. */
    private static ProducerRecord<byte[], byte[]> heartbeat(long micros) throws Exception {
        BlockHeader header = new BlockHeader(
                new BlockHeader.Origin(SENSOR, SensorKind.BLACKHOLE, "nicter", Clock.LIVE),
                new BlockHeader.Position(1, 0, 1, -1, -1, 200),
                new BlockHeader.Span(micros, micros, micros, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPICS.packets(SENSOR), null);
        record.headers().add(BlockRecord.HEARTBEAT, new ObjectMapper().writeValueAsBytes(header.toTexts()));
        return record;
    }

    private byte[] block(long number, long startMicros, long endMicros, Clock clock, String sensor) {
        PacketColumns columns = PacketColumns.ofPackets(false, Shards.DEFAULT_COUNT, 100);
        PacketRow row = new PacketRow();
        for (int i = 0; i < 100; i++) {
            row.timeMicros = startMicros + i;
            row.source = 0x0A000000 + i * 65_536;
            row.destination = 0xC6336400 + i;
            row.protocol = 6;
            row.tcpFlags = 2;
            row.destinationPort = 23;
            row.totalLength = 40;
            columns.append(row);
        }
        byte[] bytes = columns.encode(new BlockHeader(
                new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, "nicter", clock),
                new BlockHeader.Position(1, 0, number, -1, -1, rowsBefore),
                new BlockHeader.Span(startMicros, endMicros, endMicros, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]));
        rowsBefore += 100;
        return bytes;
    }

    /** The same block, claiming version 9 of the schema. */
    private static byte[] laterVersion(byte[] block) {
        byte[] key = "yamori.schema_version".getBytes(StandardCharsets.US_ASCII);
        byte[] later = block.clone();
        for (int at = 0; at < later.length - key.length; at++) {
            if (Arrays.equals(later, at, at + key.length, key, 0, key.length)) {
                for (int near = at - 64; near < at + 64; near++) {
                    boolean isTheOne = later[near] == '1' && later[near - 4] == 1 && later[near + 1] == 0;
                    if (isTheOne) {
                        later[near] = '9';
                        return later;
                    }
                }
            }
        }
        throw new AssertionError("the block does not name its schema version");
    }

    private Map<Long, String> deadLetters(int count) throws IOException {
        Map<Long, String> reasons = new TreeMap<>();
        TopicRecords.read(TOPICS.deadLetters(), kafka.bootstrapServers(), record -> {
            Map<String, String> headers = new HashMap<>();
            record.headers()
                    .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
            assertThat(headers).containsEntry("topic", TOPICS.packets(SENSOR)).containsEntry("partition", "0");
            reasons.put(Long.valueOf(String.valueOf(headers.get("offset"))), String.valueOf(headers.get("reason")));
            return reasons.size() >= count;
        });
        return reasons;
    }

    private Map<String, JsonNode> totalsWith(String field, long sum) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, JsonNode> totals = new HashMap<>();
        TopicRecords.read(TOPICS.traffic(), kafka.bootstrapServers(), record -> {
            JsonNode yamori = json.readTree(record.value()).get("yamori");
            if (yamori.path("breakdown").asText().equals("total")
                    && yamori.at("/window/resolution").asText().equals("minute")) {
                totals.put(yamori.at("/finding/id").asText(), yamori);
            }
            return totals.values().stream()
                            .mapToLong(total -> total.get(field).asLong())
                            .sum()
                    >= sum;
        });
        return totals;
    }
}
