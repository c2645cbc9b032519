package org.yamori.jobs.topology;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;
import org.yamori.jobs.sink.DocumentReader;
import org.yamori.jobs.sink.ReceivedRecord;

/** The index job on one page: records become documents, documents go into indices, the rest to the dead letters. */
public final class IndexTopology {
    private IndexTopology() {}

    /**
     * Builds the job.
     *
     * @param records findings and traffic as they are in Kafka
     * @param index the end of documents
     * @param deadLetters the end of what is no document
     */
    public static void build(DataStream<ReceivedRecord> records, Sink<Document> index, Sink<DeadLetter> deadLetters) {
        SingleOutputStreamOperator<Document> documents =
                records.process(DocumentReader.identifying()).uid("documents").name("documents");

        documents.sinkTo(index).uid("index").name("index");
        documents
                .getSideOutput(DocumentReader.BAD)
                .sinkTo(deadLetters)
                .uid("dead-letters")
                .name("dead-letters");
    }
}
