package org.yamori.jobs.enrich;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.yamori.jobs.kafka.KafkaClients;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.access.KafkaAccess;

/**
 * A topic of one partition that is small and kept for ever, read from its first record by whoever needs it: a restart
 * reads it again and finds the same records, and no state has to be moved.
 */
final class TopicFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Consumer<ConsumerRecord<byte[], byte[]>> taking;
    private boolean found;

    TopicFollower(KafkaAccess kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> taking) {
        Map<String, Object> settings = new HashMap<>(KafkaClients.settings(kafka));
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RegistryRecord.MOST_BYTES);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partition = new TopicPartition(topic, 0);
        this.taking = taking;
    }

    /** Reads up to an end that is asked for now, a matter of a millisecond or two; whether there is such a topic. */
    boolean readToTheEnd() {
        if (!found && consumer.listTopics().containsKey(partition.topic())) {
            found = true;
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
        }
        if (found) {
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(taking);
            }
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
