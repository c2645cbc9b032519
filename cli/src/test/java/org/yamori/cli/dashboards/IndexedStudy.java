package org.yamori.cli.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.jobs.app.IndexJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.sink.DeadLetterSink;
import org.yamori.jobs.sink.FindingsSink;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.BlockInputs;
import org.yamori.jobs.topology.DetectTopology;
import org.yamori.kibana.IndexTemplates;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.BlockStream;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What sensors sent, detected and indexed by the jobs themselves under a prefix of its own. */
final class IndexedStudy {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Elasticsearch says so while an index that has just been made has no shard yet. */
    private static final int SHARDS_NOT_READY = 503;
    /** Flink serialises sources even within one process; what they read waits here. */
    private static final Map<String, List<List<BlockRecord>>> INPUTS = new ConcurrentHashMap<>();

    private final KafkaServer kafka;
    private final RestClient client;
    private final Topics topics;

    private IndexedStudy(KafkaServer kafka, RestClient client, Topics topics) {
        this.kafka = kafka;
        this.client = client;
        this.topics = topics;
    }

    /**
     * Returns when every finding is in the index.
     *
     * @param registry a file that holds for all times
     * @param mails what the notify job would have written of its mails, one finding a line
     */
    static void index(
            String prefix,
            List<List<BlockRecord>> inputs,
            Path registry,
            Path mails,
            KafkaServer kafka,
            ElasticsearchServer elasticsearch,
            RestClient client)
            throws Exception {
        IndexedStudy study = new IndexedStudy(kafka, client, new Topics(prefix));
        IndexTemplates.install(client, prefix);
        for (String topic : List.of(study.topics.findings(), study.topics.traffic(), study.topics.deadLetters())) {
            kafka.createTopic(topic, 1, Map.of());
        }
        study.detect(inputs, registry);
        study.tell(mails);
        JobClient job = study.startIndexing(elasticsearch);
        try {
            study.awaitAll(study.findings());
        } finally {
            job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void tell(Path mails) throws IOException {
        List<KeptTopic.Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(mails)) {
            String id = JSON.readTree(line).at("/yamori/finding/id").asText();
            entries.add(new KeptTopic.Entry(id.getBytes(UTF_8), line.getBytes(UTF_8)));
        }
        new KeptTopic(KafkaAccess.plaintext(kafka.bootstrapServers()), topics.findings()).write(entries);
    }

    private void detect(List<List<BlockRecord>> inputs, Path registry) throws Exception {
        DetectConfig config = DetectConfig.from(Configuration.fromMap(
                Map.of("yamori.prefix", topics.prefix(), "yamori.enrich.registry", registry.toString())));
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        env.setMaxParallelism(config.source().shards());
        String prefix = topics.prefix();
        INPUTS.put(prefix, inputs);
        List<BlockInputs.Opener> openers = IntStream.range(0, inputs.size())
                .<BlockInputs.Opener>mapToObj(input -> () -> new Recorded(prefix, input))
                .toList();
        DetectTopology.build(
                env.fromSource(new BlockInputs(openers, topics), new ArrivalWatermarks(config.source()), "inputs")
                        .uid("inputs"),
                config,
                FindingsSink.kafka(KafkaAccess.plaintext(kafka.bootstrapServers()), topics),
                DeadLetterSink.kafka(KafkaAccess.plaintext(kafka.bootstrapServers()), topics.deadLetters(), "detect"));
        env.execute("detect");
        INPUTS.remove(prefix);
    }

    private JobClient startIndexing(ElasticsearchServer elasticsearch) throws Exception {
        Configuration options = Configuration.fromMap(Map.of(
                "yamori.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "yamori.prefix", topics.prefix(),
                "yamori.index.elasticsearch.hosts", elasticsearch.url(),
                "execution.checkpointing.interval", "1 s"));
        StreamExecutionEnvironment env = IndexJob.environment(options);
        env.setParallelism(1);
        IndexJob.build(env, options);
        return env.executeAsync("index");
    }

    /** How many findings there are, revisions aside. */
    private int findings() {
        Set<String> ids = new HashSet<>();
        for (String topic : List.of(topics.findings(), topics.traffic())) {
            for (ConsumerRecord<byte[], byte[]> finding : TopicRecords.in(topic, kafka.bootstrapServers())) {
                ids.add(new String(finding.key(), UTF_8));
            }
        }
        return ids.size();
    }

    private void awaitAll(int findings) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long indexed = -1;
        while (indexed != findings) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        indexed + " of " + findings + " findings indexed in " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            indexed = indexed();
        }
    }

    /** What can be found now, or -1 while a part of it does not answer. */
    private long indexed() throws IOException {
        try {
            client.performRequest(new Request("POST", "/" + topics.prefix() + "-*/_refresh"));
            JsonNode count =
                    JSON.readTree(client.performRequest(new Request("GET", "/" + topics.prefix() + "-*/_count"))
                            .getEntity()
                            .getContent());
            return count.at("/_shards/failed").asInt() == 0
                    ? count.path("count").asLong()
                    : -1;
        } catch (ResponseException refused) {
            if (refused.getResponse().getStatusLine().getStatusCode() == SHARDS_NOT_READY) {
                return -1;
            }
            throw refused;
        }
    }

    private static final class Recorded implements BlockStream {
        private final List<BlockRecord> records;
        private int next;

        Recorded(String prefix, int input) {
            this.records = INPUTS.getOrDefault(prefix, List.of()).get(input);
        }

        @Override
        public @Nullable BlockRecord next() {
            return next < records.size() ? records.get(next++) : null;
        }

        @Override
        public void close() {}
    }
}
