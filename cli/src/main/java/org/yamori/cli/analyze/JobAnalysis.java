package org.yamori.cli.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.report.Ledger;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.enrich.BadDatabaseException;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.source.ArrivalWatermarks;
import org.yamori.jobs.source.BlockInputs;
import org.yamori.jobs.topology.DetectTopology;
import org.yamori.wire.AddressSet;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.BlockStream;
import org.yamori.wire.Cidr;
import org.yamori.wire.Finding;

/** The detect topology in this process, from the first packet of its inputs to the last: no broker, no index. */
public final class JobAnalysis implements Analysis {
    private static final String PREFIX = "study-analysis";
    private static final AtomicInteger RUNS = new AtomicInteger();
    /** Flink serialises sources and sinks even when everything is one process; what they need waits here. */
    private static final Map<Integer, Run> RUNNING = new ConcurrentHashMap<>();

    /** What the ends of the topology share with the caller. */
    private record Run(List<OpenInput> inputs, FindingSink findings, Counted counted, Progress progress) {}

    @Override
    public Ledger run(Request request, FindingSink findings, Progress progress) throws IOException {
        DetectConfig config = config(request);
        requireCountries(config);
        requireScanners(config);
        progress.stage("opening inputs");
        List<OpenInput> inputs = InputOpening.of(request, config.source().shards(), findings);
        progress.stage("analysing");
        Counted counted = new Counted();
        int number = RUNS.incrementAndGet();
        RUNNING.put(number, new Run(inputs, findings, counted, progress));
        try {
            execute(number, inputs, config, request.parallelism());
        } finally {
            RUNNING.remove(number);
            for (OpenInput input : inputs) {
                input.run().close();
            }
        }
        inputs.stream()
                .map(OpenInput::damage)
                .filter(damage -> !damage.isEmpty())
                .forEach(damage -> System.err.println("yamori: " + damage));
        return ledger(inputs, counted);
    }

