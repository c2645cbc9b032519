package org.yamori.jobs.app;

import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.kafka.KafkaWelcome;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.ElasticsearchSink;
import org.yamori.jobs.sink.FindingsSource;
import org.yamori.jobs.sink.IndexNames;
import org.yamori.jobs.sink.KafkaDeadLetters;
import org.yamori.jobs.sink.SinkOptions;
import org.yamori.jobs.topology.IndexTopology;
import org.yamori.wire.Topics;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;

/** Findings and traffic into Elasticsearch. */
public final class IndexJob {
    private static final String NAME = "index";

    private IndexJob() {}

    /** Exit code 2 where the command line is wrong, 1 where Kafka does not let the job in. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env;
        Configuration options;
        try {
            options = JobArguments.parse(args, SinkOptions.INDEX_JOB);
            env = environment(options);
            KafkaWelcome.ask(KafkaOptions.access(options), Instant.now()).forEach(System.err::println);
            build(env, options);
        } catch (JobArguments.UsageException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(JobArguments.usage("IndexJob", SinkOptions.INDEX_JOB));
            System.exit(2);
            return;
        } catch (AccessException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
            return;
        }
        env.execute(SinkOptions.prefix(options).prefix() + "-" + NAME);
    }

    /** An environment with what this job asks of Flink; while Elasticsearch is away its checkpoints fail for hours. */
    public static StreamExecutionEnvironment environment(Configuration options) {
        return JobSettings.environment(JobSettings.withDefaults(options, Integer.MAX_VALUE));
    }

    /** The job with its real source and sinks. */
    public static void build(StreamExecutionEnvironment env, Configuration options) {
        Topics topics = SinkOptions.prefix(options);
        KafkaAccess kafka = KafkaOptions.access(options);
        var records = env.fromSource(
                        FindingsSource.kafka(
                                kafka, topics.prefix() + "." + NAME, List.of(topics.findings(), topics.traffic())),
                        WatermarkStrategy.noWatermarks(),
                        "findings")
                .uid("findings");
        var index = new ElasticsearchSink(
                SinkOptions.elasticsearch(options),
                SinkOptions.bulkRules(options),
                new IndexNames(topics.prefix()),
                KafkaDeadLetters.opener(kafka, topics.deadLetters(), NAME),
                Instant::now);
        IndexTopology.build(records, index, DeadLetterSink.kafka(kafka, topics.deadLetters(), NAME));
    }
}
