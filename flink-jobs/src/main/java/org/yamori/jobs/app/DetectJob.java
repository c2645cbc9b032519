package org.yamori.jobs.app;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.FindingsSink;
import org.yamori.jobs.sink.SinkOptions;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.KafkaBlocks;
import org.yamori.jobs.topology.DetectTopology;

/** Packets into findings. */
public final class DetectJob {
    private static final String NAME = "detect";
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 10;

    private DetectJob() {}

    /** Exit code 2 where the command line is wrong. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env;
        DetectConfig config;
        try {
            Configuration options = JobArguments.parse(args, options());
            config = config(options);
            env = environment(options, config);
            build(env, options, config);
        } catch (JobArguments.UsageException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(JobArguments.usage("DetectJob", options()));
            System.exit(2);
            return;
        }
        env.execute(config.topics().prefix() + "-" + NAME);
    }

    /** All options of this job. */
    public static List<ConfigOption<?>> options() {
        return Stream.concat(Stream.<ConfigOption<?>>of(SinkOptions.BOOTSTRAP_SERVERS), DetectConfig.options().stream())
                .toList();
    }

    /** The settings of the rooms; where the brokers are is not theirs. */
    public static DetectConfig config(Configuration options) {
        Configuration ofRooms = new Configuration(options);
        ofRooms.removeConfig(SinkOptions.BOOTSTRAP_SERVERS);
        return DetectConfig.from(ofRooms);
    }

    /** An environment with what this job asks of Flink: shards are key groups, so they bound the parallelism. */
    public static StreamExecutionEnvironment environment(Configuration options, DetectConfig config) {
        StreamExecutionEnvironment env =
                JobSettings.environment(JobSettings.withDefaults(options, TOLERABLE_FAILED_CHECKPOINTS));
        env.setMaxParallelism(config.source().shards());
        return env;
    }

    /** The job with its real source and sinks. */
    public static void build(StreamExecutionEnvironment env, Configuration options, DetectConfig config) {
        String brokers = SinkOptions.required(options, SinkOptions.BOOTSTRAP_SERVERS);
        var arrivals = env.fromSource(
                        KafkaBlocks.live(brokers, config.topics()), new ArrivalWatermarks(config.source()), "packets")
                .uid("packets");
        DetectTopology.build(
                arrivals,
                config.followingTheRegistry(brokers),
                FindingsSink.kafka(brokers, config.topics()),
                DeadLetterSink.kafka(brokers, config.topics().deadLetters(), NAME));
    }
}
