package org.yamori.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** A Kafka broker, which is its own controller, as a process on the loopback address. */
public final class KafkaServer implements AutoCloseable {
    /** The largest message of every topic. */
    public static final int MOST_MESSAGE_BYTES = 8 << 20;

    private static final String NAME = "Kafka";
    private static final List<String> JVM_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration FORMAT_TIMEOUT = Duration.ofSeconds(60);

    private final ServerHome home;
    private final Settings settings;
    private final int port;
    private final int controllerPort;
    private @Nullable ServerProcess process;

    /**
     * How a broker runs.
     *
     * @param folder its data, settings and log; a folder used before is used on
     * @param port where clients connect; 0 takes a free one
     * @param jvmFlags flags of its JVM
     * @param overrides entries of server.properties besides or instead of ours
     * @param timeout how long it may take to be ready
     */
    public record Settings(
            Path folder, int port, List<String> jvmFlags, Map<String, String> overrides, Duration timeout) {
        public static Settings in(Path folder) {
            return new Settings(folder.toAbsolutePath(), 0, JVM_FLAGS, Map.of(), Duration.ofSeconds(60));
        }

        public Settings withPort(int chosen) {
            return new Settings(folder, chosen, jvmFlags, overrides, timeout);
        }

        public Settings withOverrides(Map<String, String> entries) {
            return new Settings(folder, port, jvmFlags, entries, timeout);
        }

        public Settings withJvmFlags(List<String> flags) {
            return new Settings(folder, port, flags, overrides, timeout);
        }
    }

    public KafkaServer(ServerHome home, Settings settings) {
        this.home = home;
        this.settings = settings;
        this.port = settings.port == 0 ? Ports.free() : settings.port;
        this.controllerPort = Ports.free();
    }

    /** Starts it, also again after {@link #kill} or {@link #close}: on the same port, with the same data. */
    public KafkaServer start() {
        try {
            Files.createDirectories(settings.folder);
            Files.writeString(log(), "");
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write to " + settings.folder + ": " + cannot.getMessage(), cannot);
        }
        ServerProcess started = ServerProcess.start(prepare(log()), log());
        process = started;
        try (Admin admin = admin()) {
            started.awaitReady(() -> hasNodes(admin), settings.timeout);
        }
        return this;
    }

    /**
     * Writes what it reads, and makes its storage where there is none.
     *
     * @param log for the words of the making
     */
    public Launch prepare(Path log) {
        Path folder = settings.folder;
        Path properties = folder.resolve("server.properties");
        Path data = folder.resolve("data");
        try {
            Files.createDirectories(folder);
            Files.write(properties, lines(data));
            Files.writeString(folder.resolve("log4j2.properties"), LOGGING);
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + cannot.getMessage(), cannot);
        }
        if (!Files.exists(data.resolve("meta.properties"))) {
            List<String> format = new ArrayList<>(java());
            format.addAll(List.of("kafka.tools.StorageTool", "format", "--cluster-id"));
            format.addAll(List.of(Uuid.randomUuid().toString(), "--config", properties.toString()));
            ServerProcess.run(
                    new Launch("the formatting of Kafka's storage", format, folder, Map.of()), log, FORMAT_TIMEOUT);
        }
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("kafka.Kafka", properties.toString()));
        return new Launch(NAME, command, folder, Map.of());
    }

    /** Whether clients find it. */
    public boolean isReady() {
        try (Admin admin = admin()) {
            return hasNodes(admin);
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** A new client for administration, to be closed by the caller. */
    public Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "reconnect.backoff.max.ms", "200",
                "default.api.timeout.ms", "30000",
                "request.timeout.ms", "5000"));
    }

    /** Makes a topic; one that exists stays as it is. */
    public void createTopic(String topic, int partitions, Map<String, String> configuration) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configuration)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            if (!(refused.getCause() instanceof TopicExistsException)) {
                throw new ServerException("the topic " + topic + " cannot be made", refused);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while the topic " + topic + " was made", interrupted);
        }
    }

    public long pid() {
        return ServerProcess.started(NAME, process).pid();
    }

    public Path log() {
        return settings.folder.resolve("kafka.log");
    }

    /** Ends it at once, as a power cut would; {@link #start} brings it back. */
    public void kill() {
        ServerProcess.started(NAME, process).kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(ServerProcess.java());
        command.addAll(settings.jvmFlags);
        command.add("-Dlog4j2.configurationFile=" + settings.folder.resolve("log4j2.properties"));
        command.addAll(List.of("-cp", home.kafkaClasspath()));
        return command;
    }

    private List<String> lines(Path data) {
        Map<String, String> entries = new TreeMap<>();
        entries.put("process.roles", "broker,controller");
        entries.put("node.id", "1");
        entries.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        entries.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        entries.put("controller.listener.names", "CONTROLLER");
        entries.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        entries.put("log.dirs", data.toString());
        entries.put("log.message.timestamp.type", "LogAppendTime");
        entries.put("message.max.bytes", String.valueOf(MOST_MESSAGE_BYTES));
        entries.put("replica.fetch.max.bytes", String.valueOf(MOST_MESSAGE_BYTES));
        entries.put("auto.create.topics.enable", "false");
        entries.put("offsets.topic.replication.factor", "1");
        entries.put("offsets.topic.num.partitions", "8");
        entries.put("transaction.state.log.replication.factor", "1");
        entries.put("transaction.state.log.min.isr", "1");
        entries.put("share.coordinator.state.topic.replication.factor", "1");
        entries.put("share.coordinator.state.topic.min.isr", "1");
        entries.put("group.initial.rebalance.delay.ms", "0");
        // Back 4 s after a kill rather than 11 s.
        entries.put("broker.session.timeout.ms", "2000");
        entries.put("broker.heartbeat.interval.ms", "500");
        entries.putAll(settings.overrides);
        List<String> lines = new ArrayList<>();
        entries.forEach((key, value) -> lines.add(key + "=" + value));
        return lines;
    }

    private static boolean hasNodes(Admin admin) {
        try {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final String LOGGING = """
            rootLogger.level = info
            rootLogger.appenderRef.out.ref = out
            appender.out.type = Console
            appender.out.name = out
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
            """;
}
