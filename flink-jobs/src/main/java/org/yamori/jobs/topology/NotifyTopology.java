package org.yamori.jobs.topology;

import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;
import org.yamori.jobs.sink.DocumentReader;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.jobs.sink.Unseen;

/** The notify job on one page: every revision of every finding goes to people once. */
public final class NotifyTopology {
    private NotifyTopology() {}

    /**
     * Builds the job.
     *
     * @param records findings as they are in Kafka, with their append times and watermarks
     * @param remember how long a finding is remembered
     * @param channel the way to people
     * @param deadLetters the end of what is no document
     */
    public static void build(
            DataStream<ReceivedRecord> records,
            Duration remember,
            Sink<Document> channel,
            Sink<DeadLetter> deadLetters) {
        SingleOutputStreamOperator<Document> documents =
                records.process(DocumentReader.checking()).uid("documents").name("documents");

        documents
                .keyBy(Document::id)
                .process(new Unseen(remember))
                .uid("unseen")
                .name("unseen")
                .sinkTo(channel)
                .uid("channel")
                .name("channel")
                .setParallelism(1);
        documents
                .getSideOutput(DocumentReader.BAD)
                .sinkTo(deadLetters)
                .uid("dead-letters")
                .name("dead-letters");
    }
}
