package org.yamori.cli.registry;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yamori.cli.Refusal;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryDifference;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** All versions of the registry in its topic, in the order in which they were written. */
public final class RegistryTopic {
    private static final byte[] KEY = "registry".getBytes(UTF_8);

    private final KeptTopic topic;
    private final long wanted;
    private final List<Version> versions = new ArrayList<>();
    /* Of a hundred versions of ten thousand organisations only those that are asked for stay in memory. */
    private Registry last = Registry.EMPTY;
    private Optional<Registry> found = Optional.empty();

    /** What is known of a version besides the registry; the change is the one from the version written before. */
    private record Version(
            long revision, long writtenMicros, long effectiveMicros, String author, String reason, String change) {}

    /**
     * Why and by whom the registry is changed, and when.
     *
     * @param effectiveMicros when it is to take effect; never earlier than two seconds after it was written
     */
    public record Change(String author, String reason, long effectiveMicros) {}

    private RegistryTopic(KeptTopic topic, long wanted) {
        this.topic = topic;
        this.wanted = wanted;
    }

    /** Reads the topic to what is its end now, without one there are no versions; keeps a revision to show it. */
    public static RegistryTopic read(KafkaAccess kafka, Topics topics, long wanted) throws IOException {
        KeptTopic topic = new KeptTopic(kafka, topics.registry());
        RegistryTopic read = new RegistryTopic(topic, wanted);
        topic.read("the registry", "registry", read::take);
        return read;
    }

    private void take(byte[] value, long appendMicros) throws BadRecordException {
        RegistryRecord record = RegistryRecord.fromJson(value, lastRevision());
        versions.add(new Version(
                record.revision(),
                appendMicros,
                RegistryHistory.effectiveMicros(record, appendMicros),
                record.author(),
                record.reason(),
                RegistryDifference.between(last, record.registry()).summary()));
        last = record.registry();
        if (record.revision() == wanted) {
            found = Optional.of(last);
        }
    }

    private long lastRevision() {
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).revision;
    }

    /**
     * Writes a registry as the next version, unless the last one written is the same and will hold by then. Says which
     * versions, written before, will replace it later.
     */
    public void apply(Registry registry, Change change, PrintWriter out) throws IOException {
        long effective = Math.max(change.effectiveMicros, micros(Instant.now()) + RegistryHistory.NOTICE_MICROS);
        if (!versions.isEmpty() && last.equals(registry) && lastHoldsAt(effective)) {
            out.println("unchanged: " + topic.name() + " has it as revision " + lastRevision());
        } else {
            RegistryRecord next = new RegistryRecord(
                    lastRevision() + 1, change.effectiveMicros, change.author, change.reason, registry);
            byte[] json = next.toJson();
            if (json.length > KeptTopic.MOST_BYTES) {
                throw new Refusal("the registry takes " + json.length + " bytes; the topic " + topic.name()
                        + " takes at most " + KeptTopic.MOST_BYTES);
            }
            topic.write(List.of(new KeptTopic.Entry(KEY, json)));
            out.println(
                    "wrote revision " + next.revision() + " to " + topic.name() + ": " + RegistryText.words(registry));
            out.println("changes: " + RegistryDifference.between(last, registry).summary());
        }
        tellLater(effective, out);
        out.flush();
    }

    /** Whether the version written last is the one that counts at a time: others may take effect after it. */
    private boolean lastHoldsAt(long micros) {
        Version written = versions.get(versions.size() - 1);
        return written.effectiveMicros <= micros
                && versions.stream()
                        .allMatch(version ->
                                version.effectiveMicros <= written.effectiveMicros || version.effectiveMicros > micros);
    }

    private void tellLater(long micros, PrintWriter out) {
        for (Version version : versions) {
            if (version.effectiveMicros > micros) {
                out.println("revision " + version.revision + " by " + version.author + " takes its place on "
                        + time(version.effectiveMicros) + ": " + version.reason);
            }
        }
    }

    /** What a registry would change if it were applied, line by line; returns whether it would change anything. */
    public boolean diff(Registry registry, PrintWriter out) {
        RegistryDifference difference = RegistryDifference.between(last, registry);
        boolean same = !versions.isEmpty() && last.equals(registry);
        difference.lines().forEach(out::println);
        out.println(
                "against " + (versions.isEmpty() ? "nothing in " : "revision " + lastRevision() + " of ") + topic.name()
                        + ": " + (same ? "the same" : difference.isEmpty() ? "only the order" : difference.summary()));
        out.flush();
        return !same;
    }

    /** Every version: when, by whom and why, and what it changed. */
    public void history(PrintWriter out) {
        for (Version version : versions) {
            out.println("revision " + version.revision + ", written " + time(version.writtenMicros)
                    + ", effective from " + time(version.effectiveMicros) + ", by " + version.author + ": "
                    + version.reason);
            out.println("    changes: " + version.change);
        }
        out.println(versions.size() + " in " + topic.name());
        out.flush();
    }

    /** The last version written, in the form in which it can be changed and applied again. */
    public void show(PrintWriter out) {
        if (versions.isEmpty()) {
            throw new Refusal("there is no registry in " + topic.name() + "; 'yamori registry apply' writes one");
        }
        print(last, out);
    }

    /** The revision that was wanted, in the same form. */
    public void showWanted(PrintWriter out) {
        print(
                found.orElseThrow(() -> new Refusal("there is no revision " + wanted + " in " + topic.name()
                        + "; 'yamori registry history' shows the " + versions.size() + " that there are")),
                out);
    }

    private static void print(Registry registry, PrintWriter out) {
        out.println(new String(registry.toJson(), UTF_8));
        out.flush();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant time(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
