package org.yamori.cli.lists;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.yamori.cli.Progress;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ListHistory;
import org.yamori.wire.ListRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The newest version of every list in the topic, as far as it was read. */
public final class ListTopic {
    private final KafkaAccess kafka;
    private final String topic;
    private final TreeMap<String, Version> newest = new TreeMap<>();

    /**
     * A version of a list.
     *
     * @param effectiveMicros when it takes or took effect
     */
    record Version(ListRecord list, long effectiveMicros) {}

    private ListTopic(KafkaAccess kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Reads the topic to what is its end now; without one there are no lists. */
    public static ListTopic read(KafkaAccess kafka, Topics topics) throws IOException {
        ListTopic read = new ListTopic(kafka, topics.lists());
        try (Progress progress = Progress.onScreen("reading lists");
                TopicReader reader = new TopicReader(kafka)) {
            reader.read(Pattern.compile(Pattern.quote(topics.lists())), progress, read::take);
        }
        return read;
    }

    private void take(ConsumerRecord<byte[], byte[]> consumed) {
        try {
            ListRecord list = ListRecord.fromJson(consumed.value() == null ? new byte[0] : consumed.value());
            Version version = new Version(list, ListHistory.effectiveMicros(list, consumed.timestamp() * 1000));
            newest.merge(
                    list.name(),
                    version,
                    (before, now) -> now.list.revision() >= before.list.revision() ? now : before);
        } catch (BadRecordException bad) {
            System.err.println("yamori: " + consumed.topic() + " partition " + consumed.partition() + " offset "
                    + consumed.offset() + " is no list and counts for nothing: " + bad.getMessage());
        }
    }

    /** By name; those that have ended are among them. */
    List<Version> newest() {
        return List.copyOf(newest.values());
    }

    Optional<ListRecord> newest(String name) {
        return Optional.ofNullable(newest.get(name)).map(Version::list);
    }

    String name() {
        return topic;
    }

    void write(List<ListRecord> lists) throws IOException {
        new KeptTopic(kafka, topic)
                .write(lists.stream()
                        .map(list -> new KeptTopic.Entry(list.name().getBytes(UTF_8), list.toJson()))
                        .toList());
    }
}
