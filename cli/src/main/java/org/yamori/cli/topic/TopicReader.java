package org.yamori.cli.topic;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.yamori.cli.Connection;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaRefusal;

/** Reads topics from their first record to what is their last one now. */
public final class TopicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaAccess kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Takes one record. */
    public interface Taking {
        void take(ConsumerRecord<byte[], byte[]> consumed) throws IOException;
    }

    public TopicReader(KafkaAccess kafka) throws AccessException {
        this.kafka = kafka;
        Connection.check(kafka, Optional.empty());
        Map<String, Object> settings = new HashMap<>(kafka.settings());
        settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        settings.put("max.partition.fetch.bytes", FETCH_BYTES);
        try {
            this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException refused) {
            throw new Refusal("--brokers " + kafka.brokers() + ": " + rootOf(refused), refused);
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Reads all topics whose names match; returns how many there are. */
    public int read(Pattern topics, Progress progress, Taking taking) throws IOException {
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            int matching = 0;
            for (Map.Entry<String, List<PartitionInfo>> topic :
                    consumer.listTopics().entrySet()) {
                if (topics.matcher(topic.getKey()).matches()) {
                    matching++;
                    topic.getValue()
                            .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
                }
            }
            read(partitions, progress, taking);
            return matching;
        } catch (KafkaException refused) {
            throw new Refusal(
                    KafkaRefusal.sentence(refused, kafka)
                            .orElseGet(() -> "Kafka at " + kafka.brokers() + " does not answer: " + rootOf(refused)),
                    refused);
        }
    }

    private void read(List<TopicPartition> partitions, Progress progress, Taking taking) throws IOException {
        if (partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            left += end.getValue() - consumer.position(end.getKey());
        }
        progress.total(left);
        while (!ends.isEmpty()) {
            ends = unread(ends);
            for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(Duration.ofMillis(200))) {
                if (consumed.offset()
                        < ends.getOrDefault(new TopicPartition(consumed.topic(), consumed.partition()), 0L)) {
                    taking.take(consumed);
                    progress.done(1);
                }
            }
        }
    }

    private Map<TopicPartition, Long> unread(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> left = new HashMap<>();
        ends.forEach((partition, end) -> {
            if (consumer.position(partition) < end) {
                left.put(partition, end);
            }
        });
        return left;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
