package org.yamori.jobs.enrich;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.access.KafkaAccess;

/**
 * A history kept in a topic. Before each answer that is read to its end. Who asks once a window has nothing to wait for
 * otherwise: records take effect two seconds after the broker got them at the earliest, so nothing that holds for a
 * packet that is here can be missing.
 */
final class TopicHistory<H> implements HistoryView<H> {
    private static final Logger LOG = LoggerFactory.getLogger(TopicHistory.class);
    /** How often a topic that does not exist is looked for. */
    private static final long MINUTE = 60_000_000;

    private final TopicFollower topic;
    private final H history;
    private boolean found;

    /** Adds a record to a history. */
    interface Adding<H> {
        void add(H history, byte[] record, long appendMicros) throws BadRecordException;
    }

    /**
     * A topic of which nothing was read yet.
     *
     * @param what a record is, in the message about one that is none
     * @param empty history that its records go into
     */
    TopicHistory(KafkaAccess kafka, String topic, String what, H empty, Adding<H> adding) {
        this.history = empty;
        this.topic = new TopicFollower(kafka, topic, record -> take(record, what, adding));
    }

    @Override
    public H upToNow() {
        found = topic.readToTheEnd();
        return history;
    }

    @Override
    public long holdsForMicros() {
        return found ? RegistryHistory.NOTICE_MICROS : MINUTE;
    }

    /** A record that cannot be read changes nothing: the version before holds on. */
    private void take(ConsumerRecord<byte[], byte[]> record, String what, Adding<H> adding) {
        try {
            adding.add(history, record.value() == null ? new byte[0] : record.value(), record.timestamp() * 1000);
        } catch (BadRecordException bad) {
            LOG.warn(
                    "{} partition {} offset {} is no {} and changes nothing: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    what,
                    bad.getMessage());
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
