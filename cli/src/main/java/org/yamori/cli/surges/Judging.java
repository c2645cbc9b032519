package org.yamori.cli.surges;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A person's judgement on its way into the topic of decisions.
 *
 * @param author who judges
 * @param verdict what the surge is held for
 * @param reason why
 */
public record Judging(String author, Decision.Verdict verdict, String reason) {
    /** Writes it for the surge whose id begins so, and says what was written. */
    public void write(KafkaAccess kafka, Topics topics, String prefix, Instant now, PrintWriter out)
            throws IOException {
        SurgeTopics known = SurgeTopics.read(kafka, topics);
        Surge surge = known.surge(prefix);
        long revision = known.judgements().nextRevision(surge.id(), author);
        Decision.Mark mark = new Decision.Mark(
                new Decision.Head(Decision.Mark.id(surge.id(), author), revision, micros(now), author, reason),
                new Decision.Subject(surge.id(), SurgeTopics.KIND, micros(surge.anchor())),
                verdict);
        new KeptTopic(kafka, topics.decisions())
                .write(List.of(new KeptTopic.Entry(mark.head().id().getBytes(UTF_8), mark.toJson())));
        out.println("wrote to " + topics.decisions() + ": surge " + surge.id() + " at " + surge.port() + " is "
                + SurgeText.word(verdict) + ", says " + author + ": " + reason
                + (revision == 1 ? "" : " (replaces what " + author + " said before)"));
        out.flush();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
