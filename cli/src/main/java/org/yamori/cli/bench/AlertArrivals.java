package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.IpAddress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Who reads the findings as they come, and writes down when each urgent alert was there. */
final class AlertArrivals implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Thread reader;
    private @Nullable Exception failure;
    private volatile boolean closing;

    /**
     * An urgent alert.
     *
     * @param source address of its host
     * @param alertMicros what it says when it was
     * @param appendMicros when the broker had it
     * @param receivedMicros when it was here
     */
    record Arrival(int source, long alertMicros, long appendMicros, long receivedMicros) {}

    AlertArrivals(String brokers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        reader = new Thread(this::read, "reader of alerts");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
                }
            }
        } catch (IOException | RuntimeException failed) {
            synchronized (this) {
                failure = failed;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, long nowMicros) throws IOException {
        if (!new String(record.value(), ISO_8859_1).contains("\"kind\":\"urgent\"")) {
            return;
        }
        JsonNode alert = JSON.readTree(record.value());
        Arrival arrival = new Arrival(
                IpAddress.parse(alert.at("/source/ip").asText()).ipv4(),
                ChronoUnit.MICROS.between(
                        Instant.EPOCH, Instant.parse(alert.path("@timestamp").asText())),
                record.timestamp() * 1000,
                nowMicros);
        synchronized (this) {
            arrivals.add(arrival);
        }
    }

    /** All so far. */
    synchronized List<Arrival> soFar() throws IOException {
        if (failure != null) {
            throw new IOException("the findings cannot be read: " + failure.getMessage(), failure);
        }
        return List.copyOf(arrivals);
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
