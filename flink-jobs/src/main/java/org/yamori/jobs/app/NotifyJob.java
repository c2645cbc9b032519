package org.yamori.jobs.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.jobs.enrich.Mutes;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.kafka.KafkaWelcome;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.FileChannelSink;
import org.yamori.jobs.sink.FindingsSink;
import org.yamori.jobs.sink.FindingsSource;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.jobs.sink.SinkOptions;
import org.yamori.jobs.sink.mail.MailChannel;
import org.yamori.jobs.sink.mail.MailOptions;
import org.yamori.jobs.sink.mail.MailServer;
import org.yamori.jobs.topology.NotifyTopology;
import org.yamori.wire.Topics;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;

/** Findings to people: all into a file, alerts by mail. Studies notify nobody. */
public final class NotifyJob {
    private static final String NAME = "notify";

    /** After so long without a record a partition no longer holds back the time of the others. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private NotifyJob() {}

    /** Exit code 2 where the command line is wrong, 1 where Kafka does not let the job in. */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env;
        Configuration options;
        try {
            options = JobArguments.parse(args, SinkOptions.NOTIFY_JOB);
            env = environment(options);
            KafkaWelcome.ask(KafkaOptions.access(options), Instant.now()).forEach(System.err::println);
            build(env, options);
        } catch (JobArguments.UsageException | IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(JobArguments.usage("NotifyJob", SinkOptions.NOTIFY_JOB));
            System.exit(2);
            return;
        } catch (AccessException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
            return;
        }
        env.execute(SinkOptions.prefix(options).prefix() + "-" + NAME);
    }

    /** An environment with what this job asks of Flink. */
    public static StreamExecutionEnvironment environment(Configuration options) {
        Configuration settings = JobSettings.withDefaults(options, 10);
        // who switches mail off gives up the letters that wait, and not the job
        settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        return JobSettings.environment(settings);
    }

    /** The job with its real source and sinks. */
    public static void build(StreamExecutionEnvironment env, Configuration options) {
        Topics topics = SinkOptions.prefix(options);
        if (topics.isStudy()) {
            throw new IllegalArgumentException("a study never notifies anybody: " + SinkOptions.PREFIX.key() + " is "
                    + topics.prefix() + ", and prefixes that start with study- are studies");
        }
        KafkaAccess kafka = KafkaOptions.access(options);
        var records = env.fromSource(
                        FindingsSource.kafka(kafka, topics.prefix() + "." + NAME, List.of(topics.findings())),
                        WatermarkStrategy.<ReceivedRecord>forMonotonousTimestamps()
                                .withIdleness(IDLE),
                        "findings")
                .uid("findings");
        NotifyTopology.build(
                records,
                options.get(SinkOptions.NOTIFY_REMEMBER),
                new FileChannelSink(SinkOptions.notifyFile(options)),
                mail(env, options, kafka, topics),
                DeadLetterSink.kafka(kafka, topics.deadLetters(), NAME));
    }

    private static Optional<NotifyTopology.Mail> mail(
            StreamExecutionEnvironment env, Configuration options, KafkaAccess kafka, Topics topics) {
        Optional<MailServer> server = MailOptions.server(options);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        MailChannel channel = new MailChannel(
                MailOptions.rules(options),
                server.get(),
                MailOptions.pages(options),
                Registries.ofTopic(kafka, topics.registry()),
                new Mutes.Place(kafka, topics.decisions()));
        var decisions = env.fromSource(
                        FindingsSource.kafka(kafka, topics.prefix() + "." + NAME, List.of(topics.decisions())),
                        WatermarkStrategy.<ReceivedRecord>noWatermarks(),
                        "decisions")
                .uid("decisions");
        return Optional.of(new NotifyTopology.Mail(channel, decisions, FindingsSink.kafka(kafka, topics)));
    }
}
