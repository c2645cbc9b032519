package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The topics of one bench run, each with one partition. */
final class StudyTopics implements AutoCloseable {
    private static final long SECONDS = 30;
    private static final int FETCH_BYTES = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Topics topics;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long packetsOfMinutes;

    StudyTopics(KafkaServer kafka, Topics topics) throws IOException {
        this.topics = topics;
        this.admin = kafka.admin();
        PacketTopic.of(BenchSensor.SENSOR, -1).createOrCheck(admin, topics);
        for (String topic : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "max.partition.fetch.bytes",
                        FETCH_BYTES,
                        "max.poll.records",
                        100_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Findings of all kinds in Kafka. */
    long findings() throws IOException {
        return end(topics.findings()) + end(topics.traffic());
    }

    long deadLetters() throws IOException {
        return end(topics.deadLetters());
    }

    /** Reads on in the topic of traffic: packets that the minutes read so far say there were. */
    long packetsOfMinutes() throws IOException {
        TopicPartition partition = new TopicPartition(topics.traffic(), 0);
        if (consumer.assignment().isEmpty()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
        }
        for (long end = end(topics.traffic()); consumer.position(partition) < end; ) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                take(record.value());
            }
        }
        return packetsOfMinutes;
    }

    private void take(byte[] finding) throws IOException {
        if (new String(finding, ISO_8859_1).contains("\"breakdown\":\"total\"")) {
            JsonNode yamori = JSON.readTree(finding).path("yamori");
            if (yamori.at("/window/resolution").asText().equals("minute")) {
                packetsOfMinutes += yamori.path("packets").asLong();
            }
        }
    }

    /** Where the topic of traffic ends. */
    long endOfTraffic() throws IOException {
        return end(topics.traffic());
    }

    /** Seconds from when the broker got a record of the topic of traffic to when it got the last one. */
    double secondsOfTrafficFrom(long offset) throws IOException {
        long last = endOfTraffic() - 1;
        if (last <= offset) {
            throw new IOException("a job told nothing");
        }
        return (timestamp(last) - timestamp(offset)) / 1e3;
    }

    private long timestamp(long offset) {
        TopicPartition partition = new TopicPartition(topics.traffic(), 0);
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                return record.timestamp();
            }
        }
    }

    /** Bytes on disk by topic. */
    Map<String, Long> bytes() throws IOException {
        Map<String, Long> bytes = new LinkedHashMap<>();
        Map<Integer, Map<String, LogDirDescription>> folders =
                get(admin.describeLogDirs(List.of(1)).allDescriptions());
        folders.values()
                .forEach(ofBroker -> ofBroker.values()
                        .forEach(folder -> folder.replicaInfos().forEach((partition, replica) -> {
                            if (partition.topic().startsWith(topics.prefix() + ".")) {
                                bytes.merge(
                                        "topic "
                                                + partition
                                                        .topic()
                                                        .substring(
                                                                topics.prefix().length() + 1),
                                        replica.size(),
                                        Long::sum);
                            }
                        })));
        return bytes;
    }

    private long end(String topic) throws IOException {
        TopicPartition partition = new TopicPartition(topic, 0);
        return get(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
                .offset();
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) throws IOException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new IOException("Kafka does not answer: " + refused.getMessage(), refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Kafka", stopped);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
