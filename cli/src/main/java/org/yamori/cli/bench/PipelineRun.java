package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors;
import org.yamori.cli.Doors.PipelineBench.LargeRegistry;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.Yamori;
import org.yamori.cli.bench.registry.RegistryDraw;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.FlinkCluster;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.jobs.topology.Room;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.wire.Cidr;
import org.yamori.wire.Membership;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Registry;
import org.yamori.wire.Topics;

/**
 * Sends a capture all the way to the index, each server and the sensor a process of its own, and measures and checks
 * what comes out.
 */
public final class PipelineRun implements Doors.PipelineBench {
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    /** Tables of a day of fifty million packets take 2 GB, and a checkpoint of them half as much again. */
    private static final int WORKER_MEBIBYTES = 7168;

    private static final long REGISTRY_SEED = 20_161_130;

    private static final String TASK_MANAGER = "Flink task manager";
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final List<String> KAFKA_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Override
    public Result run(Order order, Progress progress) throws IOException {
        Path work = BenchFolder.open(order.work());
        Path folder = BenchFolder.open(work.resolve("run-" + BenchFolder.random()));
        BenchCapture capture = BenchCapture.obtain(order.scenario(), order.packets(), work, progress);
        Figures figures;
        try (Stage stage = new Stage(order, folder, capture, progress)) {
            figures = stage.measure();
            if (order.index()) {
                figures = figures.with(stage.compare());
            }
        } catch (IOException | RuntimeException failed) {
            throw new Refusal(failed.getMessage() + " (logs are in " + folder + ")", failed);
        }
        if (order.json().isPresent()) {
            figures.write(order.json().get());
        }
        if (!order.keep()) {
            BenchFolder.delete(folder);
        }
        return new Result(figures.table(), figures.isEqual());
    }

    /** The servers of one run. */
    private static final class Stage implements AutoCloseable {
        private final Doors.PipelineBench.Order order;
        private final Path folder;
        private final BenchCapture capture;
        private final Progress progress;
        private final Topics topics = new Topics("study-bench-" + BenchFolder.random());
        private final ProcessMeter meter = new ProcessMeter();
        private final List<AutoCloseable> open = new ArrayList<>();
        private @Nullable FindingsIndex index;

        Stage(Order order, Path folder, BenchCapture capture, Progress progress) {
            this.order = order;
            this.folder = folder;
            this.capture = capture;
            this.progress = progress;
            open.add(meter);
        }

        private <T extends AutoCloseable> T opened(T resource) {
            open.add(resource);
            return resource;
        }

