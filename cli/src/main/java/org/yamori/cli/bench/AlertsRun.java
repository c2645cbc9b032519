package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.MemorySize;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.bench.AlertPlan.Phase;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.FlinkCluster;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.topic.KeptTopic;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Plays a live darknet in which hosts become urgent, each server and the sensors a process of their own, and measures
 * how long each alert takes.
 */
public final class AlertsRun implements Doors.AlertsBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WORKER_MEBIBYTES = 5120;
    private static final long MICROS_TO_START = 8_000_000;
    private static final int SECONDS_TO_STOP = 4;
    private static final List<String> KAFKA_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Override
    public Result run(Order order, Progress progress) throws IOException {
        AlertPlan plan = new AlertPlan(
                order.sensors(),
                order.packetsPerSecond(),
                new AlertPlan.Course(order.warmUp(), order.seconds(), order.alerts(), order.index()));
        Path work = BenchFolder.open(order.work());
        Path folder = BenchFolder.open(work.resolve("run-" + BenchFolder.random()));
        AlertFigures figures;
        try (Stage stage = new Stage(plan, order.parallelism(), folder, progress)) {
            figures = stage.measure();
        } catch (IOException | RuntimeException failed) {
            throw new Refusal(failed.getMessage() + " (logs are in " + folder + ")", failed);
        }
        if (order.json().isPresent()) {
            figures.write(order.json().get());
        }
        if (!order.keep()) {
            BenchFolder.delete(folder);
        }
        return new Result(figures.table(), figures.areRight());
    }

    /** The servers of one run. */
    private static final class Stage implements AutoCloseable {
        private final AlertPlan plan;
        private final int parallelism;
        private final Path folder;
        private final Progress progress;
        private final Topics topics = new Topics("alerts-" + BenchFolder.random());
        private final ProcessMeter meter = new ProcessMeter();
        private final List<AutoCloseable> open = new ArrayList<>();

        Stage(AlertPlan plan, int parallelism, Path folder, Progress progress) {
            this.plan = plan;
            this.parallelism = parallelism;
            this.folder = folder;
            this.progress = progress;
            open.add(meter);
        }

        private <T extends AutoCloseable> T opened(T resource) {
            open.add(resource);
            return resource;
        }

        AlertFigures measure() throws IOException {
            ServerHome home = ServerHome.find();
            progress.stage("starting Kafka");
            KafkaServer kafka = opened(new KafkaServer(
                    home, KafkaServer.Settings.in(folder.resolve("kafka")).withJvmFlags(KAFKA_FLAGS)));
            kafka.start();
            makeTopics(kafka);
            progress.stage("starting Flink");
            FlinkCluster flink = opened(new FlinkCluster(FlinkCluster.Settings.in(folder.resolve("flink"))
                    .withWorkers(new FlinkCluster.Workers(1, parallelism + 1, MemorySize.ofMebiBytes(WORKER_MEBIBYTES)))
                    .withOverrides(Map.of(
                            "taskmanager.memory.managed.size",
                            "64m",
                            "env.java.opts.taskmanager",
                            "-XX:+UseParallelGC"))));
            flink.start();
            meter.watch("Kafka", kafka.pid());
            meter.watch("Flink job manager", flink.pid());
            meter.watch("Flink task manager", flink.taskManagerPids().get(0));
            FlinkJobs jobs = new FlinkJobs(flink, kafka.bootstrapServers(), topics.prefix());
            @Nullable ElasticsearchServer elasticsearch = plan.course().index() ? startIndex(home, jobs) : null;
            jobs.startDetect(parallelism);
            jobs.awaitRunning();
            AlertArrivals arrivals = opened(new AlertArrivals(kafka.bootstrapServers(), topics.findings()));

            meter.restart();
            long startMicros = nowMicros() + MICROS_TO_START;
            Process sensors = sensors(kafka, startMicros);
            meter.watchFromStart("sensors", sensors.pid());
            play(startMicros, sensors, elasticsearch);
            Path said = folder.resolve("sensors.out");
            awaitEndOf(sensors);
            progress.stage("waiting for the last alerts");
            jobs.requireUndisturbed();
            long deadline = nowMicros() + TimeUnit.SECONDS.toMicros(20);
            while (arrivals.soFar().size() < plan.hosts() && nowMicros() < deadline) {
                pause();
            }
            AlertFigures figures = new AlertFigures(plan, startMicros, meter.usages(), jobs.checkpoints());
            figures.takeSaid(Files.readAllLines(said));
            figures.takeArrivals(arrivals.soFar());
            return figures;
        }

        private void makeTopics(KafkaServer kafka) throws IOException {
            try (Admin admin = kafka.admin()) {
                for (int sensor = 0; sensor < plan.sensors(); sensor++) {
                    PacketTopic.of(AlertPlan.sensor(sensor), -1).createOrCheck(admin, topics);
                }
            }
            for (String topic : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
                kafka.createTopic(topic, 1, Map.of());
            }
            RegistryRecord registry = new RegistryRecord(1, 0, "bench", "hosts to be alerted of", plan.registry());
            new KeptTopic(KafkaAccess.plaintext(kafka.bootstrapServers()), topics.registry())
                    .write(List.of(new KeptTopic.Entry("registry".getBytes(UTF_8), registry.toJson())));
        }

        private ElasticsearchServer startIndex(ServerHome home, FlinkJobs jobs) throws IOException {
            progress.stage("starting Elasticsearch");
            ElasticsearchServer elasticsearch = opened(new ElasticsearchServer(
                            home, ElasticsearchServer.Settings.in(folder.resolve("elasticsearch"))))
                    .start();
            try (FindingsIndex index = new FindingsIndex(elasticsearch.url(), topics.prefix())) {
                index.installTemplates();
            }
            jobs.startIndex(elasticsearch.url());
            meter.watch("Elasticsearch", elasticsearch.pid());
            return elasticsearch;
        }

        private Process sensors(KafkaServer kafka, long startMicros) throws IOException {
            List<String> arguments =
                    new ArrayList<>(List.of(kafka.bootstrapServers(), topics.prefix(), String.valueOf(startMicros)));
            arguments.addAll(plan.words());
            Process process = BenchFolder.child(folder, "sensors", AlertSensors.class, arguments);
            Thread hook = new Thread(process::destroyForcibly, "stop-sensors");
            Runtime.getRuntime().addShutdownHook(hook);
            open.add(() -> {
                process.destroyForcibly();
                Runtime.getRuntime().removeShutdownHook(hook);
            });
            return process;
        }

        /** Says which phase it is, and stops Elasticsearch when it is time to. */
        private void play(long startMicros, Process sensors, @Nullable ElasticsearchServer elasticsearch)
                throws IOException {
            progress.stage("warming up");
            for (Phase phase : plan.played()) {
                @Nullable ElasticsearchServer stopping = phase == Phase.UNINDEXED ? elasticsearch : null;
                long begin = startMicros + TimeUnit.SECONDS.toMicros(plan.beginSeconds(phase));
                while (nowMicros() < begin - (stopping == null ? 0 : TimeUnit.SECONDS.toMicros(SECONDS_TO_STOP))) {
                    if (!sensors.isAlive()) {
                        throw new Refusal("the sensors ended early; see sensors.log");
                    }
                    pause();
                }
                if (stopping != null) {
                    stopping.close();
                }
                progress.stage("measuring: " + phase.words());
            }
        }

        private static void awaitEndOf(Process sensors) throws IOException {
            Waiting.until("the sensors to end", PATIENCE.plusHours(2), () -> !sensors.isAlive());
            if (sensors.exitValue() != 0) {
                throw new Refusal("the sensors ended with exit code " + sensors.exitValue() + "; see sensors.log");
            }
        }

        private static void pause() throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while alerts were measured");
            }
        }

        private static long nowMicros() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
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
}
