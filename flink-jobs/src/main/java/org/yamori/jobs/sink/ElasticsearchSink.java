package org.yamori.jobs.sink;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Documents to Elasticsearch, at least once and without doubles: the id of the document is the id of the finding and
 * its external version the revision, so that writing twice or out of order leaves the newest revision.
 *
 * <p>What Elasticsearch refuses for good goes to the dead letters. While it cannot be reached, a checkpoint waits.
 */
public final class ElasticsearchSink implements Sink<Document> {
    private final ElasticsearchAddress address;
    private final BulkRules rules;
    private final String indexPrefix;
    private final DeadLetters.Opener deadLetters;
    private final WallClock clock;

    /**
     * A sink.
     *
     * @param address where Elasticsearch is
     * @param rules bounds
     * @param indices names of the indices
     * @param deadLetters for what is refused for good
     * @param clock for {@code event.ingested}
     */
    public ElasticsearchSink(
            ElasticsearchAddress address,
            BulkRules rules,
            IndexNames indices,
            DeadLetters.Opener deadLetters,
            WallClock clock) {
        this.address = address;
        this.rules = rules;
        this.indexPrefix = indices.prefix();
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    @Override
    public SinkWriter<Document> createWriter(WriterInitContext context) throws IOException {
        ElasticsearchWriter.Surroundings surroundings = new ElasticsearchWriter.Surroundings(
                context.getMailboxExecutor(),
                context.getProcessingTimeService(),
                context.metricGroup(),
                deadLetters.open(),
                clock,
                RandomGenerator.getDefault());
        return new ElasticsearchWriter(
                address.open(rules.requestTimeout()), rules, new IndexNames(indexPrefix), surroundings);
    }
}
