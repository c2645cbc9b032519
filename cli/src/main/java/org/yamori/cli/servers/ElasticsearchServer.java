package org.yamori.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A single node of Elasticsearch as a process on the loopback address. It refuses to be run by root, so where we are
 * root it becomes {@code nobody}.
 */
public final class ElasticsearchServer implements AutoCloseable {
    private static final String NAME = "Elasticsearch";
    private static final String ROOT = "root";
    private static final String USER = "nobody";

    private final ServerHome home;
    private final Settings settings;
    private final int port;
    private @Nullable ServerProcess process;

    /**
     * How a node runs.
     *
     * @param folder its data and settings; a folder used before is used on
     * @param port where clients connect; 0 takes a free one
     * @param heap size of its heap, as {@code -Xmx} takes it
     * @param overrides entries of elasticsearch.yml besides or instead of ours
     * @param timeout how long it may take to be ready
     */
    public record Settings(Path folder, int port, String heap, Map<String, String> overrides, Duration timeout) {
        public Settings {
            if (!heap.matches("[1-9][0-9]*[kmg]")) {
                throw new IllegalArgumentException("a heap is a number and k, m or g, such as 1g, was '" + heap + "'");
            }
        }

        public static Settings in(Path folder) {
            return new Settings(folder.toAbsolutePath(), 0, "1g", Map.of(), Duration.ofMinutes(2));
        }

        public Settings withPort(int chosen) {
            return new Settings(folder, chosen, heap, overrides, timeout);
        }

        public Settings withHeap(String size) {
            return new Settings(folder, port, size, overrides, timeout);
        }

        public Settings withOverrides(Map<String, String> entries) {
            return new Settings(folder, port, heap, entries, timeout);
        }
    }

    public ElasticsearchServer(ServerHome home, Settings settings) {
        this.home = home;
        this.settings = settings;
        this.port = settings.port == 0 ? Ports.free() : settings.port;
    }

    /** Starts it, also again after {@link #kill} or {@link #close}: on the same port, with the same data. */
    public ElasticsearchServer start() {
        try {
            Files.createDirectories(settings.folder);
            Files.writeString(log(), "");
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot write to " + settings.folder + ": " + cannot.getMessage(), cannot);
        }
        ServerProcess started = ServerProcess.start(prepare(), log());
        process = started;
        started.awaitReady(this::isReady, settings.timeout);
        return this;
    }

