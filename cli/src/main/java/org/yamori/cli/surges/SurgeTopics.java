package org.yamori.cli.surges;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The surges that the findings' topic still holds, and what people decided about surges. Read from Kafka, so that it
 * works while Elasticsearch is down.
 */
public final class SurgeTopics {
    static final String KIND = "surge";

    private static final String DATASET = "\"dataset\":\"yamori." + KIND + "\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TreeMap<String, Surge> surges = new TreeMap<>();
    private final Judgements judgements = new Judgements();
    private long unreadable;
    private String firstUnreadable = "";

    private SurgeTopics() {}

    /** Reads both topics to what is their end now. */
    public static SurgeTopics read(KafkaAccess kafka, Topics topics) throws IOException {
        SurgeTopics read = new SurgeTopics();
        try (Progress progress = Progress.onScreen("reading findings");
                TopicReader reader = new TopicReader(kafka)) {
            if (reader.read(Pattern.compile(Pattern.quote(topics.findings())), progress, read::takeFinding) == 0) {
                throw new Refusal("there is no topic " + topics.findings() + " at " + kafka.brokers()
                        + "; --prefix names the installation or study");
            }
            progress.stage("reading decisions");
            reader.read(Pattern.compile(Pattern.quote(topics.decisions())), progress, read::takeDecision);
        }
        if (read.unreadable > 0) {
            System.err.println("yamori: " + read.unreadable + " records could not be read and count for nothing; the"
                    + " first is " + read.firstUnreadable);
        }
        return read;
    }

    private void takeFinding(ConsumerRecord<byte[], byte[]> consumed) throws IOException {
        if (consumed.value() == null || !new String(consumed.value(), ISO_8859_1).contains(DATASET)) {
            return;
        }
        try {
            JsonNode document = JSON.readTree(consumed.value());
            Surge.requireSound(document);
            surges.computeIfAbsent(document.at("/yamori/finding/id").asText(), unseen -> new Surge())
                    .take(document);
        } catch (JacksonException bad) {
            unreadable(consumed, bad.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException bad) {
            unreadable(consumed, String.valueOf(bad.getMessage()));
        }
    }

    private void takeDecision(ConsumerRecord<byte[], byte[]> consumed) {
        try {
            Decision decision = Decision.fromJson(consumed.value() == null ? new byte[0] : consumed.value());
            if (decision instanceof Decision.Mark mark && mark.subject().kind().equals(KIND)) {
                judgements.take(mark);
            }
        } catch (BadRecordException bad) {
            unreadable(consumed, String.valueOf(bad.getMessage()));
        }
    }

    private void unreadable(ConsumerRecord<byte[], byte[]> consumed, String why) {
        if (unreadable++ == 0) {
            firstUnreadable = consumed.topic() + " partition " + consumed.partition() + " offset " + consumed.offset()
                    + ": " + why;
        }
    }

    /** All surges by their onset, the newest last. */
    List<Surge> surges() {
        return surges.values().stream()
                .sorted(Comparator.comparing(Surge::onset).thenComparing(Surge::id))
                .toList();
    }

    Judgements judgements() {
        return judgements;
    }

    /** The surge whose id begins so, if it is the only one. */
    Surge surge(String prefix) {
        Collection<Surge> found =
                surges.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values();
        if (found.size() == 1) {
            return found.iterator().next();
        }
        if (found.isEmpty()) {
            throw new Refusal("no surge has an id that begins with '" + prefix + "'; 'yamori surges list' shows the "
                    + surges.size() + " that there are");
        }
        List<String> ids = found.stream().limit(3).map(Surge::id).toList();
        throw new Refusal(found.size() + " surges have an id that begins with '" + prefix + "', for example "
                + String.join(" and ", ids) + "; give more of it");
    }

    /** Whether a surge is still in the topic; a judgement outlives it. */
    boolean holds(String finding) {
        return surges.containsKey(finding);
    }
}
