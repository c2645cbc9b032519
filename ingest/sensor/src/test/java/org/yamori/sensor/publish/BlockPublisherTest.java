package org.yamori.sensor.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Packets;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.Topics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlockPublisherTest {
    private static final Topics TOPICS = new Topics("study-x");

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final BlockPublisher publisher = new BlockPublisher(kafka, TOPICS);

    private static List<BlockRecord> blockAndHeartbeat() throws Exception {
        SensorSettings settings = SensorSettings.blackhole("s1", "NICTER", Clock.FILE);
        try (SensorRun run = new SensorRun(settings, Packets.scanned().at(7), new Epoch(9, 3, -1, -1))) {
            return List.of(requireNonNull(run.next()), requireNonNull(run.next()));
        }
    }

    @Test
    void block_goesIntoItsPartitionOfTheSensorsTopic() throws Exception {
        BlockRecord block = blockAndHeartbeat().get(0);
        publisher.send(block);

        ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
        assertThat(record.topic()).isEqualTo("study-x.packets.s1");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.key()).isNull();
        assertThat(record.value()).isEqualTo(block.body());
        assertThat(record.headers()).isEmpty();
    }

    @Test
    void heartbeat_hasNoValueAndOneHeader() throws Exception {
        BlockRecord heartbeat = blockAndHeartbeat().get(1);
        publisher.send(heartbeat);

        ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
        assertThat(record.value()).isNull();
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.headers().toArray()).hasSize(1);
        byte[] json = record.headers().lastHeader("yamori.heartbeat").value();
        Map<?, ?> texts = new ObjectMapper().readValue(json, Map.class);
        assertThat(texts).isEqualTo(heartbeat.header().toTexts());
        assertThat(texts.get("yamori.last")).isEqualTo("true");
    }

    @Test
    void acknowledgements_areCounted() throws Exception {
        for (BlockRecord record : blockAndHeartbeat()) {
            publisher.send(record);
        }
        assertThat(publisher.acknowledgedBlocks()).isZero();

        publisher.flush();

        assertThat(publisher.acknowledgedBlocks()).isEqualTo(1);
        assertThat(publisher.acknowledgedHeartbeats()).isEqualTo(1);
        publisher.close();
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void failure_isThrownByEveryCallAfterIt() throws Exception {
        List<BlockRecord> records = blockAndHeartbeat();
        publisher.send(records.get(0));
        kafka.errorNext(new RecordTooLargeException("9 MiB"));

        String message = "block 0 of epoch 9 was not taken by topic study-x.packets.s1, partition 3: 9 MiB";
        assertThatThrownBy(() -> publisher.send(records.get(1)))
                .isInstanceOf(PublishException.class)
                .hasMessage(message);
        assertThatThrownBy(publisher::flush).hasMessage(message);
        assertThatThrownBy(publisher::close).hasMessage(message);
        assertThat(publisher.acknowledgedBlocks()).isZero();
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void properties_keepOrderAndCompleteness_whateverIsGiven() {
        Map<String, Object> properties = BlockPublisher.properties(Map.of(
                "bootstrap.servers", "localhost:9092", "acks", "0", "enable.idempotence", "false", "linger.ms", "50"));
        assertThat(properties)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", "50")
                .containsEntry("compression.type", "lz4")
                .containsEntry("max.request.size", 8_388_608)
                .containsEntry("buffer.memory", 67_108_864L);
    }

    @Test
    void unusableProperties_areSaidAtOnce() {
        assertThatThrownBy(() -> BlockPublisher.open(Map.of("bootstrap.servers", "no port"), TOPICS))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("no port");
    }

    @Test
    void topic_isCreatedWithAppendTimeAndRoomForABlock() {
        var topic = new PacketTopic("s1", 4, (short) 3, 86_400_000).definition(TOPICS);
        assertThat(topic.name()).isEqualTo("study-x.packets.s1");
        assertThat(topic.numPartitions()).isEqualTo(4);
        assertThat(topic.replicationFactor()).isEqualTo((short) 3);
        assertThat(topic.configs())
                .isEqualTo(Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "max.message.bytes",
                        "8388608",
                        "retention.ms",
                        "86400000"));
        assertThatThrownBy(() -> new PacketTopic("s1", 0, (short) 1, 1)).hasMessageContaining("1 to 4096, was 0");
        assertThatThrownBy(() -> PacketTopic.of("s1", 0)).hasMessageContaining("at least 1 ms");
    }
}
