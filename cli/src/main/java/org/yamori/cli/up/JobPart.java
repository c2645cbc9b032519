package org.yamori.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.servers.Ports;
import org.yamori.wire.Topics;

/** A Flink job in a process of its own, which goes on from its last checkpoint whenever it is started. */
final class JobPart implements Part {
    private final Kind kind;
    private final Topics topics;
    private final Home home;
    private final Map<String, String> options;
    private volatile int restPort;

    /** The jobs, with the parts they need and the memory they get. */
    enum Kind {
        DETECT,
        INDEX,
        NOTIFY;

        private List<String> needs() {
            return this == INDEX ? List.of(KafkaPart.NAME, ElasticsearchPart.NAME) : List.of(KafkaPart.NAME);
        }

        private List<String> jvmFlags() {
            return switch (this) {
                // Most of it for tables that live for hours, see DetectConfig.mostBytes().
                case DETECT -> List.of("-Xmx1792m", "-XX:NewRatio=4", "-XX:+UseParallelGC");
                case INDEX -> List.of("-Xmx512m", "-XX:+UseSerialGC");
                case NOTIFY -> List.of("-Xmx192m", "-XX:+UseSerialGC");
            };
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    JobPart(Kind kind, Topics topics, Home home, Map<String, String> options) {
        this.kind = kind;
        this.topics = topics;
        this.home = home;
        this.options = Map.copyOf(options);
    }

    @Override
    public String name() {
        return topics.isStudy() ? topics.prefix() + "-" + kind.word() : kind.word();
    }

    @Override
    public List<String> needs() {
        return kind.needs();
    }

    @Override
    public Launch prepare(Path log) throws IOException {
        Folders.empty(home.temporary(name()));
        restPort = Ports.free();
        List<String> flags = new ArrayList<>(kind.jvmFlags());
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-Dyamori.log.level=INFO");
        List<String> arguments = new ArrayList<>(
                List.of("job", kind.word(), "--state", home.state(name()).toString()));
        Map<String, String> all = new TreeMap<>(options);
        all.put("yamori.prefix", topics.prefix());
        all.put("rest.address", "127.0.0.1");
        all.put("rest.bind-address", "127.0.0.1");
        all.put("rest.bind-port", String.valueOf(restPort));
        all.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        return OwnCommand.launch(name(), flags, arguments, home.temporary(name()));
    }

    /** Whether all its tasks run, as Flink says. */
    @Override
    public boolean isReady() {
        return Loopback.get("http://127.0.0.1:" + restPort + "/jobs/overview")
                .filter(JobPart::allTasksRun)
                .isPresent();
    }

    private static boolean allTasksRun(JsonNode overview) {
        JsonNode tasks = overview.at("/jobs/0/tasks");
        return tasks.path("total").asInt() > 0
                && tasks.path("running").asInt() == tasks.path("total").asInt();
    }
}