    /** Writes what it reads. */
    public Launch prepare() {
        List<String> command = new ArrayList<>();
        Path program = home.elasticsearch();
        try {
            writeFiles();
            if (ROOT.equals(System.getProperty("user.name"))) {
                giveAway(settings.folder);
                command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + group(), "--clear-groups"));
                if (!isOpenToAll(program) || !isOpenToAll(settings.folder)) {
                    // Ours may lie below a folder that is closed to others, as the home of root is. Without the bit
                    // access(2), by which Java asks whether a file is there, would leave the capability out.
                    command.addAll(List.of(
                            "--inh-caps=+dac_override",
                            "--ambient-caps=+dac_override",
                            "--securebits=+no_setuid_fixup"));
                }
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException("cannot prepare " + settings.folder + ": " + cannot.getMessage(), cannot);
        }
        command.addAll(List.of(
                program.resolve("bin/elasticsearch").toString(), "-p", pidFile().toString()));
        String temporary = settings.folder.resolve("tmp").toString();
        return new Launch(
                NAME,
                command,
                settings.folder,
                Map.of(
                        "ES_JAVA_HOME",
                        System.getProperty("java.home"),
                        "ES_PATH_CONF",
                        settings.folder.resolve("config").toString(),
                        "ES_TMPDIR",
                        temporary,
                        // Its launcher leaves files at every start. The value is split at spaces.
                        "CLI_JAVA_OPTS",
                        temporary.contains(" ") ? "" : "-Djava.io.tmpdir=" + temporary));
    }

    /** Whether it serves clients; a ping of / would be answered by 405 here. */
    public boolean isReady() {
        return ServerProcess.answers(
                url() + "/_cluster/health?wait_for_status=yellow&timeout=2s", "\"timed_out\":false");
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The process that does the work; the one started is only its parent. */
    public long pid() {
        ServerProcess started = ServerProcess.started(NAME, process);
        try {
            return Long.parseLong(Files.readString(pidFile()).strip());
        } catch (IOException | NumberFormatException unreadable) {
            throw started.failure("has no readable " + pidFile());
        }
    }

    public Path log() {
        return settings.folder.resolve("elasticsearch.log");
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

    private Path pidFile() {
        return settings.folder.resolve("pid");
    }

    private void writeFiles() throws IOException {
        Path folder = settings.folder;
        for (String child : List.of("config", "data", "logs", "tmp")) {
            Files.createDirectories(folder.resolve(child));
        }
        Files.deleteIfExists(pidFile());
        Files.write(folder.resolve("config/elasticsearch.yml"), lines());
        Files.writeString(folder.resolve("config/jvm.options"), jvmOptions());
        Files.writeString(folder.resolve("config/log4j2.properties"), LOGGING);
    }

    /**
     * As delivered, but for three things: on a heap this small the parallel collector takes an eighth less CPU for a
     * document than G1; and there are no heap dumps and no log of the collector, which would take gigabytes.
     */
    private String jvmOptions() {
        return """
                -Xms%1$s
                -Xmx%1$s
                -XX:+UseParallelGC
                -XX:+ExitOnOutOfMemoryError
                -Djava.io.tmpdir=${ES_TMPDIR}
                -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
                """.formatted(settings.heap);
    }

    private List<String> lines() {
        Map<String, String> entries = new TreeMap<>();
        entries.put("cluster.name", "yamori");
        entries.put("node.name", "yamori-1");
        entries.put("discovery.type", "single-node");
        entries.put("network.host", "127.0.0.1");
        entries.put("http.port", String.valueOf(port));
        // No other node asks; any free port, so that two servers on one machine never meet.
        entries.put("transport.port", "0");
        // The parallel collector leaves garbage until the heap is full, which is no reason to refuse a request.
        entries.put("indices.breaker.total.use_real_memory", "false");
        entries.put("path.data", settings.folder.resolve("data").toString());
        entries.put("path.logs", settings.folder.resolve("logs").toString());
        if (Files.isDirectory(home.elasticsearch().resolve("modules/x-pack-security"))) {
            entries.put("xpack.security.enabled", "false");
        }
        entries.putAll(settings.overrides);
        List<String> lines = new ArrayList<>();
        entries.forEach((key, value) ->
                lines.add(key + ": \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        return lines;
    }

    /** Everything in the folder to the user who will run the server. */
    private static void giveAway(Path folder) throws IOException {
        UserPrincipal user =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        GroupPrincipal group =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(groupName());
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.collect(Collectors.toList());
        }
        for (Path path : all) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setOwner(user);
            view.setGroup(group);
        }
    }

    /** Whether everybody may enter the folder and all above it. */
    private static boolean isOpenToAll(@Nullable Path folder) throws IOException {
        Set<PosixFilePermission> needed =
                EnumSet.of(PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_READ);
        @Nullable Path at = folder;
        while (at != null) {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(at);
            if (!granted.contains(PosixFilePermission.OTHERS_EXECUTE)
                    || (at.equals(folder) && !granted.containsAll(needed))) {
                return false;
            }
            at = at.getParent();
        }
        return true;
    }

    /** The number of the user's own group, from the list of users. */
    private static String group() throws IOException {
        return fieldOf(Path.of("/etc/passwd"), 0, USER, 3);
    }

    private static String groupName() throws IOException {
        return fieldOf(Path.of("/etc/group"), 2, group(), 0);
    }

    private static String fieldOf(Path list, int keyField, String key, int wanted) throws IOException {
        try (Stream<String> lines = Files.lines(list)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > Math.max(keyField, wanted) && fields[keyField].equals(key))
                    .map(fields -> fields[wanted])
                    .findFirst()
                    .orElseThrow(() -> new ServerException("there is no " + key + " in " + list));
        }
    }

    /** Everything to where the process was told to write; the delivered settings write the same into three files. */
    private static final String LOGGING = """
            status = error
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%consoleException%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            """;
}
