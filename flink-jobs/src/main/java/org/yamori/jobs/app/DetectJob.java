package org.yamori.jobs.app;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.kafka.KafkaWelcome;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.FindingsSink;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.KafkaBlocks;
import org.yamori.jobs.topology.DetectTopology;
import org.yamori.jobs.topology.Room;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;

/** Packets into findings. */
public final class DetectJob {
    private static final String NAME = "detect";
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 10;

    private DetectJob() {}

    /** Exit code 2 where the command line is wrong, 1 where Kafka does not let the job in. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env;
        DetectConfig config;
        try {
            Configuration options = JobArguments.parse(args, options());
            config = config(options);
            env = environment(options, config);
            KafkaWelcome.ask(KafkaOptions.access(options), Instant.now()).forEach(System.err::println);
            build(env, options, config);
        } catch (JobArguments.UsageException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(JobArguments.usage("DetectJob", options()));
            System.exit(2);
            return;
        } catch (AccessException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
            return;
        }
        env.execute(config.topics().prefix() + "-" + NAME);
    }

    /** All options of this job. */
    public static List<ConfigOption<?>> options() {
        return Stream.concat(KafkaOptions.all().stream(), DetectConfig.options().stream())
                .toList();
    }

    /** The settings of the rooms; where the brokers are is not theirs. */
    public static DetectConfig config(Configuration options) {
        Configuration ofRooms = new Configuration(options);
        KafkaOptions.all().forEach(ofRooms::removeConfig);
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
        KafkaAccess kafka = KafkaOptions.access(options);
        var arrivals = env.fromSource(
                        KafkaBlocks.live(kafka, config.topics()), new ArrivalWatermarks(config.source()), "packets")
                .uid("packets");
        DetectTopology.build(
                arrivals,
                config.followingTopics(kafka),
                FindingsSink.kafka(kafka, config.topics()),
                DeadLetterSink.kafka(kafka, config.topics().deadLetters(), NAME));
    }

    /** The job over what the topics hold now, with some of its rooms; it ends by itself. */
    public static void buildRecorded(
            StreamExecutionEnvironment env, Configuration options, DetectConfig config, Set<Room> rooms) {
        KafkaAccess kafka = KafkaOptions.access(options);
        var arrivals = env.fromSource(
                        KafkaBlocks.recorded(kafka, config.topics()), new ArrivalWatermarks(config.source()), "packets")
                .uid("packets");
        DetectTopology.build(
                arrivals,
                config.followingTopics(kafka),
                rooms,
                FindingsSink.kafka(kafka, config.topics()),
                DeadLetterSink.kafka(kafka, config.topics().deadLetters(), NAME));
    }
}
