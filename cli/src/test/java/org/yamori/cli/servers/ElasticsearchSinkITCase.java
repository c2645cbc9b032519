package org.yamori.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.http.HttpHost;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.jobs.app.IndexJob;
import org.yamori.kibana.IndexTemplates;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The index job with a real broker and a real Elasticsearch; the job may not restart even once. */
@Tag("elasticsearch")
@Tag("kafka")
@ExtendWith(Servers.class)
class ElasticsearchSinkITCase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARKER = "marker";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final MiniClusterExtension FLINK = SmallCluster.of(2);

    private final KafkaServer kafka;
    private final ElasticsearchServer elasticsearch;
    private final RestClient client;

    ElasticsearchSinkITCase(KafkaServer kafka, ElasticsearchServer elasticsearch) {
        this.kafka = kafka;
        this.elasticsearch = elasticsearch;
        this.client = RestClient.builder(HttpHost.create(elasticsearch.url())).build();
    }

    private final List<JobClient> started = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;

    @TempDir
    Path savepoints;

    @BeforeEach
    void openProducer() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A job that a failed test left behind would keep the slots of the next. */
    @AfterEach
    void cancelJobs() throws Exception {
        for (JobClient job : started) {
            if (!job.getJobStatus().get(10, TimeUnit.SECONDS).isGloballyTerminalState()) {
                job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @AfterEach
    void closeClients() throws IOException {
        producer.close();
        client.close();
    }

    @Test
    void findingsReadTwice_areIndexedOnceEachWithTheirNewestRevision() throws Exception {
        Topics topics = install("it-twice");
        for (int i = 0; i < 200; i++) {
            send(topics.traffic(), traffic("t" + i, 1, "2026-01-31T23:59:00Z", "10"));
        }
        send(topics.traffic(), traffic("t7", 3, "2026-01-31T23:59:00Z", "33"));
        send(topics.traffic(), traffic("t7", 2, "2026-01-31T23:59:00Z", "22"));
        send(topics.traffic(), traffic("february", 1, "2026-02-01T00:00:00.000000Z", "10"));

        for (int reading = 1; reading <= 2; reading++) {
            JobClient job = start(topics);
            sendMarkers(topics);
            assertThat(deadLettersBefore(topics, reading * (reading + 1))).isEmpty();
            finish(job);
            forgetOffsets(topics);

            JsonNode january = search("it-twice-traffic-2026.01", "?size=1000&version=true");
            Map<String, Long> versions = new TreeMap<>();
            january.at("/hits/hits")
                    .forEach(hit -> versions.put(
                            hit.at("/_id").asText(), hit.at("/_version").asLong()));
            assertThat(january.at("/hits/hits")).hasSize(200);
            assertThat(versions).hasSize(200).containsEntry("t7", 3L).containsEntry("t8", 1L);
            assertThat(count("it-twice-traffic-2026.02")).isEqualTo(1);
            assertThat(count("it-twice-traffic")).isEqualTo(201);
        }
        JsonNode newest = get("/it-twice-traffic-2026.01/_doc/t7").at("/_source");
        assertThat(newest.at("/yamori/packets").asLong()).isEqualTo(33);
        assertThat(newest.get("event.ingested").asText()).matches("20\\d\\d-.*Z");
    }

    @Test
    void recordsThatCannotBeIndexed_becomeDeadLettersAndTheOthersArrive() throws Exception {
        Topics topics = install("it-dead");
        send(topics.findings(), finding("a", "surge", 1));
        send(topics.findings(), "{\"yamori\": {\"finding\": {\"id\": \"broken\"");
        send(topics.findings(), finding("b", "campaign", 1));
        send(topics.findings(), finding("c", "Surge", 1));
        String wrongType = traffic("d", 1, "2026-01-01T00:00:00Z", "\"many\"");
        send(topics.traffic(), wrongType);
        send(topics.traffic(), traffic("e", 1, "2026-01-01T00:00:00Z", "5"));
        String onManyLines = traffic("f", 1, "2026-01-01T00:00:00Z", "6").replace(",", ",\n ");
        send(topics.traffic(), onManyLines);
        send(topics.traffic(), traffic("g", 1, "2026-01-01T00:00:00Z", "tru"));
        send(topics.traffic(), traffic("h", 1, "2026-01-01T00:00:00Z", "7}}} {\"yamori\":{\"x\":{\"y\":8"));

        JobClient job = start(topics);
        sendMarkers(topics);
        deadLettersBefore(topics, 2);
        finish(job);

        assertThat(count("it-dead-surge")).isEqualTo(1);
        assertThat(count("it-dead-campaign")).isEqualTo(1);
        assertThat(count("it-dead-traffic")).isEqualTo(2);
        List<ConsumerRecord<byte[], byte[]>> letters = deadLettersBefore(topics, 2);
        assertThat(letters)
                .extracting(letter -> new String(letter.key(), UTF_8))
                .containsExactly(
                        "it-dead.findings/0/1",
                        "it-dead.findings/0/3",
                        "it-dead.traffic/0/0",
                        "it-dead.traffic/0/3",
                        "it-dead.traffic/0/4");
        ConsumerRecord<byte[], byte[]> mapping = letters.get(2);
        assertThat(headers(mapping))
                .containsEntry("topic", "it-dead.traffic")
                .containsEntry("partition", "0")
                .containsEntry("offset", "0")
                .containsEntry("job", "index")
                .hasEntrySatisfying(
                        "reason",
                        reason -> assertThat(reason)
                                .startsWith("Elasticsearch answered 400: document_parsing_exception")
                                .contains("yamori.packets"));
        assertThat(new String(mapping.value(), UTF_8)).isEqualTo(wrongType);
        assertThat(letters.subList(3, 5))
                .as("no JSON behind the identity")
                .allSatisfy(
                        letter -> assertThat(headers(letter).get("reason")).startsWith("Elasticsearch answered 400"));
        assertThat(headers(letters.get(0)).get("reason")).startsWith("not JSON");
        assertThat(headers(letters.get(1)).get("reason"))
                .contains("yamori.finding.kind")
                .contains("'Surge'");
    }

    @Test
    void serverKilledWhileIndexing_losesNothingAndTheJobDoesNotRestart() throws Exception {
        Topics topics = install("it-kill");
        send(topics.traffic(), traffic("before", 1, "2026-01-01T00:00:00Z", "5"));
        JobClient job = start(topics);
        await("the first document", () -> holds("it-kill-traffic*", 1));

        elasticsearch.kill();
        for (int i = 0; i < 500; i++) {
            send(topics.traffic(), traffic("during" + i, 1, "2026-01-01T00:00:00Z", "5"));
        }
        elasticsearch.start();
        sendMarkers(topics);
        assertThat(deadLettersBefore(topics, 2)).isEmpty();
        finish(job);

        assertThat(count("it-kill-traffic")).isEqualTo(501);
    }

    private Topics install(String prefix) throws IOException {
        Topics topics = new Topics(prefix);
        for (String topic : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        IndexTemplates.install(client, prefix);
        return topics;
    }

    private JobClient start(Topics topics) throws Exception {
        Configuration options = Configuration.fromMap(Map.of(
                "yamori.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "yamori.prefix", topics.prefix(),
                "yamori.index.elasticsearch.hosts", elasticsearch.url(),
                "yamori.index.bulk.linger", "50 ms",
                "yamori.index.retry.longest", "1 s",
                "execution.checkpointing.interval", "200 ms",
                "restart-strategy.type", "none"));
        StreamExecutionEnvironment env = IndexJob.environment(options);
        env.setParallelism(2);
        IndexJob.build(env, options);
        JobClient job = env.executeAsync("index");
        started.add(job);
        return job;
    }

    /** No finding, so each comes out among the dead letters, after all records before it were read. */
    private void sendMarkers(Topics topics) throws Exception {
        send(topics.findings(), MARKER);
        send(topics.traffic(), MARKER);
    }

    /** Ends a job when all that it has read is stored; it must never have failed. */
    private void finish(JobClient job) throws Exception {
        String savepoint = job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(savepoint).isNotEmpty();
        assertThat(job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isNotNull();
    }

    private void forgetOffsets(Topics topics) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.deleteConsumerGroups(List.of(topics.prefix() + ".index"))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            assertThat(failed).hasCauseInstanceOf(GroupIdNotFoundException.class);
        }
    }

    private static boolean isMarker(ConsumerRecord<byte[], byte[]> letter) {
        return new String(letter.value(), UTF_8).equals(MARKER);
    }

    /** Waits for so many markers and returns the other dead letters by their keys. */
    private List<ConsumerRecord<byte[], byte[]>> deadLettersBefore(Topics topics, int markers) throws IOException {
        AtomicInteger seen = new AtomicInteger();
        TopicRecords.read(
                topics.deadLetters(),
                kafka.bootstrapServers(),
                letter -> isMarker(letter) && seen.incrementAndGet() == markers);
        assertThat(seen).as("markers in time").hasValue(markers);
        // What came after the last marker is there by now or was not expected before it.
        List<ConsumerRecord<byte[], byte[]>> letters =
                new ArrayList<>(TopicRecords.in(topics.deadLetters(), kafka.bootstrapServers()));
        letters.removeIf(ElasticsearchSinkITCase::isMarker);
        letters.sort(Comparator.comparing(letter -> new String(letter.key(), UTF_8)));
        return letters;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : letter.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }

    private void send(String topic, String json) throws Exception {
        producer.send(new ProducerRecord<>(topic, json.getBytes(UTF_8))).get(30, TimeUnit.SECONDS);
    }

    private long count(String index) throws IOException {
        client.performRequest(new Request("POST", "/" + index + "/_refresh"));
        return get("/" + index + "/_count").get("count").asLong();
    }

    /** An index that was made just now has no shard for a moment: then nobody can say yet. */
    private boolean holds(String index, long documents) throws IOException {
        try {
            return count(index) == documents;
        } catch (ResponseException refused) {
            if (refused.getResponse().getStatusLine().getStatusCode() == 503) {
                return false;
            }
            throw refused;
        }
    }

    private JsonNode search(String index, String parameters) throws IOException {
        client.performRequest(new Request("POST", "/" + index + "/_refresh"));
        return get("/" + index + "/_search" + parameters);
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(
                client.performRequest(new Request("GET", path)).getEntity().getContent());
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String finding(String id, String kind, int revision) {
        return "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"event\":{\"kind\":\"alert\"},\"yamori\":{\"finding\":{\"kind\":\""
                + kind + "\",\"id\":\"" + id + "\",\"revision\":" + revision
                + ",\"anchor\":\"2026-01-01T00:00:00Z\"},\"score\":2.5}}";
    }

    private static String traffic(String id, int revision, String anchor, String packets) {
        return "{\"@timestamp\":\"" + anchor + "\",\"event\":{\"kind\":\"metric\",\"module\":\"yamori\","
                + "\"dataset\":\"yamori.traffic\"},\"destination\":{\"port\":23},\"network\":{\"transport\":\"tcp\"},"
                + "\"observer\":{\"name\":\"s1\"},\"source\":{\"geo\":{\"country_iso_code\":\"JP\"}},\"yamori\":{"
                + "\"finding\":{\"kind\":\"traffic\",\"id\":\"" + id + "\",\"revision\":" + revision
                + ",\"anchor\":\"" + anchor + "\"},\"rules\":{\"version\":\"1\"},\"resolution\":\"minute\","
                + "\"breakdown\":\"port\",\"key\":\"tcp/23\",\"network\":\"nicter\",\"packets\":" + packets
                + ",\"bytes\":400,\"sources\":3,\"sources_exact\":true,\"completeness\":1.0,"
                + "\"tail\":{\"port\":[1,2,3],\"packets\":[4,4,4]}}}";
    }
}
