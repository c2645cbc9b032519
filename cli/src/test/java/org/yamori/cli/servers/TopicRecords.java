package org.yamori.cli.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records of topics of one partition, from the first on. */
public final class TopicRecords {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LARGEST_BLOCK = 8 << 20;

    private TopicRecords() {}

    /** Looks at records one after the other. */
    public interface Reading {
        /** Whether this record was the last that is needed. */
        boolean isEnoughAfter(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    /** All that the topic holds now; nothing where there is no such topic. */
    public static List<ConsumerRecord<byte[], byte[]>> in(String topic, String brokers) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(brokers)) {
            if (!consumer.listTopics().containsKey(topic)) {
                return all;
            }
            fromTheFirst(consumer, partition);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(all::add);
            }
        }
        return all;
    }

    /** Reads also what is still to come, until it is enough or three minutes are over. */
    public static void read(String topic, String brokers, Reading reading) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(brokers)) {
            fromTheFirst(consumer, new TopicPartition(topic, 0));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - end < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (reading.isEnoughAfter(record)) {
                        return;
                    }
                }
            }
        }
    }

    private static void fromTheFirst(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String brokers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "max.partition.fetch.bytes", LARGEST_BLOCK),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
