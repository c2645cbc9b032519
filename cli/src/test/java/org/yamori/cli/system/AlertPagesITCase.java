package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.browser.Browser;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** D-13, from the contact's side: a real browser answers on the page of an alert, and analysts read the answer. */
@Tag("kafka")
@Tag("browser")
@ExtendWith({Servers.class, Browser.Extension.class})
class AlertPagesITCase {
    private static final Topics TOPICS = new Topics("study-alert-pages");
    private static final String TOKEN = "Xx_0123456789-abcdefghijklmnopqrstuvwxyzABC";
    private static final String CASE = "c182a53bc335e98bef52b562c30ce9a1";
    // printf 'alert\nX\n172.20.0.9\nnew\n1295344800000000' | sha256sum | cut -c 1-32
    private static final String FINDING = "2a484a04811f91f7358cd971e85f4a9b";
    private static final String ALERT = """
        {"@timestamp":"2011-01-18T10:00:00Z","event":{"dataset":"yamori.alert"},"organization":{"name":"X"},\
        "source":{"ip":"172.20.0.9"},"yamori":{"finding":{"kind":"alert","id":"%s","revision":1,\
        "anchor":"2011-01-18T10:00:00.000000Z"},"alert":{"kind":"new","case":"%s","state":"open",\
        "class":"unclear","first":"2011-01-18T10:00:00Z","last":"2011-01-18T10:01:59Z","packets":11160,\
        "unit":{"number":0,"packets":11160},"behaviour":{"ports":[{"port":"137/udp","packets":11160}]}}}}\
        """.formatted(FINDING, CASE);
    private static final String SIDECAR = """
        {"finding":"%s","kind":"alert","anchor":"2011-01-18T10:00:00.000000Z","organisation":"X",\
        "source":"172.20.0.9","case":"%s","language":"en"}\
        """.formatted(FINDING, CASE);

    private final KafkaServer kafka;
    private final Browser browser;

    @TempDir
    private Path folder;

    AlertPagesITCase(KafkaServer kafka, Browser browser) {
        this.kafka = kafka;
        this.browser = browser;
    }

