package org.yamori.jobs.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.app.IndexJob;
import org.yamori.jobs.app.NotifyJob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The plans of the index job and the notify job, built with their real sources and sinks but not run. */
class SinkTopologiesTest {
    @Test
    void indexJob_hasAUidOnEveryOperatorAndNoGenericType() {
        Configuration options = options("yamori.index.elasticsearch.hosts", "http://localhost:9200");
        StreamExecutionEnvironment env = IndexJob.environment(options);
        IndexJob.build(env, options);
        assertThat(uids(env)).contains("findings", "documents", "index", "dead-letters");
        assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
        assertThat(env.getCheckpointConfig().getTolerableCheckpointFailureNumber())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(env.getCheckpointInterval()).isEqualTo(10_000);
    }

    @Test
    void notifyJob_hasAUidOnEveryOperatorAndNoGenericType() {
        Configuration options = options("yamori.notify.file", "/tmp/notified.jsonl");
        StreamExecutionEnvironment env = NotifyJob.environment(options);
        NotifyJob.build(env, options);
        assertThat(uids(env))
                .contains("findings", "documents", "unseen", "channel", "dead-letters")
                .noneMatch(uid -> uid.startsWith("mail"));
    }

    @Test
    void notifyJobWithAMailServer_hasAUidOnEveryOperatorAndNoGenericType() {
        Configuration options = mail();
        StreamExecutionEnvironment env = NotifyJob.environment(options);
        NotifyJob.build(env, options);
        assertThat(uids(env))
                .contains(
                        "decisions",
                        "mail-alerts",
                        "mail-requests",
                        "mail-selection",
                        "mail-postbox",
                        "mail-outbox",
                        "told");
    }

    @Test
    void mailOptionsThatCannotBe_areRefusedByTheirNames() {
        refused("yamori.notify.mail.server", "mail", "yamori.notify.mail.server must be host:port, was 'mail'");
        refused("yamori.notify.mail.server", "mail:0", "yamori.notify.mail.server must be host:port, was 'mail:0'");
        refused("yamori.notify.mail.from", "", "yamori.notify.mail.from is missing");
        refused("yamori.notify.mail.from", "me", "a mail address is like soc@example.jp, in ASCII, was 'me'");
        refused(
                "yamori.notify.mail.security",
                "ssl",
                "yamori.notify.mail.security must be one of none, starttls, tls, was 'ssl'");
        refused(
                "yamori.notify.mail.user",
                "u",
                "yamori.notify.mail.user and yamori.notify.mail.password-file go together; only one of them is given");
        refused("yamori.notify.mail.per-hour", "0", "yamori.notify.mail.per-hour must be 1 to 1000, was 0");
        refused("yamori.notify.mail.stale", "1 s", "yamori.notify.mail.stale must be PT1M to PT168H, was PT1S");
        refused(
                "yamori.notify.mail.analyst-kinds",
                "new;old",
                "yamori.notify.mail.analyst-kinds are of new;continuing;urgent, was 'old'");
        refused(
                "yamori.notify.mail.pages",
                "/tmp/pages",
                "yamori.notify.mail.key-file is missing: it keeps the pages of one organisation from the others");
    }

    private static void refused(String key, String value, String sentence) {
        Configuration options = mail();
        options.setString(key, value);
        assertThatThrownBy(() -> NotifyJob.build(NotifyJob.environment(options), options))
                .as(key)
                .hasMessage(sentence);
    }

    private static Configuration mail() {
        Configuration options = options("yamori.notify.file", "/tmp/notified.jsonl");
        options.setString("yamori.notify.mail.server", "localhost:25");
        options.setString("yamori.notify.mail.from", "yamori@example.jp");
        return options;
    }

    @Test
    void notifyJobOfAStudy_refusesToStart() {
        Configuration options = options("yamori.notify.file", "/tmp/notified.jsonl");
        options.setString("yamori.prefix", "study-2016");
        assertThatThrownBy(() -> NotifyJob.build(NotifyJob.environment(options), options))
                .hasMessageContaining("a study never notifies anybody")
                .hasMessageContaining("study-2016");
    }

    private static Configuration options(String key, String value) {
        Map<String, String> options = new HashMap<>();
        options.put("yamori.kafka.bootstrap-servers", "localhost:9092");
        options.put(key, value);
        return Configuration.fromMap(options);
    }

    /** A plan with generated uids or generic types would not come about: both are switched off. */
    private static List<String> uids(StreamExecutionEnvironment env) {
        assertThat(env.getConfig().getSerializerConfig().hasGenericTypesDisabled())
                .isTrue();
        assertThat(env.getConfig().hasAutoGeneratedUIDsEnabled()).isFalse();
        var graph = env.getStreamGraph();
        var unused = graph.getJobGraph();
        return graph.getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(uid -> uid != null)
                .toList();
    }
}
