package org.yamori.jobs.architecture;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.enrich.Mutes;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.jobs.sink.mail.MailChannel;
import org.yamori.jobs.sink.mail.MailOptions;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.BlockInputs;
import org.yamori.jobs.topology.DetectTopology;
import org.yamori.jobs.topology.IndexTopology;
import org.yamori.jobs.topology.NotifyTopology;

import static org.assertj.core.api.Assertions.assertThat;

/** A savepoint finds an operator by its uid: every operator has one, and these names are kept. */
class OperatorUidsTest {
    private static final ReceivedRecord RECORD = new ReceivedRecord("yamori.findings", 0, 0, new byte[0]);

    private final StreamExecutionEnvironment env = environment();

    private static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        return StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    }

    @Test
    void detectJob_namesEveryOperator() {
        DetectConfig config = DetectConfig.from(Configuration.fromMap(Map.of("yamori.prefix", "study-uids")));
        DetectTopology.build(
                env.fromSource(
                                new BlockInputs(List.of(), config.topics()),
                                new ArrivalWatermarks(config.source()),
                                "packets")
                        .uid("packets"),
                config,
                new DiscardingSink<>(),
                new DiscardingSink<>());

        assertThat(uids())
                .containsExactly(
                        "backscatter",
                        "backscatter-sources",
                        "backscatter-storms",
                        "campaign",
                        "daedalus",
                        "daedalus-crossings",
                        "daedalus-told",
                        "daedalus-urgent",
                        "dead-letters",
                        "findings",
                        "fingerprint",
                        "fingerprint-merge",
                        "fingerprint-versions",
                        "intake",
                        "label",
                        "packets",
                        "sensor",
                        "surge",
                        "surge-confirmed",
                        "surge-ebb",
                        "surge-episode",
                        "surge-rise",
                        "surge-score",
                        "surge-storms",
                        "traffic",
                        "traffic-merge");
    }

    @Test
    void indexJob_namesEveryOperator() {
        IndexTopology.build(records(), new DiscardingSink<>(), new DiscardingSink<>());

        assertThat(uids()).containsExactly("dead-letters", "documents", "index", "records");
    }

    @Test
    void notifyJob_namesEveryOperator() {
        Configuration mail = Configuration.fromMap(
                Map.of("yamori.notify.mail.server", "localhost:25", "yamori.notify.mail.from", "yamori@example.jp"));
        MailChannel channel = new MailChannel(
                MailOptions.rules(mail),
                MailOptions.server(mail).orElseThrow(),
                Optional.empty(),
                Registries.NONE,
                Mutes.Place.NOWHERE);
        DataStream<ReceivedRecord> decisions = env.fromData(RECORD).uid("decisions");
        NotifyTopology.build(
                records(),
                Duration.ofDays(1),
                new DiscardingSink<>(),
                Optional.of(new NotifyTopology.Mail(channel, decisions, new DiscardingSink<>())),
                new DiscardingSink<>());

        assertThat(uids())
                .containsExactly(
                        "channel",
                        "dead-letters",
                        "decisions",
                        "documents",
                        "mail-alerts",
                        "mail-outbox",
                        "mail-postbox",
                        "mail-requests",
                        "mail-selection",
                        "records",
                        "told",
                        "unseen");
    }

    private DataStream<ReceivedRecord> records() {
        return env.fromData(RECORD).uid("records");
    }

    private SortedSet<String> uids() {
        SortedSet<String> uids = new TreeSet<>();
        for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
            assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotNull();
            uids.add(node.getTransformationUID());
        }
        return uids;
    }
}