        Figures measure() throws IOException {
            ServerHome home = ServerHome.find();
            progress.stage("starting Kafka");
            KafkaServer kafka = opened(new KafkaServer(
                    home, KafkaServer.Settings.in(folder.resolve("kafka")).withJvmFlags(KAFKA_FLAGS)));
            kafka.start();
            List<Figures.Floor> floors = floors(kafka);
            FlinkCluster flink = opened(new FlinkCluster(FlinkCluster.Settings.in(folder.resolve("flink"))
                    .withWorkers(new FlinkCluster.Workers(
                            1, order.parallelism() + 1, MemorySize.ofMebiBytes(WORKER_MEBIBYTES)))
                    .withOverrides(Map.of(
                            "taskmanager.memory.managed.size",
                            "64m",
                            "env.java.opts.taskmanager",
                            "-XX:+UseParallelGC"))));
            progress.stage("starting Flink");
            flink.start();
            @Nullable ElasticsearchServer elasticsearch = order.index() ? startElasticsearch(home) : null;
            meter.watch("Kafka", kafka.pid());
            meter.watch("Flink job manager", flink.pid());
            meter.watch(TASK_MANAGER, flink.taskManagerPids().get(0));
            if (elasticsearch != null) {
                meter.watch("Elasticsearch", elasticsearch.pid());
            }
            if (order.warmUp() > 0) {
                warmUp(kafka, flink, elasticsearch);
            }
            StudyTopics study = opened(new StudyTopics(kafka, topics));
            index = index(elasticsearch, topics);
            FlinkJobs jobs = start(kafka, flink, elasticsearch, topics);

            progress.stage("publishing, counting, indexing");
            long start = System.nanoTime();
            meter.restart();
            Process sensor = sensor("sensor", capture, kafka, topics);
            meter.watchFromStart("sensor", sensor.pid());
            Figures.Moments moments = awaitEnd(new Arrival(start, capture.packets(), study, index), sensor, jobs);
            Map<String, ProcessMeter.Usage> usages = meter.usages();
            jobs.requireUndisturbed();
            if (study.deadLetters() > 0) {
                throw new Refusal(study.deadLetters() + " records became dead letters");
            }
            Map<String, Long> sizes = new LinkedHashMap<>(study.bytes());
            sizes.put("findings", study.findings());
            FindingsIndex held = index;
            if (held != null) {
                sizes.put("documents", held.documents());
                sizes.put("index", held.bytes());
            }
            Figures figures = new Figures(
                    capture.packets(),
                    order.parallelism(),
                    order.warmUp(),
                    moments,
                    usages,
                    floors,
                    sizes,
                    jobs.checkpoints());
            if (order.roomRounds() > 0 || order.registry().organisations() > 0) {
                jobs.cancel();
            }
            if (order.roomRounds() > 0) {
                figures = figures.with(rooms(jobs));
            }
            return order.registry().organisations() == 0 ? figures : figures.with(registry(jobs, study));
        }

        /** The packets are in Kafka: jobs with and without each room read them again. */
        private RoomCosts rooms(FlinkJobs jobs) throws IOException {
            return RoomCosts.measure(
                    capture.packets(),
                    order.roomRounds(),
                    rooms -> jobs.runRecorded(order.parallelism(), rooms),
                    this::cpuOfTaskManager,
                    progress);
        }

        private double cpuOfTaskManager() {
            return Objects.requireNonNull(meter.usages().get(TASK_MANAGER)).cpuSeconds();
        }

        /** Jobs with a large registry and with an empty one read them again, too. */
        private RegistryCosts registry(FlinkJobs jobs, StudyTopics study) throws IOException {
            LargeRegistry wanted = order.registry();
            progress.stage("drawing a registry");
            Registry large = RegistryDraw.withDarknets(
                    RegistryDraw.of(wanted.organisations(), wanted.prefixes(), REGISTRY_SEED),
                    Scenario.load(order.scenario()).sensors().stream()
                            .flatMap(sensor -> sensor.ranges().stream())
                            .map(range -> eighthOf(Cidr.parse(String.valueOf(range))))
                            .toList());
            Path largeFile = Files.writeString(folder.resolve("registry-large.yaml"), RegistryDraw.yaml(large));
            Path emptyFile = Files.writeString(folder.resolve("registry-empty.yaml"), "organisations: []\n");
            long ofOrganisations = packetsOf(large);
            List<RegistryCosts.Pair> pairs = RegistryCosts.measure(
                    wanted.rounds(),
                    isLarge -> {
                        long before = study.endOfTraffic();
                        jobs.runRecorded(
                                order.parallelism(),
                                EnumSet.allOf(Room.class),
                                Map.of("yamori.enrich.registry", String.valueOf(isLarge ? largeFile : emptyFile)));
                        return study.secondsOfTrafficFrom(before);
                    },
                    this::cpuOfTaskManager,
                    progress);
            return new RegistryCosts(
                    wanted.organisations(), wanted.prefixes(), capture.packets(), ofOrganisations, pairs);
        }

        /** As much of what is watched is registered: with this background a hundredth of the packets are followed. */
        private static Cidr eighthOf(Cidr watched) {
            return new Cidr(watched.first(), Math.min(watched.length() + 3, 32));
        }

