package org.yamori.jobs.app;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.app.JobArguments.UsageException;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.sink.BulkRules;
import org.yamori.jobs.sink.SinkOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobArgumentsTest {
    @Test
    void threeWaysToWriteAnOption_meanTheSame() throws UsageException {
        Configuration options = parse(
                "--yamori.kafka.bootstrap-servers",
                "a:1",
                "-Dyamori.prefix=study-x",
                "--yamori.index.elasticsearch.hosts=http://a:9200;http://b:9200",
                "--execution.checkpointing.interval",
                "5 s");
        assertThat(KafkaOptions.access(options).brokers()).isEqualTo("a:1");
        assertThat(SinkOptions.prefix(options).prefix()).isEqualTo("study-x");
        assertThat(SinkOptions.elasticsearch(options).hosts()).containsExactly("http://a:9200", "http://b:9200");
        assertThat(options.toMap()).containsEntry("execution.checkpointing.interval", "5 s");
        assertThat(SinkOptions.bulkRules(options)).isEqualTo(BulkRules.DEFAULT);
    }

    @Test
    void everyOptionOfTheIndexJob_reachesItsPlace() throws UsageException {
        Configuration options = parse(
                "-Dyamori.kafka.bootstrap-servers=a:1",
                "-Dyamori.index.elasticsearch.hosts=https://a",
                "-Dyamori.index.elasticsearch.authorization-file=/run/secret",
                "-Dyamori.index.bulk.bytes=1 mb",
                "-Dyamori.index.bulk.in-flight=3",
                "-Dyamori.index.bulk.linger=2 s",
                "-Dyamori.index.retry.first=3 s",
                "-Dyamori.index.retry.longest=4 s",
                "-Dyamori.index.retry.give-up=5 s",
                "-Dyamori.index.request-timeout=6 s");
        assertThat(SinkOptions.elasticsearch(options).authorizationFile()).isEqualTo("/run/secret");
        assertThat(SinkOptions.bulkRules(options))
                .isEqualTo(new BulkRules(
                        1_048_576,
                        3,
                        Duration.ofSeconds(2),
                        new BulkRules.Retry(Duration.ofSeconds(3), Duration.ofSeconds(4)),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)));
    }

    @Test
    void allProblems_areToldAtOnce() {
        assertThatThrownBy(() -> parse(
                        "hello",
                        "--yamori.prefx",
                        "x",
                        "--yamori.nothing.like.this",
                        "x",
                        "--nodot",
                        "x",
                        "-Dyamori.prefix",
                        "--yamori.prefix=a",
                        "--yamori.prefix=b",
                        "--yamori.index.bulk.bytes"))
                .isInstanceOf(UsageException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith("'hello' is no option"),
                                line -> assertThat(line)
                                        .isEqualTo("unknown option yamori.prefx; did you mean yamori.prefix?"),
                                line -> assertThat(line)
                                        .startsWith("unknown option yamori.nothing.like.this; known are"),
                                line -> assertThat(line).startsWith("unknown option nodot; known are"),
                                line -> assertThat(line).isEqualTo("yamori.prefix has no value"),
                                line -> assertThat(line).isEqualTo("yamori.prefix is given twice"),
                                line -> assertThat(line).isEqualTo("yamori.index.bulk.bytes has no value")));
    }

    @Test
    void missingAndUnreadableValues_areNamed() {
        assertThatThrownBy(() -> parse("--yamori.index.bulk.in-flight", "many"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("yamori.kafka.bootstrap-servers is missing")
                .hasMessageContaining("yamori.index.elasticsearch.hosts is missing")
                .hasMessageContaining("yamori.index.bulk.in-flight is 'many'; allowed: a whole number. ");
    }

    @Test
    void usage_namesEveryOptionAndItsDefault() {
        assertThat(JobArguments.usage("IndexJob", SinkOptions.INDEX_JOB))
                .contains("--yamori.kafka.bootstrap-servers  (needed)")
                .contains("--yamori.prefix  (default yamori)");
    }

    private static Configuration parse(String... args) throws UsageException {
        return JobArguments.parse(args, SinkOptions.INDEX_JOB);
    }
}
