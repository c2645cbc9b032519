package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.jobs.enrich.HistoryView;
import org.yamori.jobs.enrich.Registries;
import org.yamori.wire.Organisation;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody writes into the registry's topic what is no version of it: each record is logged with what is wrong, and the
 * version before holds on. None of the records knows organisation X, so each would show if it held.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class BrokenRegistryITCase {
    private static final String LOGGER = "org.yamori.jobs.enrich.TopicHistory";

    private static final String X =
            "{\"name\":\"X\",\"livenets\":[\"100.66.1.0/24\"],\"darknets\":[\"100.66.0.0/24\"],\"contacts\":[\"soc@x.example\"]}";

    private static final String GOOD = "{\"organisations\":[" + X + "],\"alerts\":{\"unit\":\"1m\"}}";
    private static final String Y = "{\"name\":\"Y\",\"livenets\":[\"10.1.0.0/16\"]}";

    /** Five minutes of a host, and noise so that time goes on. */
    private static final String SCENARIO = """
            seed: 5
            start: 2099-01-18T10:00:00Z
            duration: 8m
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/24]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 1, sources: 500}
              - {name: host, kind: host, source: 100.66.1.9, order: sequential, protocol: udp, ports: [137], packetsPerMinute: 120, duration: 290s}
            """;

    private static final Instant START = Instant.parse("2099-01-18T10:00:00Z");
    private static final Instant BROKEN = Instant.parse("2099-01-18T10:03:00Z");

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(1)
            .build());

    @TempDir
    private Path folder;

    private final KafkaServer kafka;
    private final Heard heard = new Heard();

    BrokenRegistryITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    /** What is logged about the registry. */
    private static final class Heard extends AbstractAppender {
        private final Queue<String> words = new ConcurrentLinkedQueue<>();

        Heard() {
            super("heard", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            words.add(event.getMessage().getFormattedMessage());
        }
    }

    @BeforeEach
    void listen() {
        heard.start();
        // Flink brings a configuration for tests along that is silent.
        Configurator.setLevel(LOGGER, Level.WARN);
        logger().addAppender(heard);
    }

    @AfterEach
    void listenNoMore() {
        logger().removeAppender(heard);
        heard.stop();
    }

    private static Logger logger() {
        return (Logger) LogManager.getLogger(LOGGER);
    }

    private static String record(long revision, String registry) {
        return "{\"revision\":" + revision + ",\"effectiveFrom\":\"" + BROKEN
                + "\",\"author\":\"sato\",\"reason\":\"by hand\",\"registry\":" + registry + "}";
    }

    private static String organisations(String... each) {
        return "{\"organisations\":[" + String.join(",", each) + "]}";
    }

    /**
     * A record that is no version, or an old one.
     *
     * @param words of the line in the log
     */
    private record Broken(@Nullable String value, String words) {}

    /** The version that holds has revision 2. */
    private static List<Broken> broken() {
        String later = record(3, organisations(Y));
        return List.of(
                new Broken(null, "the document is empty"),
                new Broken("{no json", "is no registry version and changes nothing"),
                new Broken("[]", "must be an object with the keys revision, effectiveFrom, author, reason, registry"),
                new Broken(
                        later.replace("\"author\"", "\"signature\":\"of a later program\",\"author\""),
                        "the key 'signature' is not known"),
                new Broken(
                        later.replace("organisations", "organisation"),
                        "the key 'organisation' is not known; did you mean 'organisations'?"),
                new Broken(record(1, organisations(Y)), "revision: 1 is behind revision 2, which was written before"),
                new Broken(
                        record(3, organisations(Y, "{\"name\":\"Z\",\"darknets\":[\"10.1.0.0/16\"]}")),
                        "registry.organisations[1].darknets[0]: 10.1.0.0/16 already belongs to 'Y'"),
                new Broken(
                        record(3, organisations(Y, "{\"name\":\"Z\",\"darknets\":[\"10.1.2.0/24\"]}")),
                        "10.1.2.0/24 lies in 10.1.0.0/16 of 'Y'"),
                new Broken(
                        record(3, organisations("{\"name\":\"Z\",\"darknets\":[\"10.1.2.3/16\"]}")),
                        "host bits are set in '10.1.2.3/16'"),
                new Broken(record(3, organisations("{\"name\":\"Z\",\"contacts\":[]}")), "names nobody"));
    }

    private void write(String topic, @Nullable String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "registry", value)).get();
        }
    }

    @Test
    void brokenRecords_areLogged_andTheVersionBeforeHoldsOn() throws Exception {
        String topic = "study-registry-kept.registry";
        kafka.createTopic(topic, 1, Map.of());
        write(topic, record(2, GOOD));
        long later = BROKEN.plusSeconds(3600).getEpochSecond() * 1_000_000;

        try (HistoryView<RegistryHistory> view = Registries.ofTopic(
                        KafkaAccess.plaintext(kafka.bootstrapServers()), topic)
                .open()) {
            assertThat(names(view.upToNow(), later)).containsExactly("X");
            int offset = 1;
            for (Broken each : broken()) {
                heard.words.clear();
                write(topic, each.value);
                RegistryHistory history = view.upToNow();
                assertThat(names(history, later)).as(each.value).containsExactly("X");
                assertThat(history.changes()).isEqualTo(1);
                assertThat(heard.words)
                        .singleElement()
                        .asString()
                        .startsWith(topic + " partition 0 offset " + offset++)
                        .contains(each.words);
            }
            write(topic, record(3, organisations(Y)));
            assertThat(names(view.upToNow(), later)).as("a good one after them").containsExactly("Y");
        }
    }

    private static List<String> names(RegistryHistory history, long micros) {
        return history.at(micros).organisations().stream()
                .map(Organisation::name)
                .toList();
    }

    /** A unit ends each minute, also after the time from which the broken versions would hold. */
    @Test
    void runningJob_goesOnWithItsRegistry() throws Exception {
        String prefix = "study-registry-running";
        String topic = new Topics(prefix).registry();
        LiveStudy study = new LiveStudy(kafka, folder, prefix);
        write(
                topic,
                record(2, GOOD)
                        .replace(BROKEN.toString(), START.minusSeconds(60).toString()));
        JobClient job = study.start(1, Map.of());
        try (LiveStudy.Sending sending = study.send(SCENARIO)) {
            sending.until(START.plusSeconds(90));
            assertThat(study.await("alert", 1, alert -> true)).hasSize(1);
            for (Broken each : broken()) {
                write(topic, each.value);
            }
            sending.until(Instant.MAX);
        }
        List<JsonNode> units = new ArrayList<>(study.await(
                "alert", 5, alert -> alert.at("/yamori/alert/kind").asText().equals("continuing")));
        job.cancel().get();

        units.sort(Comparator.comparing(alert -> alert.get("@timestamp").asText()));
        assertThat(units)
                .extracting(alert -> alert.at("/organization/name").asText() + " "
                        + Instant.parse(alert.get("@timestamp").asText()).truncatedTo(ChronoUnit.MINUTES))
                .containsExactly(
                        "X 2099-01-18T10:01:00Z",
                        "X 2099-01-18T10:02:00Z",
                        "X 2099-01-18T10:03:00Z",
                        "X 2099-01-18T10:04:00Z",
                        "X 2099-01-18T10:05:00Z");
        assertThat(broken()).allSatisfy(each -> assertThat(heard.words).anyMatch(line -> line.contains(each.words)));
    }
}
