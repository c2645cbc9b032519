package org.yamori.jobs.enrich;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ListHistory;
import org.yamori.wire.ListRecord;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.access.KafkaAccess;

/** The lists' topic. */
final class TopicLists implements ListView {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLists.class);
    /** How often a topic that does not exist is looked for. */
    private static final long MINUTE = 60_000_000;

    private final TopicFollower topic;
    private final ListHistory history = new ListHistory();
    private boolean found;

    TopicLists(KafkaAccess kafka, String topic) {
        this.topic = new TopicFollower(kafka, topic, this::take);
    }

    @Override
    public ListHistory upToNow() {
        found = topic.readToTheEnd();
        return history;
    }

    @Override
    public long holdsForMicros() {
        return found ? RegistryHistory.NOTICE_MICROS : MINUTE;
    }

    /** A record that cannot be read changes nothing: the version before holds on. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            ListRecord list = ListRecord.fromJson(record.value() == null ? new byte[0] : record.value());
            history.add(list, record.timestamp() * 1000);
            LOG.info(
                    "list {} revision {} by {}: {} prefixes, effective from {} us: {}",
                    list.name(),
                    list.revision(),
                    list.author(),
                    list.addresses().size(),
                    ListHistory.effectiveMicros(list, record.timestamp() * 1000),
                    list.reason());
        } catch (BadRecordException bad) {
            LOG.warn(
                    "{} partition {} offset {} is no list and changes nothing: {}",
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
