package org.yamori.jobs.enrich;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.jobs.kafka.KafkaClients;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.access.KafkaAccess;

/**
 * The registry's topic, read from its first record by whoever needs it: it is small and kept for ever, so a restart
 * reads it again and finds the same versions, and no state has to be moved.
 *
 * <p>Before each answer the topic is read up to an end that is asked for then, a matter of a millisecond or two. Who
 * asks once a window has nothing to wait for otherwise: records take effect two seconds after the broker got them at
 * the earliest, so nothing that holds for a packet that is here can be missing.
 */
final class TopicRegistry implements RegistryView {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRegistry.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final RegistryHistory history = new RegistryHistory();
    private boolean found;

    TopicRegistry(KafkaAccess kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(KafkaClients.settings(kafka));
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RegistryRecord.MOST_BYTES);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partition = new TopicPartition(topic, 0);
    }

    @Override
    public RegistryHistory upToNow() {
        if (!found && consumer.listTopics().containsKey(partition.topic())) {
            found = true;
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
        }
        if (found) {
            readToTheEnd();
        }
        return history;
    }

    private void readToTheEnd() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
    }

    /** A record that cannot be read changes nothing: the version before holds on. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            RegistryRecord version = RegistryRecord.fromJson(record.value() == null ? new byte[0] : record.value());
            history.add(version, record.timestamp() * 1000);
            LOG.info(
                    "registry revision {} by {}: {} organisations, {} sensors, effective from {} us: {}",
                    version.revision(),
                    version.author(),
                    version.registry().organisations().size(),
                    version.registry().sensors().size(),
                    RegistryHistory.effectiveMicros(version, record.timestamp() * 1000),
                    version.reason());
        } catch (BadRecordException bad) {
            LOG.warn(
                    "{} partition {} offset {} is no registry version and changes nothing: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    bad.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
