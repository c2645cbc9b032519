package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.BlockInputs;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Finding;

/** The detect topology on inputs that are given, from start to end, with everything it told. */
public final class DetectRun {
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final Map<Integer, Queue<Object>> COLLECTED = new ConcurrentHashMap<>();

    private final List<Finding> findings = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();

    public static DetectRun of(int parallelism, Map<String, String> options, List<List<BlockRecord>> sensors)
            throws Exception {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("yamori.prefix", "study-test");
        DetectConfig config = DetectConfig.from(Configuration.fromMap(all));
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
        env.setMaxParallelism(config.source().shards());
        var inputs = sensors.stream().map(RecordedBlocks::opener).toList();
        int run = RUNS.incrementAndGet();
        COLLECTED.put(run, new ConcurrentLinkedQueue<>());
        DetectTopology.build(
                env.fromSource(
                                new BlockInputs(inputs, config.topics()),
                                new ArrivalWatermarks(config.source()),
                                "inputs")
                        .uid("inputs"),
                config,
                new Collecting<>(run),
                new Collecting<>(run));
        env.execute("test");
        DetectRun result = new DetectRun();
        for (Object told : COLLECTED.remove(run)) {
            if (told instanceof Finding finding) {
                result.findings.add(finding);
            } else {
                result.deadLetters.add((DeadLetter) told);
            }
        }
        return result;
    }

    public List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** Last revisions as text, by id. */
    public Map<String, String> last() {
        Map<String, Finding> last = new TreeMap<>();
        for (Finding finding : findings) {
            last.merge(finding.id(), finding, (a, b) -> a.revision() >= b.revision() ? a : b);
        }
        Map<String, String> texts = new TreeMap<>();
        last.forEach((id, finding) -> texts.put(id, new String(finding.json(), StandardCharsets.UTF_8)));
        return texts;
    }

    /** The last revision of one traffic series, or a missing node. */
    public JsonNode traffic(String resolution, String breakdown, String key, String start) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String text : last().values()) {
            JsonNode node = json.readTree(text);
            JsonNode yamori = node.get("yamori");
            if (yamori.path("breakdown").asText().equals(breakdown)
                    && yamori.path("key").asText().equals(key)
                    && yamori.path("window").path("resolution").asText().equals(resolution)
                    && node.get("@timestamp").asText().equals(start)) {
                return yamori;
            }
        }
        return json.missingNode();
    }

    /** Last revisions of one kind that count anything, without the number of the revision. */
    public List<String> unnumbered(String kind) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : ofKind(kind)) {
            ((ObjectNode) node.at("/yamori/finding")).remove("revision");
            if (node.at("/yamori/packets").asLong(1) > 0) {
                texts.add(node.toString());
            }
        }
        return texts;
    }

    public List<JsonNode> ofKind(String kind) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        for (String text : last().values()) {
            JsonNode node = json.readTree(text);
            if (node.at("/yamori/finding/kind").asText().equals(kind)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private record Collecting<T>(int run) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            Queue<Object> queue = java.util.Objects.requireNonNull(COLLECTED.get(run));
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context context) {
                    queue.add(element);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
