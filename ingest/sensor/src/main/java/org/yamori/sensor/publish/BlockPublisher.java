package org.yamori.sensor.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.yamori.sensor.spool.QueuedRecord;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Topics;

/**
 * A Kafka producer of blocks and heartbeats: idempotent, acknowledged by all replicas, in order within a partition.
 *
 * <p>Sending waits while 64 MiB are on their way. A failure is thrown by the next call of {@link #send}, {@link #flush}
 * or {@link #close}, and by every one after it: a block is never left out in silence.
 */
public final class BlockPublisher implements AutoCloseable {
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;
    /** Kafka's own 128 KiB would bound what a distant broker can be sent. */
    private static final int SIZED_BY_THE_SYSTEM = -1;

    private final AcknowledgedProducer producer;
    private final Topics topics;
    private final AtomicLong acknowledgedBlocks = new AtomicLong();
    private final AtomicLong acknowledgedHeartbeats = new AtomicLong();

    /** For tests and for producers with other settings. */
    BlockPublisher(Producer<byte[], byte[]> producer, Topics topics) {
        this.producer = new AcknowledgedProducer(producer);
        this.topics = topics;
    }

    /**
     * A publisher with a producer of its own.
     *
     * @param kafka where the brokers are, how to log in and what to do differently, as Kafka's own properties
     */
    public static BlockPublisher open(Map<String, String> kafka, Topics topics) throws PublishException {
        return new BlockPublisher(producer(properties(kafka)), topics);
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> properties) throws PublishException {
        try {
            return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException wrong) {
            throw new PublishException(
                    "no producer can be made of the Kafka properties given: " + causes(wrong), wrong);
        }
    }

    /** Ours first, then what was given; order and completeness are not for negotiation. */
    static Map<String, Object> properties(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 2 * 1024 * 1024);
        properties.put(ProducerConfig.SEND_BUFFER_CONFIG, SIZED_BY_THE_SYSTEM);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, PacketTopic.MAX_MESSAGE_BYTES);
        properties.putAll(kafka);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return properties;
    }

    /** A producer for a {@link Delivery}, which decides itself when a broker is away. */
    public static Producer<byte[], byte[]> liveProducer(Map<String, String> kafka) throws PublishException {
        return producer(liveProperties(kafka));
    }

    /** Batches are small, so that a slow line acknowledges often; nothing expires, so that nothing is overtaken. */
    static Map<String, Object> liveProperties(Map<String, String> kafka) {
        Map<String, String> live = new HashMap<>(Map.of(
                ProducerConfig.BATCH_SIZE_CONFIG,
                String.valueOf(256 * 1024),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "5000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "15000"));
        live.putAll(kafka);
        Map<String, Object> properties = properties(live);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return properties;
    }

    static String causes(Throwable wrong) {
        StringBuilder text = new StringBuilder(String.valueOf(wrong.getMessage()));
        for (Throwable cause = wrong.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause.getMessage());
        }
        return text.toString();
    }

    /** Hands a block or heartbeat over; it has arrived when {@link #flush} returns. */
    public void send(BlockRecord block) throws PublishException {
        String topic = topics.packets(block.header().origin().sensor());
        AtomicLong acknowledged = block.isHeartbeat() ? acknowledgedHeartbeats : acknowledgedBlocks;
        producer.send(record(topic, block), acknowledged::incrementAndGet, error -> failed(topic, block, error));
    }

    static ProducerRecord<byte[], byte[]> record(String topic, BlockRecord block) {
        return record(topic, QueuedRecord.of(block));
    }

    /** The record as it goes over the wire: a heartbeat has no value and says all in one record header. */
    static ProducerRecord<byte[], byte[]> record(String topic, QueuedRecord queued) {
        int partition = queued.partition();
        if (!queued.heartbeat()) {
            return new ProducerRecord<>(topic, partition, (byte[]) null, queued.payload());
        }
        List<Header> headers = List.of(new RecordHeader(BlockRecord.HEARTBEAT, queued.payload()));
        return new ProducerRecord<>(topic, partition, (byte[]) null, (byte[]) null, headers);
    }

    private static PublishException failed(String topic, BlockRecord block, Exception error) {
        BlockHeader.Position position = block.header().position();
        return new PublishException(
                (block.isHeartbeat() ? "heartbeat after block " : "block ") + position.block() + " of epoch "
                        + position.epoch() + " was not taken by topic " + topic + ", partition "
                        + position.partition() + ": " + error.getMessage(),
                error);
    }

    /** Waits until everything sent was acknowledged. */
    public void flush() throws PublishException {
        producer.flush();
    }

    /** Blocks that all replicas have. */
    public long acknowledgedBlocks() {
        return acknowledgedBlocks.get();
    }

    public long acknowledgedHeartbeats() {
        return acknowledgedHeartbeats.get();
    }

    /** Sends what is on its way, for at most 30 seconds, and throws if anything sent did not arrive. */
    @Override
    public void close() throws PublishException {
        producer.close();
    }
}
