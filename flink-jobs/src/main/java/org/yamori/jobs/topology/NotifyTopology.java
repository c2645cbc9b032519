package org.yamori.jobs.topology;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;
import org.yamori.jobs.sink.DocumentReader;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.jobs.sink.Unseen;
import org.yamori.jobs.sink.mail.MailChannel;
import org.yamori.wire.Finding;

/** The notify job on one page: every revision of every finding once, into a file, and of alerts to their people. */
public final class NotifyTopology {
    private NotifyTopology() {}

    /**
     * Alerts by mail.
     *
     * @param channel the way to people
     * @param decisions what people decided, as it is in Kafka
     * @param told the end of what became of each letter
     */
    public record Mail(MailChannel channel, DataStream<ReceivedRecord> decisions, Sink<Finding> told) {}

    /**
     * Builds the job.
     *
     * @param records findings as they are in Kafka, with their append times and watermarks
     * @param remember how long a finding is remembered
     * @param file the file of all findings
     * @param mail alerts by mail, or nothing
     * @param deadLetters the end of what is no document
     */
    public static void build(
            DataStream<ReceivedRecord> records,
            Duration remember,
            Sink<Document> file,
            Optional<Mail> mail,
            Sink<DeadLetter> deadLetters) {
        SingleOutputStreamOperator<Document> documents =
                records.process(DocumentReader.checking()).uid("documents").name("documents");
        DataStream<Document> unseen = documents
                .keyBy(Document::id)
                .process(new Unseen(remember))
                .uid("unseen")
                .name("unseen");
        unseen.sinkTo(file).uid("channel").name("channel").setParallelism(1);

        DataStream<DeadLetter> bad = documents.getSideOutput(DocumentReader.BAD);
        if (mail.isPresent()) {
            MailChannel.Outcome outcome =
                    mail.get().channel().build(unseen, mail.get().decisions());
            outcome.told().sinkTo(mail.get().told()).uid("told").name("told");
            bad = bad.union(outcome.deadLetters());
        }
        bad.sinkTo(deadLetters).uid("dead-letters").name("dead-letters");
    }
}
