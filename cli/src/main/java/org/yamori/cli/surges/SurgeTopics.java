package org.yamori.cli.surges;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.yamori.cli.decision.Beginnings;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.FindingReader;
import org.yamori.cli.decision.Judgements;
import org.yamori.cli.decision.Judging;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** The surges that the findings' topic still holds, and what people decided about surges. */
public final class SurgeTopics {
    private static final String KIND = "surge";

    private final TreeMap<String, Surge> surges = new TreeMap<>();
    private final Judgements judgements = new Judgements();

    private SurgeTopics() {}

    /** Reads both topics to what is their end now. */
    public static SurgeTopics read(KafkaAccess kafka, Topics topics) throws IOException {
        SurgeTopics read = new SurgeTopics();
        new FindingReader(text -> FindingReader.isOf(KIND, text), (document, json) -> read.take(document))
                .read(kafka, topics, read::take);
        return read;
    }

    private void take(JsonNode document) {
        Surge.requireSound(document);
        surges.computeIfAbsent(document.at("/yamori/finding/id").asText(), unseen -> new Surge())
                .take(document);
    }

    private void take(Decision decision) {
        if (decision instanceof Decision.Mark mark && mark.subject().kind().equals(KIND)) {
            judgements.take(mark.finding(), mark);
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
        String id = Beginnings.only(
                prefix,
                surges.subMap(prefix, true, prefix + Character.MAX_VALUE, false).keySet(),
                KIND,
                surges.size());
        return Objects.requireNonNull(surges.get(id));
    }

    /** Whether a surge is still in the topic; a judgement outlives it. */
    boolean holds(String finding) {
        return surges.containsKey(finding);
    }

    /** Writes down what the surge whose id begins so is held for. */
    public void judge(String prefix, Judging judging, DecisionWriter writer) throws IOException {
        Surge surge = surge(prefix);
        judging.write(
                writer,
                judgements,
                surge.id(),
                new Decision.Subject(surge.id(), KIND, DecisionWriter.micros(surge.anchor())),
                "surge " + surge.id() + " at " + surge.port());
    }
}
