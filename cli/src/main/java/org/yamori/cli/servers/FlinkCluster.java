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
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster, each part a process of its own, on the loopback address. Jobs are sent to {@link #restUrl},
 * for example by running a job's program with {@code --execution.target remote --rest.address 127.0.0.1 --rest.port …}.
 */
public final class FlinkCluster implements AutoCloseable {
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    /** What Flink asks of every JVM it runs in, as in the configuration that it is delivered with. */
    public static final List<String> JVM_FLAGS = List.of(
            "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    private final Settings settings;
    private final int restPort;
    private final int rpcPort;
    private @Nullable ServerProcess jobManager;
    private final List<ServerProcess> taskManagers = new ArrayList<>();

    /**
     * How a cluster runs.
     *
     * @param folder its settings, logs, checkpoints and temporary files
     * @param classpath with Flink and the jobs
     * @param restPort where jobs are sent; 0 takes a free one
     * @param workers its task managers
     * @param overrides entries of config.yaml besides or instead of ours
     * @param timeout how long it may take to be ready
     */
    public record Settings(
            Path folder,
            String classpath,
            int restPort,
            Workers workers,
            Map<String, String> overrides,
            Duration timeout) {
        /** The class path of this process. */
        public static Settings in(Path folder) {
            return new Settings(
                    folder.toAbsolutePath(),
                    System.getProperty("java.class.path"),
                    0,
                    new Workers(1, 2, MemorySize.ofMebiBytes(2048)),
                    Map.of(),
                    Duration.ofSeconds(60));
        }

        public Settings withClasspath(String chosen) {
            return new Settings(folder, chosen, restPort, workers, overrides, timeout);
        }

        public Settings withRestPort(int chosen) {
            return new Settings(folder, classpath, chosen, workers, overrides, timeout);
        }

        public Settings withWorkers(Workers chosen) {
            return new Settings(folder, classpath, restPort, chosen, overrides, timeout);
        }

        public Settings withOverrides(Map<String, String> entries) {
            return new Settings(folder, classpath, restPort, workers, entries, timeout);
        }
    }

    /**
     * The task managers of a cluster.
     *
     * @param number how many processes
     * @param slots slots of each
     * @param memory all memory of each process
     */
    public record Workers(int number, int slots, MemorySize memory) {
        public Workers {
            if (number < 1 || slots < 1) {
                throw new IllegalArgumentException(
                        "at least one task manager with one slot is needed, was " + number + " with " + slots);
            }
        }
    }

    public FlinkCluster(Settings settings) {
        this.settings = settings;
        this.restPort = settings.restPort == 0 ? Ports.free() : settings.restPort;
        this.rpcPort = Ports.free();
    }

    public FlinkCluster start() {
        Map<String, String> entries = entries();
        Path folder = settings.folder;
        try {
            Files.createDirectories(folder.resolve("tmp"));
            Files.createDirectories(folder.resolve("checkpoints"));
            Files.write(folder.resolve("config.yaml"), lines(entries));
            Files.writeString(folder.resolve("log4j2.properties"), LOGGING);
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write to " + folder, cannot);
        }
        List<String> master = java(List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC"));
        master.addAll(List.of(JOB_MANAGER, "--configDir", folder.toString()));
        ServerProcess started = launch("Flink's job manager", master, "jobmanager.log");
        jobManager = started;
        startWorkers(entries);
        String complete = "\"taskmanagers\":" + settings.workers.number + ",";
        started.awaitReady(
                () -> {
                    for (ServerProcess worker : taskManagers) {
                        if (!worker.isAlive()) {
                            ServerException failure = worker.failure("ended while it started");
                            close();
                            throw failure;
                        }
                    }
                    return ServerProcess.answers(restUrl() + "/overview", complete);
                },
                settings.timeout);
        return this;
    }

    public String restUrl() {
        return "http://127.0.0.1:" + restPort;
    }

    public int restPort() {
        return restPort;
    }

    /** Process of the job manager. */
    public long pid() {
        return ServerProcess.started("Flink's job manager", jobManager).pid();
    }

    /** Processes of the task managers. */
    public List<Long> taskManagerPids() {
        return taskManagers.stream().map(ServerProcess::pid).toList();
    }

    /** The name under which Flink's REST interface lists a task manager. */
    public String taskManagerId(int number) {
        return "worker-" + number;
    }

    /** Ends a task manager at once, as a power cut would. */
    public void killTaskManager(int number) {
        taskManagers.get(number).kill();
    }

    public Path folder() {
        return settings.folder;
    }

    @Override
    public void close() {
        taskManagers.forEach(ServerProcess::close);
        if (jobManager != null) {
            jobManager.close();
        }
    }

    /** A task manager wants all parts of its memory named; Flink's own scripts work them out in the same way. */
    private void startWorkers(Map<String, String> entries) {
        Configuration configuration = Configuration.fromMap(entries);
        TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        List<String> flags = List.of(
                ProcessMemoryUtils.generateJvmParametersStr(spec).strip().split("\\s+"));
        List<String> parts = List.of(
                TaskExecutorProcessUtils.generateDynamicConfigsStr(spec).strip().split("\\s+"));
        List<String> given = Stream.of(
                        configuration.get(CoreOptions.FLINK_TM_JVM_OPTIONS).split("\\s+", -1))
                .filter(flag -> !flag.isEmpty())
                .toList();
        for (int i = 0; i < settings.workers.number; i++) {
            List<String> worker = java(flags);
            worker.addAll(1, given);
            worker.addAll(List.of(TASK_MANAGER, "--configDir", settings.folder.toString()));
            worker.addAll(parts);
            worker.addAll(List.of("-D", "taskmanager.resource-id=" + taskManagerId(i)));
            taskManagers.add(launch("Flink's task manager " + i, worker, "taskmanager-" + i + ".log"));
        }
    }

    private ServerProcess launch(String name, List<String> command, String log) {
        return ServerProcess.start(
                new Launch(name, command, settings.folder, Map.of("FLINK_CONF_DIR", settings.folder.toString())),
                settings.folder.resolve(log));
    }

    private List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(ServerProcess.java());
        command.addAll(flags);
        command.addAll(JVM_FLAGS);
        command.add("-Dlog4j2.configurationFile=" + settings.folder.resolve("log4j2.properties"));
        command.addAll(List.of("-cp", settings.classpath));
        return command;
    }

    private Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        entries.put("jobmanager.rpc.address", "127.0.0.1");
        entries.put("jobmanager.rpc.port", String.valueOf(rpcPort));
        entries.put("jobmanager.bind-host", "127.0.0.1");
        entries.put("jobmanager.memory.process.size", "1g");
        entries.put("taskmanager.host", "127.0.0.1");
        entries.put("taskmanager.bind-host", "127.0.0.1");
        entries.put("taskmanager.numberOfTaskSlots", String.valueOf(settings.workers.slots));
        entries.put("taskmanager.memory.process.size", settings.workers.memory.getBytes() + "b");
        entries.put("rest.address", "127.0.0.1");
        entries.put("rest.bind-address", "127.0.0.1");
        entries.put("rest.port", String.valueOf(restPort));
        entries.put("io.tmp.dirs", settings.folder.resolve("tmp").toString());
        entries.put(
                "execution.checkpointing.dir",
                settings.folder.resolve("checkpoints").toUri().toString());
        entries.putAll(settings.overrides);
        return entries;
    }

    private static List<String> lines(Map<String, String> entries) {
        List<String> lines = new ArrayList<>();
        entries.forEach((key, value) ->
                lines.add(key + ": \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        return lines;
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