        /** How many packets go from an organisation to a registered darknet. */
        private long packetsOf(Registry registry) throws IOException {
            Membership membership = Membership.of(registry, 0);
            long packets = 0;
            PacketRow row = new PacketRow();
            try (CaptureFile file = CaptureFile.trustingOrder(capture.file())) {
                while (file.next(row)) {
                    packets += !row.ipv6
                                    && membership.organisation(membership.find(row.source)) != null
                                    && membership.darknet(membership.find(row.destination))
                            ? 1
                            : 0;
                }
            }
            return packets;
        }

        private ElasticsearchServer startElasticsearch(ServerHome home) {
            progress.stage("starting Elasticsearch");
            return opened(new ElasticsearchServer(
                            home, ElasticsearchServer.Settings.in(folder.resolve("elasticsearch"))))
                    .start();
        }

        private @Nullable FindingsIndex index(@Nullable ElasticsearchServer elasticsearch, Topics of)
                throws IOException {
            if (elasticsearch == null) {
                return null;
            }
            FindingsIndex made = opened(new FindingsIndex(elasticsearch.url(), of.prefix()));
            made.installTemplates();
            return made;
        }

        private FlinkJobs start(
                KafkaServer kafka, FlinkCluster flink, @Nullable ElasticsearchServer elasticsearch, Topics of)
                throws IOException {
            FlinkJobs jobs = new FlinkJobs(flink, kafka.bootstrapServers(), of.prefix());
            jobs.startDetect(order.parallelism());
            if (elasticsearch != null) {
                jobs.startIndex(elasticsearch.url());
            }
            jobs.awaitRunning();
            return jobs;
        }

        /** Another study first, so that what is measured are servers that have been running. */
        private void warmUp(KafkaServer kafka, FlinkCluster flink, @Nullable ElasticsearchServer elasticsearch)
                throws IOException {
            BenchCapture before = BenchCapture.obtain(
                    order.scenario(),
                    Math.min(order.warmUp(), order.packets()),
                    Objects.requireNonNull(capture.file().getParent()),
                    progress);
            progress.stage("warming up");
            Topics of = new Topics("study-warm-" + BenchFolder.random());
            StudyTopics study = opened(new StudyTopics(kafka, of));
            @Nullable FindingsIndex findings = index(elasticsearch, of);
            FlinkJobs jobs = start(kafka, flink, elasticsearch, of);
            Process sensor = sensor("warm-up", before, kafka, of);
            awaitEnd(new Arrival(System.nanoTime(), before.packets(), study, findings), sensor, jobs);
            jobs.cancel();
        }

        private Process sensor(String name, BenchCapture of, KafkaServer kafka, Topics to) throws IOException {
            return child(
                    name,
                    Yamori.class,
                    "sense",
                    "--pcap",
                    of.file().toString(),
                    "--sensor",
                    BenchSensor.SENSOR,
                    "--network",
                    BenchSensor.NETWORK,
                    "--brokers",
                    kafka.bootstrapServers(),
                    "--prefix",
                    to.prefix());
        }

        private List<Figures.Floor> floors(KafkaServer kafka) throws IOException {
            progress.stage("measuring the floors");
            Topics alone = new Topics(topics.prefix() + "-floor");
            List<Figures.Floor> floors = new ArrayList<>();
            kafka.createTopic(alone.packets(BenchSensor.SENSOR), 1, Map.of());
            Process child = child(
                    "floors",
                    Floors.class,
                    capture.file().toString(),
                    String.valueOf(capture.packets()),
                    kafka.bootstrapServers(),
                    alone.prefix());
            if (exitOf(child) != 0) {
                throw new Refusal("the floors could not be measured; see floors.log");
            }
            for (String line : Files.readAllLines(folder.resolve("floors.out"))) {
                String[] words = line.split("\t", -1);
                floors.add(new Figures.Floor(
                        words[0],
                        Long.parseLong(words[1]),
                        Double.parseDouble(words[2]),
                        Double.parseDouble(words[3])));
            }
            return floors;
        }

