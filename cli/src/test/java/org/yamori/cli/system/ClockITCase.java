package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** Sensors with right and wrong clocks before a real broker and job. The test says when the broker got a record. */
@Tag("kafka")
@ExtendWith(Servers.class)
class ClockITCase {
    private static final Topics TOPICS = new Topics("clocks");
    private static final String RIGHT = "tokyo-1";
    private static final String AHEAD = "osaka-1";
    private static final String BEHIND = "kobe-1";
    private static final long SECOND = 1_000_000;
    private static final int SECONDS = 150;
    private static final byte @Nullable [] NOTHING = null;
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(1);

    private final KafkaServer kafka;

    ClockITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void wrongClocks_areFindings_andNeitherCloseNorHoldUpTheWindowsOfOthers(@TempDir Path folder) throws Exception {
        // Later than now, so that the rule for sensors that say nothing, which goes by the wall clock, moves nothing.
        long start = (Instant.now().getEpochSecond() / 60 + 60) * 60 * SECOND;
        for (String topic : List.of(TOPICS.findings(), TOPICS.traffic(), TOPICS.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        for (String sensor : List.of(RIGHT, AHEAD, BEHIND)) {
            kafka.createTopic(
                    TOPICS.packets(sensor),
                    1,
                    Map.of("message.timestamp.type", "CreateTime", "message.timestamp.after.max.ms", "86400000"));
        }
        send(start);

        JobClient job = DetectHere.start(kafka, TOPICS, folder, 1, Map.of("execution.checkpointing.interval", "1 s"));
        try {
            JsonNode minute = await(TOPICS.traffic(), ClockITCase::isTotalOfAMinute);
            assertThat(minute.at("/yamori/packets").asLong()).isEqualTo(100);
            assertThat(Instant.parse(minute.get("@timestamp").asText()).getEpochSecond())
                    .isEqualTo(start / SECOND);
            List<JsonNode> skews = new ArrayList<>();
            await(TOPICS.findings(), finding -> {
                if (finding.at("/yamori/resolution").asText().equals("skew")) {
                    skews.add(finding);
                }
                return skews.size() == 2;
            });
            assertThat(skews)
                    .extracting(skew -> skew.at("/observer/name").asText()
                            + ' '
                            + skew.at("/yamori/sensor/state").asText()
                            + ' '
                            + skew.at("/yamori/sensor/skew_micros").asLong())
                    .containsExactlyInAnyOrder(AHEAD + " clock ahead 3599980000", BEHIND + " clock behind -600020000");
            assertThat(await(TOPICS.findings(), ClockITCase::isAheadTold)
                            .at("/yamori/finding/anchor")
                            .asText())
                    .isEqualTo(Instant.ofEpochSecond(start / SECOND).toString().replace("Z", ".000000Z"));
        } finally {
            job.cancel().get();
        }
    }

    private static boolean isAheadTold(JsonNode finding) {
        return finding.at("/yamori/sensor/state").asText().equals("clock ahead");
    }

    private static boolean isTotalOfAMinute(JsonNode finding) {
        return finding.at("/yamori/breakdown").asText().equals("total")
                && finding.at("/yamori/window/resolution").asText().equals("minute")
                && finding.at("/yamori/packets").asLong() > 0;
    }

    /** Each sensor says something each second; the right one begins with a hundred packets. */
    private void send(long start) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            sent.add(producer.send(new ProducerRecord<>(
                    TOPICS.packets(RIGHT), 0, (start + SECOND) / 1000 + 20, NOTHING, block(start))));
            for (int second = 2; second < SECONDS; second++) {
                long micros = start + second * SECOND;
                sent.add(producer.send(heartbeat(RIGHT, micros, 0)));
                sent.add(producer.send(heartbeat(AHEAD, micros, 3600 * SECOND)));
                sent.add(producer.send(heartbeat(BEHIND, micros, -600 * SECOND)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> heartbeat(String sensor, long micros, long skewMicros)
            throws Exception {
        long end = micros + skewMicros;
        BlockHeader header = new BlockHeader(
                new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, "nicter", Clock.LIVE),
                new BlockHeader.Position(1, 0, sensor.equals(RIGHT) ? 0 : -1, -1, -1, sensor.equals(RIGHT) ? 100 : 0),
                new BlockHeader.Span(end, end, end, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPICS.packets(sensor), 0, micros / 1000 + 20, NOTHING, NOTHING);
        record.headers().add(BlockRecord.HEARTBEAT, JSON.writeValueAsBytes(header.toTexts()));
        return record;
    }

    private static byte[] block(long start) {
        PacketColumns columns = PacketColumns.ofPackets(false, Shards.DEFAULT_COUNT, 100);
        PacketRow row = new PacketRow();
        for (int i = 0; i < 100; i++) {
            row.timeMicros = start + i;
            row.source = 0x0A000000 + i * 65_536;
            row.destination = 0xC6336400 + i;
            row.protocol = 6;
            row.tcpFlags = 2;
            row.destinationPort = 23;
            row.totalLength = 40;
            columns.append(row);
        }
        return columns.encode(new BlockHeader(
                new BlockHeader.Origin(RIGHT, SensorKind.BLACKHOLE, "nicter", Clock.LIVE),
                new BlockHeader.Position(1, 0, 0, -1, -1, 0),
                new BlockHeader.Span(start, start + SECOND, start + SECOND, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]));
    }

    private JsonNode await(String topic, Predicate<JsonNode> enough) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        TopicRecords.read(topic, kafka.bootstrapServers(), record -> {
            JsonNode finding = JSON.readTree(record.value());
            return enough.test(finding) && found.add(finding);
        });
        assertThat(found).as(topic).hasSize(1);
        return found.get(0);
    }
}
