package org.yamori.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.alerts.Incidents;
import org.yamori.cli.report.Facts;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.Decision;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.Finding;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/**
 * An analyst at a real broker: the cases of paper 001 come from a capture through the whole detect job, are looked at,
 * ranked, marked and reported.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class AlertsCommandITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<String> findings = List.of();

    private final KafkaServer kafka;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    AlertsCommandITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @BeforeAll
    static void analyseTheIncidents(@TempDir Path folder) throws Exception {
        findings = Incidents.analysed(folder);
    }

    private int run(String prefix, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("alerts"));
        all.addAll(List.of(args));
        all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", prefix));
        return Yamori.commandLine(Yamori.doors(), Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    private void done(String prefix, String... args) {
        assertThat(run(prefix, args)).as(() -> List.of(args) + " said " + err).isZero();
    }

    private void publish(Topics topics) throws Exception {
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.traffic(), 1, Map.of());
        send(topics.findings(), findings.stream().filter(line -> !isTraffic(line)));
        send(topics.traffic(), findings.stream().filter(AlertsCommandITCase::isTraffic));
    }

    private static boolean isTraffic(String line) {
        return line.contains("\"dataset\":\"yamori.traffic\"");
    }

    private void send(String topic, Stream<String> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = records.map(
                            each -> producer.send(new ProducerRecord<>(topic, each.getBytes(UTF_8))))
                    .toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** What is printed, with the time of deciding as the page has it. */
    private String printed() {
        return out.toString()
                .replaceAll("(?m)^  20[2-9][-0-9]{7}T[0-9:]{8}Z  ", "  2026-01-14T13:05:00Z  ")
                .replaceAll("(?m)^rules        [0-9a-f]{8}$", "rules        9010e01f")
                .replace("study-alerts.", "yamori.");
    }

    @Test
    void page_isWhatTheCommandsPrint() throws Exception {
        publish(new Topics("study-alerts"));
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-alerts.md"));
        List<List<String>> commands = List.of(
                List.of("list"),
                List.of("list", "--ranked", "--top", "3"),
                List.of("mark", host("172.20.0.7"), "true", "--why", "scans 445/tcp in sequence", "--by", "sato"),
                List.of("contact", host("172.20.0.7"), "--why", "please look for malware on the host", "--by", "sato"),
                List.of(
                        "outcome",
                        host("172.20.0.7"),
                        "infected",
                        "--infection",
                        "W32.Downadup.B",
                        "--infection",
                        "Trackware.Rewardnet",
                        "--why",
                        "their scanner found both",
                        "--by",
                        "sato"),
                List.of("outcome", host("172.20.0.9"), "normal", "--why", "an Android device", "--by", "suzuki"),
                List.of("list", "--ranked"),
                List.of("show", host("172.20.0.7")),
                List.of("show", host("172.20.0.8")),
                List.of("report"),
                List.of("report", "--organisation", "X", "--month", "2011-01"));
        List<String> missing = new ArrayList<>();
        for (List<String> command : commands) {
            done("study-alerts", command.toArray(new String[0]));
            if (!page.contains(printed())) {
                missing.add("./yamori alerts " + String.join(" ", command) + "\n" + printed());
            }
        }
        assertThat(missing).as("on the page").isEmpty();
    }

    /** The beginning of the id of a host's only case. */
    private String host(String source) throws IOException {
        done("study-alerts", "list", "--source", source, "--json");
        return JSON.readTree(out.toString()).get("case").asText().substring(0, 4);
    }

    /** D-20; and nothing is hidden: all five cases are in both lists. */
    @Test
    void D20_malwareOfX1AndX2_ranksAboveX3AndX4_withItsReasons() throws Exception {
        publish(new Topics("study-alerts-ranked"));
        List<JsonNode> ranked = list("study-alerts-ranked", "--ranked");
        assertThat(ranked)
                .extracting(each -> each.at("/alert/source/ip").asText())
                .containsExactly("172.20.0.8", "172.20.0.7", "172.20.0.10", "172.20.0.9", "172.21.1.77");
        for (JsonNode each : ranked) {
            int sum = 0;
            for (JsonNode part : each.get("because").findValues("points")) {
                sum += part.asInt();
            }
            assertThat(each.get("points").asInt()).isEqualTo(sum);
        }
        assertThat(list("study-alerts-ranked", "--ranked", "--top", "2"))
                .extracting(each -> each.at("/alert/source/ip").asText())
                .containsExactly("172.20.0.8", "172.20.0.7");
        assertThat(list("study-alerts-ranked"))
                .extracting(each -> each.at("/alert/source/ip").asText())
                .containsExactly("172.20.0.7", "172.20.0.8", "172.21.1.77", "172.20.0.9", "172.20.0.10");

        // One infection on 445/tcp adds round(20 * 1 / 3) to the other host; a normal one on 137/udp takes as much.
        String worm = ranked.get(1).get("case").asText();
        done("study-alerts-ranked", "outcome", worm, "infected", "--why", "x");
        done("study-alerts-ranked", "outcome", ranked.get(3).get("case").asText(), "normal", "--why", "x");
        List<JsonNode> again = list("study-alerts-ranked", "--ranked");
        assertThat(again)
                .extracting(each -> each.at("/because/history/0/points").asInt())
                .containsExactly(7, 0, 0, -7, 0);
        assertThat(again)
                .extracting(each -> each.at("/alert/source/ip").asText())
                .containsExactly("172.20.0.8", "172.20.0.7", "172.20.0.9", "172.20.0.10", "172.21.1.77");
    }

    private List<JsonNode> list(String prefix, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("list", "--json"));
        args.addAll(List.of(options));
        done(prefix, args.toArray(new String[0]));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private List<String> sources(String... options) throws IOException {
        return list("study-alerts-filters", options).stream()
                .map(each -> each.at("/alert/source/ip").asText().replace("172.", ""))
                .toList();
    }

    @Test
    void D13_filters_leaveWhatFits() throws Exception {
        publish(new Topics("study-alerts-filters"));
        assertThat(sources("--since", "2011-01-15")).containsExactly("21.1.77", "20.0.9", "20.0.10");
        assertThat(sources("--organisation", "NICT")).containsExactly("21.1.77");
        assertThat(sources("--kind", "urgent")).containsExactly("20.0.9", "20.0.10");
        assertThat(sources("--class", "spoofed-source")).containsExactly("21.1.77");
        assertThat(sources("--class", "infected")).containsExactly("20.0.7", "20.0.8");
        assertThat(sources("--source", "172.20.0.8/30")).containsExactly("20.0.8", "20.0.9", "20.0.10");
        // The capture ends when these had not yet been quiet for an hour, a forged source for a week.
        assertThat(sources("--open")).containsExactly("21.1.77", "20.0.10");
        done("study-alerts-filters", "mark", id("172.20.0.10"), "unclear", "--why", "who knows");
        assertThat(sources("--unmarked", "--kind", "urgent")).containsExactly("20.0.9");
    }

    private String id(String source) throws IOException {
        return list("study-alerts-filters", "--source", source)
                .get(0)
                .get("case")
                .asText();
    }

    /** D-13; a decision names the new alert of the case, whichever alert was named, so that it outlives all of them. */
    @Test
    void D13_decisions_areOfTheNewAlert_andOutliveIt() throws Exception {
        Topics topics = new Topics("study-alerts-kept");
        publish(topics);
        JsonNode worm = list("study-alerts-kept", "--source", "172.20.0.7").get(0);
        String last = worm.get("findings").get(3).asText();
        done("study-alerts-kept", "mark", last, "true", "--why", "a worm", "--by", "情報 太郎");
        done("study-alerts-kept", "contact", last, "--why", "please look", "--by", "sato");
        assertThat(out.toString())
                .contains("the notify job mails it to the contact of X; without a mail server tell them yourself\n");
        done("study-alerts-kept", "outcome", last, "normal", "--why", "nothing found", "--by", "sato");
        done(
                "study-alerts-kept",
                "outcome",
                last,
                "infected",
                "--infection",
                "Kido",
                "--why",
                "after all",
                "--by",
                "suzuki");
        assertThat(out.toString()).endsWith("was infected (Kido), says suzuki: after all (replaces normal)\n");

        List<Decision> decisions = new ArrayList<>();
        List<String> records = new ArrayList<>();
        for (var written : TopicRecords.in(topics.decisions(), kafka.bootstrapServers())) {
            decisions.add(Decision.fromJson(written.value()));
            records.add(new String(written.value(), UTF_8));
        }
        // 2010-09-10T10:00:00Z
        long anchor = 1_284_112_800_000_000L;
        Decision.Subject subject =
                new Decision.Subject(worm.get("findings").get(0).asText(), "alert", anchor, "X");
        assertThat(subject.finding()).isEqualTo(Finding.id("alert", "X\n172.20.0.7", "new", anchor));
        assertThat(decisions).hasSize(4);
        assertThat(decisions.get(0))
                .isInstanceOfSatisfying(
                        Decision.Mark.class, mark -> assertThat(mark.subject()).isEqualTo(subject));
        assertThat(decisions.get(1)).isInstanceOfSatisfying(Decision.Contact.class, contact -> {
            assertThat(contact.subject()).isEqualTo(subject);
            assertThat(contact.head().reason()).isEqualTo("please look");
        });
        assertThat(decisions.get(3)).isInstanceOfSatisfying(Decision.Outcome.class, outcome -> {
            assertThat(outcome.subject()).isEqualTo(subject);
            assertThat(outcome.head().revision()).isEqualTo(2);
            assertThat(outcome.infections()).containsExactly("Kido");
        });

        Topics later = new Topics("study-alerts-later");
        kafka.createTopic(later.findings(), 1, Map.of());
        kafka.createTopic(later.decisions(), 1, Map.of());
        records.add("{\"decision\":\"mrak\"}");
        send(later.decisions(), records.stream());
        done("study-alerts-later", "report", "--json");
        JsonNode month = JSON.readTree(out.toString()).at("/months/0");
        assertThat(month).isEqualTo(JSON.readTree("{\"month\": \"2010-09\", \"contacts\": 1, \"infections\": 1}"));
    }

    /** D-17, D-13: table 1 of paper 001 as findings and decisions of half a year, in two shards, some of them twice. */
    @Test
    void D17_tableOfThePaper_comesBackFromTheTopics() throws Exception {
        Topics topics = new Topics("study-alerts-table");
        List<String> days = new ArrayList<>();
        List<String> traffic = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        Map<String, String> keys = Map.of(
                "unique_hosts_all_darknets", "hosts_at_least",
                "packets_all_darknets", "packets",
                "packets_from_org_X", "own_packets",
                "automatic_alerts", "alerts",
                "analyst_contacts", "contacts");
        List<List<String>> expected = new ArrayList<>();
        int contacts = 0;
        for (Facts.Row row : Facts.table("001_table1_monthly_alerts.tsv")) {
            LocalDate day = LocalDate.parse(row.get("month") + "-17");
            long value = Long.parseLong(row.get("value"));
            expected.add(List.of(row.get("month"), keys.get(row.get("measure")), row.get("value")));
            switch (row.get("measure")) {
                case "unique_hosts_all_darknets" -> traffic.add(traffic(day, value, 0));
                case "packets_all_darknets" -> {
                    traffic.add(traffic(day.plusDays(1), 1, value));
                    traffic.add(minute(day));
                }
                case "packets_from_org_X" -> {
                    days.add(organisation("X", day, 1, 1, 5, 0));
                    days.add(organisation("X", day, 1, 2, value - 1000, 0));
                    days.add(organisation("X", day, 1, 2, value - 1000, 0));
                    days.add(organisation("X", day, 2, 1, 1000, 0));
                    days.add(organisation("Y", day, 2, 1, 77, 7));
                }
                case "automatic_alerts" -> days.add(organisation("X", day.plusDays(2), 3, 1, 0, value));
                default -> {
                    for (int i = 0; i < value; i++) {
                        decisions.addAll(contact(day, contacts, contacts % 3 == 0 && contacts < 18));
                        contacts++;
                    }
                }
            }
        }
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.traffic(), 1, Map.of());
        kafka.createTopic(topics.decisions(), 1, Map.of());
        send(topics.findings(), days.stream());
        send(topics.traffic(), traffic.stream());
        send(topics.decisions(), decisions.stream());

        done("study-alerts-table", "report", "--organisation", "X", "--json");
        JsonNode report = JSON.readTree(out.toString());
        List<List<String>> told = new ArrayList<>();
        for (JsonNode month : report.get("months")) {
            keys.values()
                    .forEach(key -> told.add(List.of(
                            month.get("month").asText(), key, month.path(key).asText())));
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected).hasSize(30);
        assertThat(report.at("/means/infections/total").asInt()).isEqualTo(6);

        done("study-alerts-table", "report", "--organisation", "X");
        assertThat(out.toString())
                .contains("alerts: 2714 / 6 months = 452.33 a month; 452.33 / 30 = 15.08 a day;"
                        + " by calendar days 2714 / 184 = 14.75 a day\n")
                .contains("6 of 20 contacts found an infection: 30 %\n");
        done("study-alerts-table", "report", "--no-darknets", "--month", "2010-12");
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .contains("2010-12|-|-|2475428|359|7|2");
    }

    /** D-17: who comes on two days of a month counts once, as far as days have a sketch. */
    @Test
    void D17_hostsOfAMonth_countOnce() throws Exception {
        Topics topics = new Topics("study-alerts-hosts");
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.traffic(), 1, Map.of());
        String broken = sketched(LocalDate.parse("2011-02-02"), 0, 9).replace("sketch\":\"", "sketch\":\"A");
        send(
                topics.traffic(),
                Stream.of(
                        sketched(LocalDate.parse("2011-01-13"), 0, 200_000),
                        sketched(LocalDate.parse("2011-01-14"), 100_000, 300_000),
                        sketched(LocalDate.parse("2011-02-01"), 0, 5_000),
                        broken,
                        traffic(LocalDate.parse("2011-03-01"), 10, 1),
                        sketched(LocalDate.parse("2011-03-02"), 0, 7)));

        done("study-alerts-hosts", "report", "--json");
        JsonNode months = JSON.readTree(out.toString()).get("months");
        assertThat(months).hasSize(3);
        // Three standard errors.
        assertThat(months.at("/0/hosts").asLong()).isCloseTo(300_000L, withPercentage(3.66));
        assertThat(months.at("/0/hosts_standard_error").asDouble()).isEqualTo(0.0122);
        assertThat(months.at("/1/hosts").asLong()).isEqualTo(5_000);
        assertThat(months.get(1).has("hosts_standard_error")).isFalse();
        assertThat(months.at("/2/hosts_at_least").asLong()).isEqualTo(10);
        assertThat(months.get(2).has("hosts")).isFalse();

        done("study-alerts-hosts", "report");
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .contains(
                        "2011-01|~" + months.at("/0/hosts").asLong() + "|2|-|-|0|0",
                        "2011-02|5000|1|-|-|0|0",
                        "2011-03|>=10|2|-|-|0|0",
                        "hosts with >= are those of the day with most: a month has at least so many");
    }

    /** A day with hosts of these numbers. */
    private static String sketched(LocalDate day, int from, int to) {
        DistinctSources sources = new DistinctSources();
        for (int host = from; host < to; host++) {
            sources.add(Shards.mix(host));
        }
        return traffic(day, to - from, 1)
                .replace("}}", ",\"sources_exact\":true,\"sources_sketch\":\"" + sources.text() + "\"}}");
    }

    private static String organisation(String name, LocalDate day, int shard, int revision, long packets, long alerts) {
        long anchor = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        return """
            {"event":{"dataset":"yamori.organisation"},"organization":{"name":"%s"},"yamori":{"organisation":\
            {"shard":%d,"packets":%d,"alerts":{"new":%d,"continuing":%d,"urgent":0}},"finding":\
            {"kind":"organisation","id":"%s","revision":%d,"anchor":"%sT00:00:00.000000Z"}}}\
            """.formatted(
                        name,
                        shard,
                        packets,
                        alerts / 3,
                        alerts - alerts / 3,
                        Finding.id("organisation", name + '\n' + shard, "day", anchor),
                        revision,
                        day);
    }

    private static String traffic(LocalDate day, long sources, long packets) {
        return """
            {"event":{"dataset":"yamori.traffic"},"yamori":{"finding":{"kind":"traffic","id":"%s","revision":1},\
            "window":{"resolution":"day","local":"%sT00:00:00+09:00"},"breakdown":"total","packets":%d,\
            "sources":%d}}\
            """.formatted(day, day, packets, sources);
    }

    private static String minute(LocalDate day) {
        return traffic(day, 99_000_000, 99).replace("\"day\"", "\"minute\"");
    }

    private static List<String> contact(LocalDate day, int number, boolean infected) {
        String finding = Finding.id("alert", "X", "new", number);
        long anchor = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        Decision.Subject subject = new Decision.Subject(finding, "alert", anchor, "X");
        // Asked a month later: it counts in the month of the alert.
        long later = anchor + 30L * 86_400 * 1_000_000;
        Decision contact = new Decision.Contact(
                new Decision.Head(Decision.Contact.id(finding, "sato", later), 1, later, "sato", "please look"),
                subject);
        Decision outcome = new Decision.Outcome(
                new Decision.Head(Decision.Outcome.id(finding), 1, later, "sato", "they looked"),
                subject,
                infected ? Decision.Result.INFECTED : Decision.Result.MISCONFIGURATION,
                List.of());
        String written = new String(contact.toJson(), UTF_8);
        return List.of(written, written, new String(outcome.toJson(), UTF_8));
    }

    /** D-17: what the topics no longer hold comes from a file. */
    @Test
    void D17_findingsOfAFile_areAddedUpWithThoseOfTheTopics_eachOnce(@TempDir Path folder) throws Exception {
        Topics topics = new Topics("study-alerts-file");
        publish(topics);
        Path file = Files.write(folder.resolve("findings.jsonl"), findings);
        done("study-alerts-file", "report", "--json");
        String fromTopics = out.toString();
        done("study-alerts-file", "report", "--json", "--findings", file.toString());
        assertThat(out).hasToString(fromTopics);

        kafka.createTopic(new Topics("study-alerts-empty").findings(), 1, Map.of());
        done("study-alerts-empty", "report", "--json", "--findings", file.toString());
        assertThat(out).hasToString(fromTopics);
        // 3600 + 3600 packets of, 93 and 56 a second for two minutes, and eight.
        assertThat(JSON.readTree(fromTopics).at("/means/own_packets/total").asInt())
                .isEqualTo(7200 + 11_160 + 6_720 + 8);
    }

    @Test
    void whatCannotBeDone_isOneSentence() throws Exception {
        Topics topics = new Topics("study-alerts-refused");
        publish(topics);
        refused("no alert has an id that begins with 'xyz'; 'yamori alerts list' shows the 5", "show", "xyz");
        refused("5 alerts have an id that begins with '', for example ", "show", "");
        refused("no organisation 'x' is known here; known are NICT, X", "list", "--organisation", "x");
        refused("no organisation 'Z' is known here; known are NICT, X", "report", "--organisation", "Z");
        refused("missing.jsonl: no such file", "report", "--findings", "missing.jsonl");
        misunderstood("a verdict is true, false or unclear, was 'maybe'", "mark", "a", "maybe", "--why", "x");
        misunderstood(
                "an outcome is infected, misconfiguration or normal, was 'ok'", "outcome", "a", "ok", "--why", "x");
        misunderstood(
                "--infection goes only with infected, the outcome was normal",
                "outcome",
                "a",
                "normal",
                "--infection",
                "Kido",
                "--why",
                "x");
        misunderstood("--why is one line of 1 to 2000 letters", "contact", "a", "--why", " ");
        misunderstood("Missing required option: '--why=TEXT'", "contact", "a");
        misunderstood("--kind is new, continuing or urgent, was 'old'", "list", "--kind", "old");
        misunderstood("--class is one of infected, attacked server, ", "list", "--class", "bad");
        misunderstood("--top is at least 1, was 0", "list", "--top", "0");
        misunderstood("--since is a day like 2026-01-14 or a time like", "list", "--since", "yesterday");
        misunderstood("--month is like 2026-01, was 'May'", "report", "--month", "May");
        misunderstood("name what to do: list, show, mark, contact, outcome or report");
        assertThat(TopicRecords.in(topics.decisions(), kafka.bootstrapServers()))
                .isEmpty();
    }

    private void refused(String sentence, String... args) {
        assertThat(run("study-alerts-refused", args)).isEqualTo(1);
        assertThat(err.toString()).startsWith("yamori: " + sentence).hasLineCount(1);
    }

    private void misunderstood(String sentence, String... args) {
        int exit = args.length == 0
                ? Yamori.commandLine(Yamori.doors(), Map.of())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute("alerts")
                : run("study-alerts-refused", args);
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains(sentence);
    }
}
