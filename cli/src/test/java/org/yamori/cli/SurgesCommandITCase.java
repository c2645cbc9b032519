package org.yamori.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** An analyst at a real broker: three surges, whose revisions came twice and in any order, are looked at and judged. */
@Tag("kafka")
@ExtendWith(Servers.class)
class SurgesCommandITCase {
    private static final String WORM = "be97463f8931a87f68a6c22a081afe78";

    private final KafkaServer kafka;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    SurgesCommandITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    private int run(String prefix, String... args) {
        return runAt(kafka.bootstrapServers(), prefix, args);
    }

    private int runAt(String brokers, String prefix, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("surges"));
        all.addAll(List.of(args));
        all.addAll(List.of("--brokers", brokers, "--prefix", prefix));
        return Yamori.commandLine(Yamori.doors(), Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    private void publish(Topics topics, List<String> documents) throws Exception {
        kafka.createTopic(topics.findings(), 1, Map.of());
        send(topics.findings(), documents);
    }

    private void send(String topic, List<String> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String each : records) {
                producer.send(new ProducerRecord<>(topic, each.getBytes(UTF_8))).get();
            }
        }
    }

    private static List<String> surges() throws IOException {
        try (InputStream in = SurgesCommandITCase.class.getResourceAsStream("surges/surges.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** What is printed, with the time of judging as the page has it. */
    private String printed() {
        return out.toString()
                .replaceAll("(?m)^  [-0-9]{10}T[0-9:]{8}Z  (true|false|unclear)", "  2026-01-14T13:05:00Z  $1")
                .replace("study-surges.", "yamori.");
    }

    @Test
    void page_isWhatTheCommandsPrint() throws Exception {
        Topics topics = new Topics("study-surges");
        publish(topics, surges());
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-surges.md"));
        List<List<String>> commands = List.of(
                List.of("list"),
                List.of("judge", "be97", "true", "--why", "worm at routers", "--by", "suzuki"),
                List.of("judge", "be97", "unclear", "--why", "few packets", "--by", "sato"),
                List.of("judge", "be97", "true", "--why", "same worm as at 5555", "--by", "sato"),
                List.of("judge", "4c2a", "false", "--why", "a new survey", "--by", "sato"),
                List.of("show", "be97"),
                List.of("list", "--unjudged"),
                List.of("precision"));
        for (List<String> command : commands) {
            assertThat(run("study-surges", command.toArray(new String[0])))
                    .as(() -> command + " said " + err)
                    .isZero();
            assertThat(page).as(String.join(" ", command)).contains(printed());
        }

        assertThat(run("study-surges", "list", "--json", "--port", "7547/tcp")).isZero();
        JsonNode line = new ObjectMapper().readTree(out.toString());
        assertThat(line.at("/surge/yamori/finding/revision").asInt()).isEqualTo(3);
        assertThat(line.get("revisions").asInt()).isEqualTo(3);
        assertThat(line.get("verdict").asText()).isEqualTo("true");
        assertThat(line.get("judgements"))
                .extracting(
                        judgement -> judgement.get("author").asText(),
                        judgement -> judgement.get("revision").asInt(),
                        judgement -> judgement.get("verdict").asText())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("suzuki", 1, "true"),
                        org.assertj.core.groups.Tuple.tuple("sato", 1, "unclear"),
                        org.assertj.core.groups.Tuple.tuple("sato", 2, "true"));
    }

    @Test
    void filters_leaveWhatFits() throws Exception {
        Topics topics = new Topics("study-surges-filters");
        publish(topics, surges());
        assertThat(ids("list", "--since", "2026-02-01")).containsExactly("udp/9999");
        assertThat(ids("list", "--since", "2026-01-14T18:21:00+09:00")).containsExactly("tcp/5555", "udp/9999");
        assertThat(ids("list", "--open")).containsExactly("tcp/5555", "udp/9999");
        assertThat(ids("list", "--paged")).containsExactly("tcp/7547", "tcp/5555");
        assertThat(ids("list", "--paged", "--open", "--port", "5555/tcp")).containsExactly("tcp/5555");
        assertThat(run("study-surges-filters", "judge", "4c", "unclear", "--why", "who knows"))
                .isZero();
        assertThat(ids("list", "--unjudged")).containsExactly("tcp/7547", "udp/9999");
    }

    @Test
    void whatElseACardSays_isShown() throws Exception {
        publish(
                new Topics("study-surges-more"),
                List.of(surges().get(0)
                        .replace(
                                "\"sensors\":2,",
                                "\"sensors\":2,\"seen_by\":[\"tokyo-1\",\"osaka-1\"],\"watching\":3,\"reach\":\"network\","
                                        + "\"meaning\":\"router management\",\"rise\":{\"sources\":30.8,"
                                        + "\"networks\":[{\"name\":\"1.228.0.0/16\",\"share\":1.0}]},")));
        assertThat(run("study-surges-more", "show", "be")).isZero();
        assertThat(out.toString())
                .contains("7547/tcp: tr-069, group tr-069, on the watch list (router management)\n")
                .contains("seen by      2 sensors (tokyo-1, osaka-1) of 3, reach network, at 64 or more destinations;")
                .contains("\nof the rise, networks: 1.228.0.0/16 100 %\n");
    }

    private List<String> ids(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        assertThat(run("study-surges-filters", all.toArray(new String[0]))).isZero();
        List<String> ports = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            ports.add(new ObjectMapper()
                    .readTree(line)
                    .at("/surge/yamori/surge/port")
                    .asText());
        }
        return ports;
    }

    @Test
    void judgement_isADecisionThatOutlivesItsSurge() throws Exception {
        Topics topics = new Topics("study-surges-kept");
        publish(topics, surges());
        assertThat(run("study-surges-kept", "judge", WORM, "true", "--why", "a worm", "--by", "情報 太郎"))
                .isZero();

        List<Decision> decisions = new ArrayList<>();
        for (var written : TopicRecords.in(topics.decisions(), kafka.bootstrapServers())) {
            decisions.add(Decision.fromJson(written.value()));
            assertThat(new String(written.key(), UTF_8)).isEqualTo(Decision.Mark.id(WORM, "情報 太郎"));
        }
        assertThat(decisions).singleElement().isInstanceOfSatisfying(Decision.Mark.class, mark -> {
            assertThat(mark.head().revision()).isEqualTo(1);
            assertThat(mark.head().author()).isEqualTo("情報 太郎");
            assertThat(mark.head().reason()).isEqualTo("a worm");
            // 2026-01-14T09:00:00Z
            assertThat(mark.subject()).isEqualTo(new Decision.Subject(WORM, "surge", 1_768_381_200_000_000L));
        });

        Topics later = new Topics("study-surges-later");
        kafka.createTopic(later.findings(), 1, Map.of());
        kafka.createTopic(later.decisions(), 1, Map.of());
        send(later.decisions(), List.of(new String(decisions.get(0).toJson(), UTF_8), "{\"decision\":\"mrak\"}"));
        assertThat(run("study-surges-later", "precision", "--month", "2026-01")).isZero();
        assertThat(out.toString())
                .contains("2026-01        1       1       0        0         0  1.000 = 1 / 1\n")
                .contains("1 of the judged surges are no longer in the topic of findings");
    }

    @Test
    void whatCannotBeDone_isOneSentence() throws Exception {
        Topics topics = new Topics("study-surges-refused");
        publish(topics, surges());

        refused(
                "study-surges-refused",
                "no surge has an id that begins with 'abc'; 'yamori surges list' shows the 3" + " that there are",
                "show",
                "abc");
        refused("study-surges-refused", "2 surges have an id that begins with 'be', for example be", "show", "be");
        refused("study-surges-refused", "no surge has an id that begins with '0'", "judge", "0", "true", "--why", "x");
        refused(
                "study-surges-none",
                "there is no topic study-surges-none.findings at " + kafka.bootstrapServers()
                        + "; --prefix names the installation or study",
                "list");
        assertThat(runAt("127.0.0.1:1", "study-surges-refused", "list")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("yamori: Kafka at 127.0.0.1:1 did not answer")
                .hasLineCount(1);
        misunderstood("a verdict is true, false or unclear, was 'maybe'", "judge", "be97", "maybe", "--why", "x");
        misunderstood("--why is one line of 1 to 2000 letters", "judge", "be97", "true", "--why", " ");
        misunderstood("Missing required option: '--why=TEXT'", "judge", "be97", "true");
        misunderstood("a port is like 23/tcp or 53413/udp", "list", "--port", "23");
        misunderstood("--since is a day like 2026-01-14 or a time like", "list", "--since", "yesterday");
        misunderstood("--month is like 2026-01, was 'May'", "precision", "--month", "May");
        assertThat(TopicRecords.in(topics.decisions(), kafka.bootstrapServers()))
                .isEmpty();
    }

    private void refused(String prefix, String sentence, String... args) {
        assertThat(run(prefix, args)).isEqualTo(1);
        assertThat(err.toString()).startsWith("yamori: " + sentence).hasLineCount(1);
    }

    private void misunderstood(String sentence, String... args) {
        assertThat(run("study-surges-refused", args)).isEqualTo(2);
        assertThat(err.toString()).startsWith("yamori: " + sentence);
    }
}
