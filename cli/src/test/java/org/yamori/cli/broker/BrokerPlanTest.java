package org.yamori.cli.broker;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.yamori.cli.broker.BrokerPlan.Layout;
import org.yamori.cli.broker.BrokerPlan.Names;
import org.yamori.wire.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerPlanTest {
    private static final Topics TOPICS = new Topics("yamori");

    private static BrokerPlan plan(String... sensors) {
        return plan(Set.of(sensors), Set.of());
    }

    private static BrokerPlan plan(Set<String> sensors, Set<String> answering) {
        return new BrokerPlan(
                TOPICS,
                sensors,
                answering,
                Names.of(TOPICS, Set.of("auditor"), Set.of("sato")),
                new Layout(2, (short) 3, 30));
    }

    private static Stream<String> rightsOf(String name) {
        return plan(Set.of("a", "a.b"), Set.of("a.b")).rights().stream()
                .filter(right -> right.entry().principal().equals("User:" + name))
                .map(BrokerPlanTest::words);
    }

    private static String words(AclBinding right) {
        return right.entry().permissionType() + " " + right.entry().operation() + " "
                + right.pattern().resourceType() + " " + right.pattern().patternType() + " "
                + right.pattern().name();
    }

    @Test
    void sensor_mayWriteItsOwnTopicByItsWholeName_andReadNothing() {
        assertThat(rightsOf("a"))
                .containsExactly(
                        "ALLOW WRITE TOPIC LITERAL yamori.packets.a",
                        "ALLOW DESCRIBE_CONFIGS TOPIC LITERAL yamori.packets.a");
    }

    @Test
    void sensorThatAnswers_mayWriteMeasurementsToo() {
        assertThat(rightsOf("a.b"))
                .containsExactlyInAnyOrder(
                        "ALLOW WRITE TOPIC LITERAL yamori.packets.a.b",
                        "ALLOW DESCRIBE_CONFIGS TOPIC LITERAL yamori.packets.a.b",
                        "ALLOW WRITE TOPIC LITERAL yamori.measurements");
    }

    @Test
    void detectJob_readsPackets_andWritesWhatItFinds() {
        assertThat(rightsOf("yamori-detect"))
                .containsExactlyInAnyOrder(
                        "ALLOW READ TOPIC PREFIXED yamori.packets.",
                        "ALLOW READ TOPIC LITERAL yamori.registry",
                        "ALLOW READ TOPIC LITERAL yamori.news",
                        "ALLOW READ TOPIC LITERAL yamori.lists",
                        "ALLOW READ TOPIC LITERAL yamori.measurements",
                        "ALLOW WRITE TOPIC LITERAL yamori.findings",
                        "ALLOW WRITE TOPIC LITERAL yamori.traffic",
                        "ALLOW WRITE TOPIC LITERAL yamori.dead-letters",
                        "ALLOW READ GROUP LITERAL yamori.detect");
    }

    @Test
    void indexJob_readsFindingsAndTraffic_andSeesNoPackets() {
        assertThat(rightsOf("yamori-index"))
                .containsExactlyInAnyOrder(
                        "ALLOW READ TOPIC LITERAL yamori.findings",
                        "ALLOW READ TOPIC LITERAL yamori.traffic",
                        "ALLOW WRITE TOPIC LITERAL yamori.dead-letters",
                        "ALLOW READ GROUP LITERAL yamori.index");
    }

    /** It says of each mail in the findings what became of it, and finds in the registry to whom it goes. */
    @Test
    void notifyJob_readsWhomItTells_andWritesThatItDid() {
        assertThat(rightsOf("yamori-notify"))
                .containsExactlyInAnyOrder(
                        "ALLOW READ TOPIC LITERAL yamori.findings",
                        "ALLOW WRITE TOPIC LITERAL yamori.findings",
                        "ALLOW READ TOPIC LITERAL yamori.registry",
                        "ALLOW READ TOPIC LITERAL yamori.decisions",
                        "ALLOW WRITE TOPIC LITERAL yamori.dead-letters",
                        "ALLOW READ GROUP LITERAL yamori.notify");
    }

    @Test
    void reader_readsAllOfThePrefix() {
        assertThat(rightsOf("auditor")).containsExactly("ALLOW READ TOPIC PREFIXED yamori.");
    }

    @Test
    void analyst_readsFindingsAndTraffic_andWritesDecisionsOnly() {
        assertThat(rightsOf("sato"))
                .containsExactlyInAnyOrder(
                        "ALLOW READ TOPIC LITERAL yamori.findings",
                        "ALLOW READ TOPIC LITERAL yamori.traffic",
                        "ALLOW READ TOPIC LITERAL yamori.decisions",
                        "ALLOW WRITE TOPIC LITERAL yamori.decisions");
    }

    @Test
    void whatPeopleWrite_isKeptForEver_theRestAsLongAsAsked() {
        List<String> kept = plan("a").commonTopics().stream()
                .map(topic -> topic.name() + " " + topic.configs().get("retention.ms"))
                .toList();
        assertThat(kept)
                .containsExactlyInAnyOrder(
                        "yamori.findings 2592000000",
                        "yamori.traffic 2592000000",
                        "yamori.measurements 2592000000",
                        "yamori.dead-letters 2592000000",
                        "yamori.registry -1",
                        "yamori.news -1",
                        "yamori.lists -1",
                        "yamori.decisions -1");
        assertThat(plan("a").commonTopics())
                .extracting(NewTopic::replicationFactor)
                .containsOnly((short) 3);
    }

    @Test
    void sensorWithTheNameOfAJob_isRefused() {
        assertThatThrownBy(() -> plan("yamori-detect"))
                .hasMessage(
                        "sensor 'yamori-detect' has the name of a job, reader or analyst: its certificate would open"
                                + " what theirs does");
        assertThatThrownBy(() -> plan("auditor")).hasMessageContaining("sensor 'auditor'");
    }

    @Test
    void layoutThatMeansNothing_isRefused() {
        assertThatThrownBy(() -> new Layout(0, (short) 1, 1)).hasMessageEndingWith("1 to 256, was 0");
        assertThatThrownBy(() -> new Layout(1, (short) 0, 1)).hasMessageEndingWith("at least 1, was 0");
        assertThatThrownBy(() -> new Layout(1, (short) 1, 0)).hasMessageContaining("--keep-days is at least 1");
    }
}
