package org.yamori.cli.lists;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ListHistory;
import org.yamori.wire.ListRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The newest version of every list in the topic, as far as it was read. */
public final class ListTopic {
    private final KeptTopic topic;
    private final TreeMap<String, Version> newest = new TreeMap<>();

    /**
     * A version of a list.
     *
     * @param effectiveMicros when it takes or took effect
     */
    record Version(ListRecord list, long effectiveMicros) {}

    private ListTopic(KeptTopic topic) {
        this.topic = topic;
    }

    /** Reads the topic to what is its end now; without one there are no lists. */
    public static ListTopic read(KafkaAccess kafka, Topics topics) throws IOException {
        KeptTopic topic = new KeptTopic(kafka, topics.lists());
        ListTopic read = new ListTopic(topic);
        topic.read("lists", "list", read::take);
        return read;
    }

    private void take(byte[] value, long appendMicros) throws BadRecordException {
        ListRecord list = ListRecord.fromJson(value);
        Version version = new Version(list, ListHistory.effectiveMicros(list, appendMicros));
        newest.merge(
                list.name(), version, (before, now) -> now.list.revision() >= before.list.revision() ? now : before);
    }

    /** By name; those that have ended are among them. */
    List<Version> newest() {
        return List.copyOf(newest.values());
    }

    Optional<ListRecord> newest(String name) {
        return Optional.ofNullable(newest.get(name)).map(Version::list);
    }

    String name() {
        return topic.name();
    }

    void write(List<ListRecord> lists) throws IOException {
        topic.write(lists.stream()
                .map(list -> new KeptTopic.Entry(list.name().getBytes(UTF_8), list.toJson()))
                .toList());
    }
}
