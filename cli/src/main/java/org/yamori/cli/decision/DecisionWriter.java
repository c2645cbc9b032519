package org.yamori.cli.decision;

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
 * A command's way to write decisions down.
 *
 * @param now when it is decided
 * @param out who is told what was written
 */
public record DecisionWriter(KafkaAccess kafka, Topics topics, Instant now, PrintWriter out) {
    public long nowMicros() {
        return micros(now);
    }

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** When something was decided, to the second. */
    public static Instant time(Decision.Head head) {
        return Instant.EPOCH.plusSeconds(Math.floorDiv(head.timeMicros(), 1_000_000L));
    }

    /** Returns when the broker has it, and after that was said. */
    public void write(Decision decision, String words) throws IOException {
        new KeptTopic(kafka, topics.decisions())
                .write(List.of(new KeptTopic.Entry(decision.head().id().getBytes(UTF_8), decision.toJson())));
        out.println("wrote to " + topics.decisions() + ": " + words);
        out.flush();
    }
}
