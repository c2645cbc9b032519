package org.yamori.cli.alerts;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.yamori.cli.Refusal;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.FindingReader;
import org.yamori.console.alerts.Replies;
import org.yamori.console.alerts.Reply;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/**
 * Answers of contacts on their way into the topic of decisions, one after the other: each is written with the number
 * after that of the outcome it replaces, whoever wrote that down.
 */
public final class ContactReplies implements Replies {
    private final KafkaAccess kafka;
    private final Topics topics;
    private final Clock clock;
    private final PrintWriter out;

    /**
     * Answers on their way to a broker.
     *
     * @param out who is told what was written
     */
    public ContactReplies(KafkaAccess kafka, Topics topics, Clock clock, PrintWriter out) {
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
        this.out = out;
    }

    @Override
    public synchronized void write(Reply reply) throws IOException {
        // An answer is about the new alert of its case, as every decision is: no findings need be read to know the
        // case.
        Said said = new Said(new Cases());
        String finding = reply.subject().finding();
        try {
            FindingReader.ofDecisions().readDecisions(kafka, topics, said::take);
            Optional<Decision.Outcome> before = said.outcomeOf(finding);
            DecisionWriter writer = new DecisionWriter(kafka, topics, clock.instant(), out);
            Decision.Outcome outcome = reply.outcome(said.nextOutcome(finding), writer.nowMicros());
            writer.write(outcome, "alert " + finding + " " + AlertTopics.words(outcome, before));
        } catch (Refusal | KafkaException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }
}