    @Test
    void D13_answerOfTheContact_isTheOutcomeThatAnalystsSee() throws Exception {
        publishTheAlert();
        alerts("outcome", CASE, "normal", "--why", "looked fine", "--by", "sato");
        Path pages = writeThePage();
        Path words = folder.resolve("show.log");
        Process show = YamoriProcess.start(
                List.of(
                        "show",
                        "--elasticsearch",
                        "http://127.0.0.1:9",
                        "--prefix",
                        TOPICS.prefix(),
                        "--port",
                        "0",
                        "--pages",
                        pages.toString(),
                        "--brokers",
                        kafka.bootstrapServers()),
                words);
        try {
            Patience.untilSaid(words, "Ctrl-C ends it\n");
            assertThat(Files.readString(words)).contains("answers go to study-alert-pages.decisions at ");
            String url = Files.readString(words).split("/alerts/", 2)[0];
            answerOn(url + "/alerts/" + TOKEN + "/" + CASE);
        } finally {
            show.destroy();
            assertThat(show.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        String said = "wrote to study-alert-pages.decisions: alert " + FINDING
                + " was infected (W32.Downadup.B, Kido), says contact of X: cleaned (replaces normal)\n";
        assertThat(Files.readString(words)).endsWith(said);
        assertThat(Files.readString(ServerHome.find().root().resolve("docs/20-alert-pages.md")))
                .contains(said.replace("study-alert-pages.", "yamori."));
        assertWritten();
    }

    private void answerOn(String page) throws Exception {
        browser.look(900, 900, "dark");
        browser.open(page);
        picture("page");
        browser.look(390, 900, "light");
        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        picture("page-narrow");
        browser.look(900, 900, "dark");
        browser.value("document.querySelector('[name=result][value=normal]').checked = true");
        browser.value("document.querySelector('[name=infections]').value = 'W32.Downadup.B\\nKido'");
        browser.value("document.querySelector('[name=comment]').value = 'cleaned'");
        browser.value("document.querySelector('button').click()");
        browser.awaitThat("document.querySelector('.problems')");
        assertThat(browser.text(".problems")).isEqualTo("Names of infections go only with an infected host.");
        assertThat(browser.value("document.querySelector('[name=infections]').value")
                        .asText())
                .isEqualTo("W32.Downadup.B\nKido");
        picture("problem");
        browser.look(390, 900, "light");
        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        picture("problem-narrow");
        assertThat(TopicRecords.in(TOPICS.decisions(), kafka.bootstrapServers()))
                .as("only the analyst's")
                .hasSize(1);

        browser.value("document.querySelector('[name=result][value=infected]').checked = true");
        browser.value("document.querySelector('button').click()");
        browser.awaitThat("document.querySelector('.taken')");
        assertThat(browser.text("h1")).isEqualTo("Thank you");
        assertThat(browser.text(".taken")).contains("The host was infected", "W32.Downadup.B", "Kido", "cleaned");
        assertThat(browser.value("getComputedStyle(document.querySelector('.letter')).maxWidth")
                        .asText())
                .isEqualTo("760px");
        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        picture("thanks");
        browser.value("document.querySelector('.back a').click()");
        browser.awaitThat("location.href === '" + page + "'");
    }

    /** Where somebody wants to look at them. */
    private void picture(String name) throws Exception {
        String wanted = System.getProperty("yamori.pictures", "");
        if (!wanted.isEmpty()) {
            Files.write(Files.createDirectories(Path.of(wanted)).resolve(name + ".png"), browser.picture());
        }
    }

    private void assertWritten() throws Exception {
        List<Decision> decisions = new ArrayList<>();
        for (var written : TopicRecords.in(TOPICS.decisions(), kafka.bootstrapServers())) {
            decisions.add(Decision.fromJson(written.value()));
        }
        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(1)).isInstanceOfSatisfying(Decision.Outcome.class, outcome -> {
            assertThat(outcome.head().id()).isEqualTo(decisions.get(0).head().id());
            assertThat(outcome.head().revision()).isEqualTo(2);
            assertThat(outcome.head().author()).isEqualTo("contact of X");
            assertThat(outcome.head().reason()).isEqualTo("cleaned");
            // 2011-01-18T10:00:00Z
            assertThat(outcome.subject())
                    .isEqualTo(new Decision.Subject(FINDING, "alert", 1_295_344_800_000_000L, "X"));
            assertThat(outcome.result()).isEqualTo(Decision.Result.INFECTED);
            assertThat(outcome.infections()).containsExactly("W32.Downadup.B", "Kido");
        });
        assertThat(lineOf(CASE.substring(0, 12), alerts("list"))).endsWith(" infected");
        JsonNode listed = new ObjectMapper().readTree(lineOf("{", alerts("list", "--json")));
        assertThat(listed.findValuesAsText("result")).containsExactly("normal", "infected");
        assertThat(alerts("show", CASE)).contains("found infected\n", "contact of X: cleaned\n", " (replaced)\n");
    }

    private static String lineOf(String begin, String words) {
        return words.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
    }

    private String alerts(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("alerts"));
        all.addAll(List.of(args));
        all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", TOPICS.prefix()));
        Path words = Files.createTempFile(folder, "alerts", ".log");
        assertThat(YamoriProcess.exitCode(all, words))
                .as(() -> YamoriProcess.read(words))
                .isZero();
        return Files.readString(words);
    }

    private void publishTheAlert() throws Exception {
        kafka.createTopic(TOPICS.findings(), 1, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.findings(), ALERT.getBytes(UTF_8)))
                    .get();
        }
    }

    private Path writeThePage() throws Exception {
        Path own = Files.createDirectories(folder.resolve("pages").resolve(TOKEN));
        try (InputStream page =
                Objects.requireNonNull(getClass().getResourceAsStream("/org/yamori/cli/alerts/page.html"))) {
            Files.writeString(
                    own.resolve(CASE + ".html"), new String(page.readAllBytes(), UTF_8).replace("@CASE@", CASE));
        }
        Files.writeString(own.resolve(CASE + ".json"), SIDECAR);
        return folder.resolve("pages");
    }
}
