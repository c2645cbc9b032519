package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.http.HttpHost;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.browser.Browser;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.SmallCluster;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.app.IndexJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.kibana.IndexTemplates;
import org.yamori.wire.Finding;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code yamori show} as a person sees it: a scenario goes through Kafka, the detect job and the index job into
 * Elasticsearch, and a real browser looks at the page. Later tests add documents, so they have an order.
 */
@Tag("kafka")
@Tag("elasticsearch")
@Tag("browser")
@ExtendWith({Servers.class, Browser.Extension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShowITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = new Topics("study-show");
    private static final Instant END = Instant.parse("2026-01-05T18:00:00Z");
    /** Six hours of two small sensors, with a worm that grows. */
    private static final String SCENARIO = """
            name: show
            seed: 8470
            start: 2026-01-05T12:00:00Z
            duration: 6h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/25]}
              - {name: osaka-1, network: nicter, ranges: [192.0.2.0/25]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 4.76, sources: 20000, zipf: 1.1, daily: 0.3, weekly: 0.1, tail: 0.35}
              - {name: worm, kind: mirai, start: +3h, ports: [23: 0.9, 2323: 0.1], growth: {shape: logistic, from: 10, to: 500, perMinute: 0.05}, scansPerMinute: 2}
              - {name: victim, kind: backscatter, start: +2h, duration: 20m, victim: 192.88.99.7, port: 80, packetsPerMinute: 500}
              - {name: census, kind: survey, sources: [141.212.120.0/28], ports: [22, 80, 443, 7547], packetsPerMinute: 80}
            """;

    @RegisterExtension
    static final MiniClusterExtension FLINK = SmallCluster.of(3);

    private final List<JobClient> jobs = new ArrayList<>();
    private KafkaServer kafka;
    private ElasticsearchServer elasticsearch;
    private RestClient client;
    private Process show;
    private String url;

    @TempDir
    static Path folder;

    @BeforeAll
    void openThePage(KafkaServer startedKafka, ElasticsearchServer startedElasticsearch) throws Exception {
        kafka = startedKafka;
        elasticsearch = startedElasticsearch;
        client = RestClient.builder(HttpHost.create(elasticsearch.url())).build();
        startTheShow("0");
    }

    private void startTheShow(String port) throws Exception {
        Path words = folder.resolve("show.log");
        show = YamoriProcess.start(
                List.of("show", "--elasticsearch", elasticsearch.url(), "--prefix", TOPICS.prefix(), "--port", port),
                words);
        Patience.untilSaid(words, "Ctrl-C ends it\n");
        url = Files.readString(words).split(" ", 2)[0] + "/";
        assertThat(url).startsWith("http://127.0.0.1:");
    }

    /** As Ctrl-C does; it has said where it was and nothing else. */
    private void endTheShow() throws Exception {
        show.destroy();
        assertThat(show.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("show.log"))
                .hasContent(url.substring(0, url.length() - 1) + " shows study-show-* of " + elasticsearch.url()
                        + "; Ctrl-C ends it\n");
    }

    @AfterAll
    void endEverything() throws Exception {
        for (JobClient job : jobs) {
            job.cancel().get(3, TimeUnit.MINUTES);
        }
        client.close();
        endTheShow();
    }

    @Test
    @Order(1)
    void pageOpenedBeforeAnythingWasCounted_fillsByItself(Browser browser) throws Exception {
        browser.open(url);
        assertThat(browser.text("#empty h2")).isEqualTo("Nothing counted yet");
        browser.value("window.untouched = true");

        long packets = playScenario();

        browser.awaitThat("document.querySelector('#packets-now')");
        assertThat(browser.value("window.untouched").asBoolean()).isTrue();
        assertQuiet(browser);
        Patience.until("all packets in the index", () -> sum(minutesOf("total", "all")) == packets);
    }

    @Test
    @Order(2)
    void figures_areThoseOfTheIndex(Browser browser) throws Exception {
        browser.look(1360, 900, "dark");
        browser.open(url);
        NavigableMap<Instant, JsonNode> totals = minutesOf("total", "all");
        browser.awaitThat("document.querySelector('header b').textContent.includes('– 18:00')");

        assertThat(totals).hasSize(360);
        assertThat(totals.lastKey()).isEqualTo(END.minusSeconds(60));
        assertThat(browser.text("header .span"))
                .contains("2026-01-05 12:00 – 18:00 UTC")
                .contains("weeks ago");
        assertThat(browser.text("#packets-now"))
                .isEqualTo(grouped(totals.lastEntry().getValue().path("packets").asLong()));
        assertThat(browser.text("#sources-now"))
                .isEqualTo(grouped(totals.lastEntry().getValue().path("sources").asLong()));
        assertThat(browser.text("#completeness-now")).isEqualTo("100 %");
        assertThat(browser.text("#sensors-now")).isEqualTo("2");
        assertThat(browser.text("#figures > div:nth-child(3) .more")).isEqualTo("2 ended on purpose");
        browser.awaitThat("document.querySelector('#findings-now').textContent === '2'");
        assertThat(browser.value("[...document.querySelectorAll('#figures .kind')].map(kind => kind.textContent)"))
                .as("the victim of the backscatter, and that Mirai's leaked version is there for the first time")
                .isEqualTo(JSON.readTree("[\"attack 1\", \"fingerprint 1\"]"));
        for (String port : List.of("tcp/23", "tcp/7547")) {
            // The newest sixth of six hours is an hour.
            double mean = sum(minutesOf("port", port).tailMap(END.minusSeconds(3_600), true)) / 60.0;
            assertThat(mean).isGreaterThan(10);
            assertThat(browser.text("[data-port='" + port.substring(4) + "/tcp'] p b"))
                    .isEqualTo(grouped(Math.round(mean)));
        }
        assertThat(browser.text("[data-port='23/tcp'] .change")).startsWith("×");
        assertThat(browser.value("document.querySelectorAll('#top tbody tr').length")
                        .asInt())
                .isEqualTo(12);
        assertThat(browser.value("[...document.querySelectorAll('#sensors tbody tr')].map(row => row.dataset.sensor)"))
                .isEqualTo(JSON.readTree("[\"osaka-1\", \"tokyo-1\"]"));
        assertThat(browser.value("document.querySelector('#packets').dataset.values.split(',').map(Number)"
                                + ".reduce((a, b) => a + b)")
                        .asLong())
                .isEqualTo(sum(totals));
        assertQuiet(browser);
    }

    @Test
    @Order(3)
    void page_isReadable_inEveryWidthAndColour(Browser browser) throws Exception {
        for (String colours : new String[] {"dark", "light"}) {
            for (int width : new int[] {1360, 800, 390}) {
                browser.look(width, 900, colours);
                browser.open(url + "?hours=" + (width == 800 ? 24 : 6));
                assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                        .as(colours + " " + width)
                        .isEqualTo(width);
                assertThat(browser.value(FAINT_TEXTS)).as(colours + " " + width).isEmpty();
                assertDrawn(browser, "#packets", "--packets");
                assertDrawn(browser, "#sources", "--sources");
            }
        }
        browser.look(1360, 900, "dark");
        browser.open(url);
        if (Boolean.getBoolean("yamori.docs.write")) {
            Path image = ServerHome.find().root().resolve("docs/images/show.png");
            Files.createDirectories(image.getParent());
            Files.write(image, browser.picture());
        }
        assertQuiet(browser);
    }

    @Test
    @Order(4)
    void charts_areReadWithTheKeyboard(Browser browser) throws Exception {
        browser.open(url);
        browser.value("document.querySelector('#packets').focus()");
        browser.press("End");
        long newest =
                minutesOf("total", "all").lastEntry().getValue().path("packets").asLong();
        assertThat(browser.text("#packets output")).isEqualTo("17:59 " + grouped(newest) + " packets");
        browser.press("Home");
        assertThat(browser.text("#packets output")).startsWith("12:00 ");
        browser.press("ArrowRight");
        assertThat(browser.text("#packets output")).startsWith("12:01 ");
        assertQuiet(browser);
    }

    @Test
    @Order(5)
    void newDocuments_arriveWithoutAReload_andAHoleStaysAHole(Browser browser) throws Exception {
        browser.open(url);
        assertThat(holes(browser)).isZero();
        browser.value("window.untouched = true");

        // Four minutes without a word, then one of which a third was seen, and something found.
        publish(TOPICS.traffic(), total(END.plusSeconds(240), 4_321, 0.333_333));
        publish(TOPICS.findings(), surge(END.plusSeconds(241)));

        browser.awaitThat("document.querySelector('#packets-now').textContent === '4,321'");
        browser.awaitThat("document.querySelectorAll('[data-finding]').length === 3");
        assertThat(browser.value("window.untouched").asBoolean()).isTrue();
        assertThat(holes(browser)).isEqualTo(1);
        assertThat(browser.value("document.querySelector('#packets').dataset.values.split(',').slice(-6)")
                        .toString())
                .matches("\\[\"[0-9]+\",\"\",\"\",\"\",\"\",\"4321\"]");
        assertThat(browser.text("#packets .note")).isEqualTo("no count so far: 4 minutes seen only in part");
        assertThat(browser.text("#figures > div:nth-child(4) .more")).isEqualTo("lowest 33.3 % at 18:04");
        assertThat(browser.text("[data-finding]"))
                .isEqualTo("2026-01-05 18:04:01 surge <b>sources</b> of 23/tcp doubled");
        assertThat(browser.text("#findings-now")).isEqualTo("3");
        assertQuiet(browser);
    }

    @Test
    @Order(6)
    void elasticsearchAway_isSaid_andThePageComesBack(Browser browser) throws Exception {
        browser.open(url);
        assertThat(browser.text("#trouble")).isEmpty();

        elasticsearch.kill();
        browser.awaitThat("document.querySelector('#trouble').textContent.includes('What you see')");
        assertThat(browser.text("#trouble")).startsWith("Elasticsearch at " + elasticsearch.url());
        assertThat(browser.text("#packets-now")).isEqualTo("4,321");

        elasticsearch.start();
        browser.awaitThat("document.querySelector('#trouble').textContent.trim() === ''");
        assertThat(browser.text("#packets-now")).isEqualTo("4,321");
        assertQuiet(browser);
    }

    @Test
    @Order(7)
    void showEnded_isSaid_andThePageComesBack(Browser browser) throws Exception {
        browser.open(url);
        browser.awaitThat("document.querySelector('#lost').hidden");
        String before = url;

        endTheShow();
        browser.awaitThat("!document.querySelector('#lost').hidden");
        assertThat(browser.text("#packets-now")).isEqualTo("4,321");

        startTheShow(String.valueOf(URI.create(before).getPort()));
        browser.awaitThat("document.querySelector('#lost').hidden");
    }

    @Test
    @Order(8)
    void portThatIsTaken_isOneSentence() throws Exception {
        Path words = folder.resolve("second.log");
        int port = URI.create(url).getPort();
        assertThat(YamoriProcess.exitCode(List.of("show", "--port", String.valueOf(port)), words))
                .isEqualTo(1);
        assertThat(words)
                .hasContent("yamori: cannot listen at 127.0.0.1 port " + port
                        + ": it is taken, or not an address of this machine; --port and --listen choose others\n");
    }

    /** Texts whose contrast with what lies behind them is below 4.5 to 1, by WCAG's formula. */
    private static final String FAINT_TEXTS = """
            (() => {
              const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
              const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
              const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
              const behind = (element) => {
                for (let at = element; at; at = at.parentElement) {
                  const colour = numbers(getComputedStyle(at).backgroundColor);
                  if (colour.length === 3) return colour;
                }
                return [255, 255, 255];
              };
              const faint = [];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const element = walker.currentNode.parentElement;
                if (walker.currentNode.textContent.trim() === "" || element.getClientRects().length === 0) continue;
                const style = getComputedStyle(element);
                const text = light(numbers(element.closest("svg") ? style.fill : style.color));
                const ground = light(behind(element));
                const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
                if (contrast < 4.5) faint.push(contrast.toFixed(2) + " " + walker.currentNode.textContent.trim());
              }
              return faint;
            })()
            """;

    private long playScenario() throws Exception {
        for (String topic : List.of(TOPICS.findings(), TOPICS.traffic(), TOPICS.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        new IndexTemplates(TOPICS.prefix(), 1).install(client);
        Path words = folder.resolve("simulate.log");
        assertThat(YamoriProcess.exitCode(
                        List.of(
                                "simulate",
                                Files.writeString(folder.resolve("show.yaml"), SCENARIO)
                                        .toString(),
                                "--to-kafka",
                                "--brokers",
                                kafka.bootstrapServers(),
                                "--prefix",
                                TOPICS.prefix()),
                        words))
                .as(() -> YamoriProcess.read(words))
                .isZero();
        String published = Files.readString(words).replaceAll("(?s).*published ([0-9,]+) packets.*", "$1");
        startDetect();
        startIndex();
        return Long.parseLong(published.replace(",", ""));
    }

    private void startDetect() throws Exception {
        Configuration options = options();
        options.setString(
                "execution.checkpointing.dir", folder.resolve("state").toUri().toString());
        DetectConfig config = DetectConfig.from(options);
        StreamExecutionEnvironment env = DetectJob.environment(options, config);
        env.setParallelism(2);
        DetectJob.build(env, options, config);
        jobs.add(env.executeAsync("detect"));
    }

    private void startIndex() throws Exception {
        Configuration options = options();
        options.setString("yamori.index.elasticsearch.hosts", elasticsearch.url());
        options.setString("yamori.index.retry.longest", "1 s");
        StreamExecutionEnvironment env = IndexJob.environment(options);
        env.setParallelism(1);
        IndexJob.build(env, options);
        jobs.add(env.executeAsync("index"));
    }

    private Configuration options() {
        return Configuration.fromMap(Map.of(
                "yamori.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "yamori.prefix",
                TOPICS.prefix(),
                "restart-strategy.type",
                "none"));
    }

    /** What the index holds of one series, asked in another way than the page does. */
    private NavigableMap<Instant, JsonNode> minutesOf(String breakdown, String key) throws IOException {
        Request request = new Request("GET", "/" + TOPICS.prefix() + "-traffic-*/_search");
        request.addParameter(
                "q",
                "yamori.breakdown:" + breakdown + " AND yamori.key:\"" + key
                        + "\" AND yamori.window.resolution:minute");
        request.addParameter("size", "1000");
        request.addParameter("ignore_unavailable", "true");
        JsonNode answer =
                JSON.readTree(client.performRequest(request).getEntity().getContent());
        TreeMap<Instant, JsonNode> minutes = new TreeMap<>();
        for (JsonNode hit : answer.at("/hits/hits")) {
            minutes.put(
                    Instant.parse(hit.at("/_source/@timestamp").asText()),
                    hit.path("_source").path("yamori"));
        }
        return minutes;
    }

    private static long sum(Map<Instant, JsonNode> minutes) {
        return minutes.values().stream()
                .mapToLong(minute -> minute.path("packets").asLong())
                .sum();
    }

    private void publish(String topic, String document) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, document.getBytes(UTF_8))).get();
        }
    }

    private static String total(Instant minute, long packets, double completeness) {
        String id = Finding.id("traffic", "total|all", "minute", minute.getEpochSecond() * 1_000_000);
        return """
                {"@timestamp":"%s","event":{"kind":"metric"},"yamori":{"finding":{"kind":"traffic","id":"%s",\
                "revision":1,"anchor":"%s"},"window":{"resolution":"minute"},"breakdown":"total","key":"all",\
                "packets":%d,"sources":77,"completeness":%s}}""".formatted(minute, id, minute, packets, completeness);
    }

    private static String surge(Instant time) {
        return """
                {"@timestamp":"%s","message":"<b>sources</b> of 23/tcp doubled","yamori":{"finding":{"kind":"surge",\
                "id":"0123456789abcdef0123456789abcdef","revision":1,"anchor":"%s"}}}""".formatted(time, time);
    }

    /** Where the curve of the packets is interrupted. */
    private static int holes(Browser browser) {
        return browser.value("document.querySelector('#packets path.line').getAttribute('d').split('M').length - 2")
                .asInt();
    }

    /** There is a curve: in the box of the chart a quarter as many points of exactly its colour as the box is wide. */
    private static void assertDrawn(Browser browser, String chart, String colour) throws IOException {
        JsonNode box = browser.value("(() => { const b = document.querySelector('" + chart
                + " .plot').getBoundingClientRect();" + " return [b.x, b.y, b.width, b.height].map(Math.floor) })()");
        int wanted = Color.decode(
                        browser.value("getComputedStyle(document.documentElement).getPropertyValue('" + colour + "')")
                                .asText()
                                .strip())
                .getRGB();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(browser.picture()));
        int found = 0;
        for (int y = box.get(1).asInt(); y < box.get(1).asInt() + box.get(3).asInt(); y++) {
            for (int x = box.get(0).asInt(); x < box.get(0).asInt() + box.get(2).asInt(); x++) {
                found += picture.getRGB(x, y) == wanted ? 1 : 0;
            }
        }
        assertThat(found).as(chart + " in " + box).isGreaterThan(box.get(2).asInt() / 4);
    }

    /** The page asked nobody else for anything, and the browser has nothing to complain about. */
    private void assertQuiet(Browser browser) {
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked).startsWith(url));
        assertThat(browser.complaints()).isEmpty();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
