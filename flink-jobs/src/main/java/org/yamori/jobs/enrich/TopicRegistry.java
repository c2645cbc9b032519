package org.yamori.jobs.enrich;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.access.KafkaAccess;

/**
 * The registry's topic. Before each answer it is read to its end. Who asks once a window has nothing to wait for
 * otherwise: records take effect two seconds after the broker got them at the earliest, so nothing that holds for a
 * packet that is here can be missing.
 */
final class TopicRegistry implements RegistryView {
    private static final Logger LOG = LoggerFactory.getLogger(TopicRegistry.class);

    /** How often a topic that does not exist is looked for. */
    private static final long MINUTE = 60_000_000;

    private final TopicFollower topic;
    private final RegistryHistory history = new RegistryHistory();
    private long newestRevision;
    private boolean found;

    TopicRegistry(KafkaAccess kafka, String topic) {
        this.topic = new TopicFollower(kafka, topic, this::take);
    }

    @Override
    public RegistryHistory upToNow() {
        found = topic.readToTheEnd();
        return history;
    }

    @Override
    public long holdsForMicros() {
        return found ? RegistryHistory.NOTICE_MICROS : MINUTE;
    }

    /**
     * A record that cannot be read changes nothing, and neither does an old one that was written again behind a newer
     * one: the version before holds on.
     */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            RegistryRecord version = RegistryRecord.fromJson(record.value() == null ? new byte[0] : record.value());
            if (version.revision() < newestRevision) {
                LOG.warn(
                        "{} partition {} offset {} is registry revision {} behind revision {} and changes nothing",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        version.revision(),
                        newestRevision);
                return;
            }
            newestRevision = version.revision();
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
        topic.close();
    }
}
