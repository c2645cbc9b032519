package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.jobs.app.NotifyJob;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alerts to the people of two organisations (requirements D-12 and D-13): the real job reads them from a real Kafka and
 * speaks SMTP to a server that keeps what it gets.
 */
@Tag("kafka")
@ExtendWith(Servers.class)
class MailITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINK =
            Pattern.compile("https://yamori[.]example[.]jp/alerts/[A-Za-z0-9_-]{43}/[0-9a-f]{32}");

    /** In the future, as alerts that have just come are not in the past. */
    private static final String SCENARIO = """
            seed: 5
            start: 2099-01-18T10:00:00Z
            duration: 20m
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [100.66.0.0/24]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 1, sources: 500}
              - {name: of-a, kind: host, source: 100.66.1.9, order: sequential, protocol: udp, ports: [137], packetsPerMinute: 5580, duration: 2m}
              - {name: of-g, kind: host, source: 100.66.2.7, order: sequential, ports: [445], packetsPerMinute: 20, duration: 2m}
              - {name: of-g-muted, kind: host, source: 100.66.2.8, order: sequential, ports: [445], packetsPerMinute: 20, duration: 2m}
            """;

    private static final String REGISTRY = """
            organisations:
              - {name: A, livenets: [100.66.1.0/24], darknets: [100.66.0.0/25], contacts: {new: [soc@a.example], urgent: [boss@a.example]}, language: ja, timezone: Asia/Tokyo}
              - {name: G, livenets: [100.66.2.0/24], darknets: [100.66.0.128/25], contacts: [soc@g.example]}
            """;

    private static final String MUTE = """
            {"decision":"mute","id":"0123456789abcdef0123456789abcdef","revision":1,"time":"2026-01-01T00:00:00Z",\
            "author":"sato","reason":"is looked at already","until":"2099-12-31T00:00:00Z","sources":["100.66.2.8"]}""";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    private Path folder;

    private final KafkaServer kafka;
    private final Topics topics = new Topics("mailed");

    MailITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @Test
    void d12_alertsReachTheirContacts_andD13_requestsToo() throws Exception {
        for (String topic : List.of(
                topics.findings(), topics.traffic(), topics.deadLetters(), topics.registry(), topics.decisions())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        Path registry = Files.writeString(folder.resolve("registry.yaml"), REGISTRY);
        yamori("registry", "apply", registry.toString(), "--why", "it was wanted", "--by", "sato");
        send(topics.decisions(), List.of(MUTE));
        List<String> alerts = alerts(registry);
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        server.start();
        JobClient job = start(server.getSmtp().getPort());
        try {
            send(topics.findings(), alerts);
            SortedMap<String, MimeMessage> mails = await(server, 9);
            assertThat(mails.keySet())
                    .containsExactly(
                            "boss@a.example urgent 100.66.1.9",
                            "night@yamori.example continuing 100.66.1.9",
                            "night@yamori.example continuing 100.66.2.7",
                            "night@yamori.example new 100.66.1.9",
                            "night@yamori.example new 100.66.2.7",
                            "night@yamori.example urgent 100.66.1.9",
                            "soc@a.example new 100.66.1.9",
                            "soc@g.example continuing 100.66.2.7",
                            "soc@g.example new 100.66.2.7");
            assertThat(text(mails, "soc@a.example new 100.66.1.9"))
                    .contains("種別: 新規", "時刻: 2099-01-18 10:00:00 UTC = 2099-01-18 19:00:00 +09:00 Asia/Tokyo");
            assertThat(text(mails, "boss@a.example urgent 100.66.1.9")).contains("60 秒間に 1,000 パケット");
            assertThat(text(mails, "night@yamori.example urgent 100.66.1.9"))
                    .contains("A host of A sends many packets", "1,000 within 60 s", "You get this as an analyst.");
            pagesOfOne_areNotReachedFromTheOther(
                    text(mails, "soc@a.example new 100.66.1.9"), text(mails, "soc@g.example new 100.66.2.7"));

            yamori(
                    "alerts",
                    "contact",
                    link(text(mails, "soc@g.example new 100.66.2.7")).replaceFirst(".*/", ""),
                    "--why",
                    "please look for malware",
                    "--by",
                    "sato");
            mails = await(server, 11);
            assertThat(mails.keySet()).contains("night@yamori.example request", "soc@g.example request");
            assertThat(text(mails, "soc@g.example request"))
                    .contains("sato asks you about a host of G:", "  please look for malware", "100.66.2.7  infected")
                    .contains(link(text(mails, "soc@g.example new 100.66.2.7")));
            assertThat(deliveries(11)).hasSize(11).allMatch("sent"::equals);
        } finally {
            job.cancel().get();
            server.stop();
        }
    }

    private void pagesOfOne_areNotReachedFromTheOther(String toA, String toG) throws Exception {
        List<String> a = List.of(link(toA).split("/"));
        List<String> g = List.of(link(toG).split("/"));
        assertThat(a.get(4)).hasSize(43).isNotEqualTo(g.get(4));
        Path pages = folder.resolve("pages");
        assertThat(Files.readString(pages.resolve(a.get(4)).resolve(a.get(5) + ".html")))
                .contains("100.66.1.9");
        assertThat(Files.readString(pages.resolve(g.get(4)).resolve(g.get(5) + ".html")))
                .contains("100.66.2.7");
        assertThat(pages.resolve(g.get(4)).resolve(a.get(5) + ".html")).doesNotExist();
    }

    private static String link(String text) {
        Matcher matcher = LINK.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    private static String text(Map<String, MimeMessage> mails, String which) throws Exception {
        MimeMessage mail = Objects.requireNonNull(mails.get(which), which);
        Object content = mail.getContent() instanceof MimeMultipart parts
                ? parts.getBodyPart(0).getContent()
                : mail.getContent();
        return String.valueOf(content).replace("\r\n", "\n");
    }

    /** What the job told about its letters. */
    private List<String> deliveries(int number) throws Exception {
        List<String> states = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (states.size() < number && System.nanoTime() < end) {
            states.clear();
            TopicRecords.read(topics.findings(), kafka.bootstrapServers(), record -> {
                String text = new String(record.value(), UTF_8);
                if (text.contains("\"dataset\":\"yamori.delivery\"")) {
                    states.add(new ObjectMapper()
                            .readTree(text)
                            .at("/yamori/delivery/state")
                            .asText());
                }
                return states.size() == number;
            });
        }
        return states;
    }

    /** Mails by recipient, and by kind and host of the alert in their attachment. */
    private static SortedMap<String, MimeMessage> await(GreenMail server, int number) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        TreeMap<String, MimeMessage> mails = new TreeMap<>();
        while (mails.size() < number && System.nanoTime() < end) {
            boolean unused = server.waitForIncomingEmail(1_000, number);
            for (MimeMessage mail : server.getReceivedMessages()) {
                mails.put(mail.getAllRecipients()[0] + " " + kind(mail), mail);
            }
        }
        return mails;
    }

    private static String kind(MimeMessage mail) throws Exception {
        if (mail.getContent() instanceof MimeMultipart parts) {
            JsonNode alert = new ObjectMapper().readTree(parts.getBodyPart(1).getInputStream());
            return alert.at("/yamori/alert/kind").asText() + " "
                    + alert.at("/source/ip").asText();
        }
        return "request";
    }

    private List<String> alerts(Path registry) throws Exception {
        Path out = folder.resolve("out");
        YamoriProcess.run(
                List.of(
                        "analyze",
                        Files.writeString(folder.resolve("x.yaml"), SCENARIO).toString(),
                        "--registry",
                        registry.toString(),
                        "--out",
                        out.toString()),
                folder);
        try (Stream<String> lines = Files.lines(out.resolve("findings.jsonl"))) {
            return lines.filter(text -> text.contains("\"dataset\":\"yamori.alert\""))
                    .toList();
        }
    }

    private void yamori(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", topics.prefix()));
        YamoriProcess.run(all, folder);
    }

    private void send(String topic, List<String> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String record : records) {
                producer.send(new ProducerRecord<>(topic, record.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    private JobClient start(int smtp) throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put("yamori.prefix", topics.prefix());
        all.put("yamori.kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("restart-strategy.type", "none");
        all.put("execution.checkpointing.dir", folder.toUri().toString());
        all.put("yamori.notify.file", folder.resolve("notified.jsonl").toString());
        all.put("yamori.notify.mail.server", "127.0.0.1:" + smtp);
        all.put("yamori.notify.mail.security", "none");
        all.put("yamori.notify.mail.from", "yamori@yamori.example");
        all.put("yamori.notify.mail.analysts", "night@yamori.example");
        all.put("yamori.notify.mail.pages", folder.resolve("pages").toString());
        all.put("yamori.notify.mail.link", "https://yamori.example.jp");
        all.put(
                "yamori.notify.mail.key-file",
                Files.write(folder.resolve("key"), new byte[32]).toString());
        Configuration options = Configuration.fromMap(all);
        StreamExecutionEnvironment env = NotifyJob.environment(options);
        env.setParallelism(1);
        NotifyJob.build(env, options);
        return env.executeAsync(topics.prefix());
    }
}