    private static DetectConfig config(Request request) {
        Map<String, String> options = new HashMap<>(request.settings());
        options.put("yamori.prefix", PREFIX);
        for (String room : List.of("traffic", "fingerprint")) {
            options.putIfAbsent(
                    "yamori.detect." + room + ".timezone", request.view().zone().getId());
        }
        if (!request.view().darknets().isEmpty()) {
            options.putIfAbsent("yamori.detect.backscatter.addresses", String.valueOf(addresses(request.view())));
        }
        request.view().registry().ifPresent(file -> options.put("yamori.enrich.registry", file.toString()));
        request.view().countries().ifPresent(file -> options.put("yamori.enrich.countries", file.toString()));
        try {
            return DetectConfig.from(Configuration.fromMap(options));
        } catch (IllegalArgumentException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** How many addresses were named on the command line; what the registry says goes before. */
    private static long addresses(View view) {
        return AddressSet.of(view.darknets().stream().map(Cidr::parse).toList()).ipv4Size();
    }

    /** A database that cannot be read is said here, and not by each subtask that wanted it. */
    private static void requireCountries(DetectConfig config) {
        try {
            new Countries(config.countries()).open();
        } catch (BadDatabaseException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** The same with a list. */
    private static void requireScanners(DetectConfig config) {
        try {
            config.lists().open().close();
        } catch (BadRecordException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static void execute(int number, List<OpenInput> inputs, DetectConfig config, int parallelism)
            throws IOException {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(
                Math.min(parallelism, config.source().shards()), flink);
        env.setMaxParallelism(config.source().shards());
        List<BlockInputs.Opener> openers = java.util.stream.IntStream.range(0, inputs.size())
                .<BlockInputs.Opener>mapToObj(input -> () -> new Counting(number, input))
                .toList();
        var arrivals = env.fromSource(
                        new BlockInputs(openers, config.topics()), new ArrivalWatermarks(config.source()), "inputs")
                .uid("inputs");
        DetectTopology.build(arrivals, config, new FindingsOut(number), new DeadLettersOut(number));
        try {
            env.execute("analyze");
        } catch (Exception failed) {
            throw failure(failed);
        }
    }

    /** What a file or option did wrong is the caller's business, wherever in Flink it came up. */
    private static IOException failure(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                throw refusal;
            }
            if (cause instanceof IOException io && cause.getCause() == null) {
                return io;
            }
        }
        return new IOException("the detect job failed: " + failed.getMessage(), failed);
    }

    private static Ledger ledger(List<OpenInput> inputs, Counted counted) {
        TreeMap<String, Ledger.Entry> sensors = new TreeMap<>();
        TreeMap<String, Long> reasons = new TreeMap<>();
        for (OpenInput input : inputs) {
            long refused = 0;
            for (Map.Entry<String, Long> reason : input.refused().entrySet()) {
                refused += reason.getValue();
                reasons.merge(reason.getKey(), reason.getValue(), Long::sum);
            }
            sensors.put(
                    input.sensor(),
                    new Ledger.Entry(
                            new Ledger.Arrived(
                                    input.captured(), counted.of(input.sensor()), counted.lateOf(input.sensor())),
                            new Ledger.Gone(
                                    refused,
                                    input.outside(),
                                    input.replies(),
                                    0,
                                    0,
                                    counted.deadRows(input.sensor()))));
        }
        return new Ledger(sensors, reasons);
    }

    /** Counts what the findings count: the packets of each sensor's minutes, by their last revision. */
    private static final class Counted {
        private static final byte[] SENSOR_MINUTE = "\"breakdown\":\"sensor\"".getBytes(StandardCharsets.UTF_8);
        private static final byte[] LATE_BLOCK = "\"breakdown\":\"late-block\"".getBytes(StandardCharsets.UTF_8);

        private final ObjectMapper json = new ObjectMapper();
        private final Map<String, Latest> minutes = new HashMap<>();
        private final Map<String, Long> dead = new ConcurrentHashMap<>();

        private record Latest(long revision, String sensor, long packets, boolean late) {}

        synchronized void on(Finding finding) throws IOException {
            boolean late = contains(finding.json(), LATE_BLOCK);
            if (!late && !contains(finding.json(), SENSOR_MINUTE)) {
                return;
            }
            JsonNode yamori = json.readTree(finding.json()).get("yamori");
            if (!yamori.at("/window/resolution").asText().equals("minute")) {
                return;
            }
            String key = yamori.get("key").asText();
            Latest latest = new Latest(
                    finding.revision(),
                    late ? key.substring(0, key.indexOf('/')) : key,
                    yamori.path("packets").asLong(),
                    late);
            minutes.merge(finding.id(), latest, (a, b) -> a.revision() >= b.revision() ? a : b);
        }

        private static boolean contains(byte[] text, byte[] word) {
            outer:
            for (int i = 0; i <= text.length - word.length; i++) {
                for (int j = 0; j < word.length; j++) {
                    if (text[i + j] != word[j]) {
                        continue outer;
                    }
                }
                return true;
            }
            return false;
        }

        void dead(DeadLetter letter) {
            String sensor = letter.topic().substring(letter.topic().lastIndexOf('.') + 1);
            dead.merge(sensor, 1L, Long::sum);
        }

        synchronized long of(String sensor) {
            return sum(sensor, false);
        }

        synchronized long lateOf(String sensor) {
            return sum(sensor, true);
        }

        private long sum(String sensor, boolean late) {
            return minutes.values().stream()
                    .filter(latest -> latest.late() == late && latest.sensor().equals(sensor))
                    .mapToLong(Latest::packets)
                    .sum();
        }

        long deadRows(String sensor) {
            return dead.getOrDefault(sensor, 0L);
        }
    }

    /** An input that tells how far it was read. */
    private static final class Counting implements BlockStream {
        private final BlockStream stream;
        private final Progress progress;

        Counting(int run, int input) {
            Run running = java.util.Objects.requireNonNull(RUNNING.get(run), "the analysis has ended");
            this.stream = running.inputs().get(input).run();
            this.progress = running.progress();
        }

        @Override
        public @Nullable BlockRecord next() throws IOException {
            BlockRecord next = stream.next();
            if (next != null) {
                progress.packets(next.header().rows());
            }
            return next;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private record FindingsOut(int run) implements Sink<Finding> {
        @Override
        public SinkWriter<Finding> createWriter(WriterInitContext context) {
            Run running = java.util.Objects.requireNonNull(RUNNING.get(run), "the analysis has ended");
            return new Writer<>() {
                @Override
                public void write(Finding finding, Context context) throws IOException {
                    running.counted().on(finding);
                    running.findings().accept(finding);
                }
            };
        }
    }

    private record DeadLettersOut(int run) implements Sink<DeadLetter> {
        @Override
        public SinkWriter<DeadLetter> createWriter(WriterInitContext context) {
            Run running = java.util.Objects.requireNonNull(RUNNING.get(run), "the analysis has ended");
            return new Writer<>() {
                @Override
                public void write(DeadLetter letter, Context context) {
                    running.counted().dead(letter);
                }
            };
        }
    }

    /** A writer that keeps nothing back. */
    private abstract static class Writer<T> implements SinkWriter<T> {
        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
