package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Decision;
import org.yamori.wire.IpAddress;
import org.yamori.wire.ProtocolPort;
import org.yamori.wire.access.KafkaAccess;

/** What people do not want to be told for a while, as the topic of decisions has it. */
public final class Mutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mutes.class);

    /** A mute holds at the latest so long after it was written. */
    private static final long READ_EVERY_MICROS = 1_000_000;

    private final @Nullable TopicFollower topic;
    private final Map<String, Decision.Mute> newest = new HashMap<>();
    private long readAgainMicros = Long.MIN_VALUE;

    /**
     * Where decisions are, or nowhere.
     *
     * @param kafka null where nothing can be muted
     * @param topic the topic of decisions
     */
    public record Place(@Nullable KafkaAccess kafka, String topic) implements Serializable {
        public static final Place NOWHERE = new Place(null, "");

        public Mutes open() {
            return new Mutes(this);
        }
    }

    private Mutes(Place place) {
        topic = place.kafka == null ? null : new TopicFollower(place.kafka, place.topic, this::take);
    }

    /** Mutes that were given, for who has no topic. */
    public Mutes(Collection<Decision.Mute> given) {
        topic = null;
        given.forEach(this::keep);
    }

    /** The mute that holds now for a finding about a host of an organisation. */
    public Optional<Decision.Mute> of(
            String kind, String organisation, IpAddress source, List<ProtocolPort> ports, long nowMicros) {
        if (topic != null && nowMicros >= readAgainMicros) {
            boolean unused = topic.readToTheEnd();
            readAgainMicros = nowMicros + READ_EVERY_MICROS;
        }
        return newest.values().stream()
                .filter(mute ->
                        nowMicros < mute.untilMicros() && mute.scope().covers(kind, organisation, source, ports))
                .findAny();
    }

    /** Who writes decisions sees what is wrong with them; here they change nothing. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (Decision.fromJson(record.value() == null ? new byte[0] : record.value())
                    instanceof Decision.Mute mute) {
                keep(mute);
            }
        } catch (BadRecordException bad) {
            LOG.warn(
                    "{} partition {} offset {} is no decision and changes nothing: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    bad.getMessage());
        }
    }

    private void keep(Decision.Mute mute) {
        newest.merge(
                mute.head().id(),
                mute,
                (before, next) -> next.head().revision() > before.head().revision() ? next : before);
    }

    @Override
    public void close() {
        if (topic != null) {
            topic.close();
        }
    }
}