        private Process child(String name, Class<?> program, String... arguments) throws IOException {
            Process process = BenchFolder.child(folder, name, program, List.of(arguments));
            open.add(process::destroyForcibly);
            return process;
        }

        private static int exitOf(Process process) throws IOException {
            try {
                return process.waitFor();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a program ran", stopped);
            }
        }

        /** Looks until everything has arrived and nothing more comes. */
        private static Figures.Moments awaitEnd(Arrival arrival, Process sensor, FlinkJobs jobs) throws IOException {
            Waiting.until("all documents", PATIENCE, () -> {
                arrival.look(sensor);
                if (arrival.isStuck()) {
                    jobs.requireUndisturbed();
                    throw new Refusal("nothing moves any more: " + arrival);
                }
                return arrival.isComplete();
            });
            return arrival.moments();
        }

        Comparison.Outcome compare() throws IOException {
            progress.stage("comparing with the independent count");
            progress.total(capture.packets());
            FindingsIndex held = index;
            if (held == null) {
                throw new IllegalStateException("there is no index to compare");
            }
            try (IndependentCount truth = IndependentCount.start(capture.file(), folder)) {
                return Comparison.of(held, truth, progress);
            }
        }

        @Override
        public void close() throws IOException {
            IOException failure = null;
            for (int i = open.size() - 1; i >= 0; i--) {
                try {
                    open.get(i).close();
                } catch (Exception failed) {
                    failure = failure == null ? new IOException(failed) : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** How far the packets of a run have come. */
    private static final class Arrival {
        private final long startNanos;
        private final long packets;
        private final StudyTopics study;
        private final @Nullable FindingsIndex index;
        private boolean published;
        private long findings;
        private long written;
        private long arrived;
        private long publishedNanos;
        private long toldNanos;
        private long heldNanos;
        private long movedNanos;

        Arrival(long startNanos, long packets, StudyTopics study, @Nullable FindingsIndex index) {
            this.startNanos = startNanos;
            this.packets = packets;
            this.study = study;
            this.index = index;
            this.movedNanos = startNanos;
        }

        void look(Process sensor) throws IOException {
            if (!published && !sensor.isAlive()) {
                if (sensor.exitValue() != 0) {
                    throw new Refusal("the sensor ended with exit code " + sensor.exitValue() + "; see sensor.log");
                }
                published = true;
                publishedNanos = System.nanoTime();
            }
            long findingsNow = study.findings();
            long writtenNow = index == null ? findingsNow : index.written();
            long now = System.nanoTime();
            if (findingsNow != findings) {
                toldNanos = now;
            }
            if (findingsNow != findings || writtenNow != written) {
                movedNanos = now;
                heldNanos = 0;
            }
            findings = findingsNow;
            written = writtenNow;
            if (published && heldNanos == 0 && findings > 0 && written >= findings) {
                if (index != null) {
                    index.refresh();
                    arrived = index.packetsOfMinutes();
                } else {
                    arrived = study.packetsOfMinutes();
                }
                if (arrived == packets) {
                    heldNanos = System.nanoTime();
                }
            }
        }

        boolean isComplete() {
            return heldNanos != 0 && System.nanoTime() - movedNanos > QUIET.toNanos();
        }

        boolean isStuck() {
            return published && System.nanoTime() - movedNanos > STUCK.toNanos();
        }

        Figures.Moments moments() {
            return new Figures.Moments(
                    (publishedNanos - startNanos) / 1e9,
                    (toldNanos - startNanos) / 1e9,
                    (heldNanos - startNanos) / 1e9);
        }

        @Override
        public String toString() {
            return findings + " findings in Kafka, " + written + " written to the index, " + arrived + " of " + packets
                    + " packets in minutes";
        }
    }
}
