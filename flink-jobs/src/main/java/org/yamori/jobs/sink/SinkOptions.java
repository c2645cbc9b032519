package org.yamori.jobs.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.sink.mail.MailOptions;
import org.yamori.wire.Topics;

/** The options of the index job and the notify job. */
public final class SinkOptions {
    public static final ConfigOption<String> PREFIX = ConfigOptions.key("yamori.prefix")
            .stringType()
            .defaultValue(Topics.DEFAULT_PREFIX)
            .withDescription("First word of all topics and indices; separates installations and studies, and a"
                    + " study's begins with study-. 1 to 60 lower-case letters, digits or '-'.");

    public static final ConfigOption<List<String>> HOSTS = ConfigOptions.key("yamori.index.elasticsearch.hosts")
            .stringType()
            .asList()
            .noDefaultValue()
            .withDescription("Nodes of Elasticsearch, http://host:port or https://host:port with ';' between.");

    public static final ConfigOption<String> AUTHORIZATION_FILE = ConfigOptions.key(
                    "yamori.index.elasticsearch.authorization-file")
            .stringType()
            .defaultValue("")
            .withDescription("A file whose text is sent to Elasticsearch as the Authorization header;"
                    + " empty where none is needed.");

    public static final ConfigOption<MemorySize> BULK_BYTES = ConfigOptions.key("yamori.index.bulk.bytes")
            .memoryType()
            .defaultValue(new MemorySize(BulkRules.DEFAULT.bulkBytes()))
            .withDescription("A bulk is sent before it grows beyond this. 64 KiB to 64 MiB.");

    public static final ConfigOption<Integer> BULKS_IN_FLIGHT = ConfigOptions.key("yamori.index.bulk.in-flight")
            .intType()
            .defaultValue(BulkRules.DEFAULT.bulksInFlight())
            .withDescription("Bulks sent and not yet answered, per parallel instance. 1 to 16.");

    public static final ConfigOption<Duration> LINGER = ConfigOptions.key("yamori.index.bulk.linger")
            .durationType()
            .defaultValue(BulkRules.DEFAULT.linger())
            .withDescription("The longest a document waits for its bulk to fill. At least 1 ms.");

    public static final ConfigOption<Duration> FIRST_RETRY = ConfigOptions.key("yamori.index.retry.first")
            .durationType()
            .defaultValue(BulkRules.DEFAULT.retry().first())
            .withDescription("Wait before the first retry of a bulk; it doubles with every failure. At least 1 ms.");

    public static final ConfigOption<Duration> LONGEST_RETRY = ConfigOptions.key("yamori.index.retry.longest")
            .durationType()
            .defaultValue(BulkRules.DEFAULT.retry().longest())
            .withDescription("The longest wait between two attempts. At least the first wait.");

    public static final ConfigOption<Duration> GIVE_UP = ConfigOptions.key("yamori.index.retry.give-up")
            .durationType()
            .defaultValue(BulkRules.DEFAULT.giveUp())
            .withDescription("A bulk that fails for longer restarts the job from its last checkpoint. At least 1 ms.");

    public static final ConfigOption<Duration> REQUEST_TIMEOUT = ConfigOptions.key("yamori.index.request-timeout")
            .durationType()
            .defaultValue(BulkRules.DEFAULT.requestTimeout())
            .withDescription("A bulk that is not answered by then has failed. At least 1 ms.");

    public static final ConfigOption<String> NOTIFY_FILE = ConfigOptions.key("yamori.notify.file")
            .stringType()
            .noDefaultValue()
            .withDescription("The file to which notifications are appended, one JSON document a line.");

    public static final ConfigOption<Duration> NOTIFY_REMEMBER = ConfigOptions.key("yamori.notify.remember")
            .durationType()
            .defaultValue(Duration.ofDays(7))
            .withDescription("How long after its last revision a finding is remembered, so that nobody is told twice."
                    + " 1 minute to 90 days.");

    public static final List<ConfigOption<?>> INDEX_JOB = withKafka(
            PREFIX,
            HOSTS,
            AUTHORIZATION_FILE,
            BULK_BYTES,
            BULKS_IN_FLIGHT,
            LINGER,
            FIRST_RETRY,
            LONGEST_RETRY,
            GIVE_UP,
            REQUEST_TIMEOUT);

    public static final List<ConfigOption<?>> NOTIFY_JOB = Stream.concat(
                    withKafka(PREFIX, NOTIFY_FILE, NOTIFY_REMEMBER).stream(), MailOptions.all().stream())
            .toList();

    private SinkOptions() {}

    private static List<ConfigOption<?>> withKafka(ConfigOption<?>... options) {
        return Stream.concat(KafkaOptions.all().stream(), Stream.of(options)).toList();
    }

    public static Topics prefix(Configuration options) {
        return new Topics(options.get(PREFIX));
    }

    public static BulkRules bulkRules(Configuration options) {
        long bulkBytes = options.get(BULK_BYTES).getBytes();
        return new BulkRules(
                (int) Math.min(Integer.MAX_VALUE, bulkBytes),
                options.get(BULKS_IN_FLIGHT),
                options.get(LINGER),
                new BulkRules.Retry(options.get(FIRST_RETRY), options.get(LONGEST_RETRY)),
                options.get(GIVE_UP),
                options.get(REQUEST_TIMEOUT));
    }

    public static ElasticsearchAddress elasticsearch(Configuration options) {
        return new ElasticsearchAddress(required(options, HOSTS), options.get(AUTHORIZATION_FILE));
    }

    public static Path notifyFile(Configuration options) {
        return Path.of(required(options, NOTIFY_FILE));
    }

    /** The value of an option that has no default. */
    public static <T> T required(Configuration options, ConfigOption<T> option) {
        return options.getOptional(option)
                .orElseThrow(() -> new IllegalArgumentException(option.key() + " is missing"));
    }
}
