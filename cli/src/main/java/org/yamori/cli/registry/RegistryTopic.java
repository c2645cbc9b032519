package org.yamori.cli.registry;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.SurgeThresholds;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** All versions of the registry in its topic, in the order in which they were written. */
public final class RegistryTopic {
    private static final byte[] KEY = "registry".getBytes(UTF_8);

    private final KafkaAccess kafka;
    private final String topic;
    private final List<Version> versions = new ArrayList<>();

    /** A version and when it takes effect. */
    private record Version(RegistryRecord record, long effectiveMicros) {}

    /**
     * Why and by whom the registry is changed, and when.
     *
     * @param effectiveMicros when it is to take effect; never earlier than two seconds after it was written
     */
    public record Change(String author, String reason, long effectiveMicros) {}

    private RegistryTopic(KafkaAccess kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Reads the topic to what is its end now; without one there are no versions. */
    public static RegistryTopic read(KafkaAccess kafka, Topics topics) throws IOException {
        RegistryTopic read = new RegistryTopic(kafka, topics.registry());
        try (Progress progress = Progress.onScreen("reading the registry");
                TopicReader reader = new TopicReader(kafka)) {
            reader.read(Pattern.compile(Pattern.quote(topics.registry())), progress, read::take);
        }
        return read;
    }

    private void take(ConsumerRecord<byte[], byte[]> consumed) {
        try {
            RegistryRecord record = RegistryRecord.fromJson(consumed.value() == null ? new byte[0] : consumed.value());
            versions.add(new Version(record, RegistryHistory.effectiveMicros(record, consumed.timestamp() * 1000)));
        } catch (BadRecordException bad) {
            System.err.println("yamori: " + consumed.topic() + " partition " + consumed.partition() + " offset "
                    + consumed.offset() + " is no registry and counts for nothing: " + bad.getMessage());
        }
    }

    /** Writes a registry as the next version, unless the last one written is the same. */
    public void apply(Registry registry, Change change, PrintWriter out) throws IOException {
        long last = 0;
        for (Version version : versions) {
            last = Math.max(last, version.record.revision());
        }
        if (!versions.isEmpty()
                && versions.get(versions.size() - 1).record.registry().equals(registry)) {
            out.println("unchanged: " + topic + " has it as revision " + last);
        } else {
            RegistryRecord next =
                    new RegistryRecord(last + 1, change.effectiveMicros, change.author, change.reason, registry);
            new KeptTopic(kafka, topic).write(List.of(new KeptTopic.Entry(KEY, next.toJson())));
            out.println("wrote revision " + next.revision() + " to " + topic + ": " + words(registry));
        }
        out.flush();
    }

    /** Every version on a line. */
    public void show(PrintWriter out) {
        for (Version version : versions) {
            out.println("revision " + version.record.revision() + ", effective from " + time(version.effectiveMicros)
                    + ", by " + version.record.author() + ": " + version.record.reason() + "; "
                    + words(version.record.registry()));
        }
        out.println(versions.size() + " in " + topic);
        out.flush();
    }

    /** A version in the form in which it can be changed and applied again. */
    public void show(long revision, PrintWriter out) {
        for (Version version : versions) {
            if (version.record.revision() == revision) {
                out.println(new String(version.record.registry().toJson(), UTF_8));
                out.flush();
                return;
            }
        }
        throw new Refusal("there is no revision " + revision + " in " + topic + "; 'yamori registry show' shows the "
                + versions.size() + " that there are");
    }

    /** What is in a registry, in a line. */
    public static String words(Registry registry) {
        SurgeThresholds surge = registry.surge();
        return registry.organisations().size() + " organisations, "
                + registry.sensors().size() + " sensors"
                + (surge.all().isEmpty() ? "" : ", surge thresholds " + surge.all())
                + (surge.watched().isEmpty() ? "" : ", surge thresholds of the watch list " + surge.watched());
    }

    private static Instant time(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
