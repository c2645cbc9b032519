package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yamori.cli.servers.Ports;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.cli.up.Found;
import org.yamori.cli.up.Home;
import org.yamori.cli.up.ProcessIdentity;
import org.yamori.cli.up.Running;
import org.yamori.cli.up.Running.PartState;
import org.yamori.cli.up.Running.Phase;
import org.yamori.wire.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** All of Yamori on this machine: every part is killed while packets arrive, and nothing is lost or doubled. */
@Tag("kafka")
@Tag("elasticsearch")
class UpITCase {
    private static final Pattern PUBLISHED = Pattern.compile("published ([0-9,]+) packets");
    private static final Topics LIVE = new Topics(Topics.DEFAULT_PREFIX);

    private final int kafkaPort = Ports.free();
    private final int elasticsearchPort = Ports.free();
    private final int pagePort = Ports.free();
    private final List<Process> started = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        boolean fetched = ServerHome.find().isComplete();
        if (!fetched && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the servers are not fetched: build cli/servers/kafka and elasticsearch");
        }
        assumeTrue(fetched, "the servers are not fetched: build cli/servers/kafka and cli/servers/elasticsearch");
        // Closed to others, as the home of root is.
        folder = Files.setPosixFilePermissions(
                Files.createTempDirectory("yamori-up"), PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void endAll() throws Exception {
        yamori("down", "--home", home().toString());
        started.forEach(Process::destroyForcibly);
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void everyPartThatIsKilled_comesBack_andEveryPacketIsCountedOnce() throws Exception {
        Process up = up("first");
        assertThat(YamoriProcess.exitCode(List.of("status", "--home", home().toString()), words("status")))
                .as(() -> YamoriProcess.read(words("status")))
                .isZero();
        assertThat(YamoriProcess.exitCode(upArguments(), words("second"))).isEqualTo(1);
        assertThat(words("second")).content().contains("Yamori already runs in " + home() + " as process " + up.pid());

        Process sender = YamoriProcess.start(
                List.of(
                        "simulate",
                        ServerHome.find()
                                .root()
                                .resolve("docs/scenarios/quick.yaml")
                                .toString(),
                        "--to-kafka",
                        "--live",
                        "--prefix",
                        LIVE.prefix(),
                        "--brokers",
                        bootstrapServers()),
                words("simulate"));
        started.add(sender);
        // Each is killed while packets come.
        await(
                "packets",
                () -> !TopicRecords.in(LIVE.packets("tokyo-1"), bootstrapServers())
                        .isEmpty());
        for (String part : List.of("detect", "kafka", "index", "elasticsearch")) {
            kill(part);
            awaitRestarted(part);
        }
        assertThat(sender.waitFor())
                .as(() -> YamoriProcess.read(words("simulate")))
                .isZero();
        Matcher published = PUBLISHED.matcher(YamoriProcess.read(words("simulate")));
        assertThat(published.find()).isTrue();
        long packets = Long.parseLong(published.group(1).replace(",", ""));
        await("all packets", () -> found().packets() == packets);
        Set<String> told = findingsInKafka();
        await("all findings", () -> documents() == told.size());
        assertThat(YamoriProcess.read(words("first")))
                .contains("detect was ended by signal 9", "kafka was ended by signal 9", "index was ended by signal 9");

        List<PartState> before = parts();
        up.destroyForcibly().waitFor();
        Process again = up("again");
        assertThat(YamoriProcess.read(words("again"))).contains("ending kafka, left by a run that was killed");
        assertThat(before).noneMatch(PartState::isAlive);
        assertThat(found().packets()).isEqualTo(packets);
        assertThat(documents()).isEqualTo(told.size());
        assertThat(YamoriProcess.read(words("detect-log", "logs", "detect")))
                .contains("goes on from " + home().folder().resolve("state/detect"));

        List<PartState> last = parts();
        yamori("down", "--home", home().toString());
        assertThat(again.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(again.exitValue()).isZero();
        assertThat(last).hasSizeGreaterThanOrEqualTo(5).noneMatch(PartState::isAlive);
        assertThat(YamoriProcess.exitCode(List.of("status", "--home", home().toString()), words("status")))
                .isEqualTo(1);
        assertThat(words("status")).content().contains("nothing runs in " + home());
    }

    private Home home() {
        return new Home(folder.resolve("home"));
    }

    private String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    private Path words(String name) {
        return folder.resolve(name + ".words");
    }

    /** What a command about this home says. */
    private Path words(String name, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("-n", "100000", "--home", home().toString()));
        assertThat(YamoriProcess.exitCode(all, words(name))).isZero();
        return words(name);
    }

    private List<String> upArguments() {
        return List.of(
                "up",
                "--no-demo",
                "--home",
                home().toString(),
                "--kafka-port",
                String.valueOf(kafkaPort),
                "--elasticsearch-port",
                String.valueOf(elasticsearchPort),
                "--page-port",
                String.valueOf(pagePort));
    }

    private Process up(String name) throws Exception {
        Process up = YamoriProcess.start(upArguments(), words(name));
        started.add(up);
        await("Yamori to run", () -> {
            assertThat(up.isAlive()).as(() -> YamoriProcess.read(words(name))).isTrue();
            return YamoriProcess.read(words(name)).contains("Yamori runs, ");
        });
        return up;
    }

    private void yamori(String... arguments) throws Exception {
        YamoriProcess.run(List.of(arguments), folder);
    }

    private List<PartState> parts() throws IOException {
        return Running.in(home()).orElseThrow().parts();
    }

    private PartState part(String name) throws IOException {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The process that does the work, which for Elasticsearch is a child of the one that was started. */
    private void kill(String name) throws IOException {
        ProcessIdentity process = part(name).process();
        assertThat(process).isNotNull();
        ProcessHandle parent = ProcessHandle.of(process.pid()).orElseThrow();
        parent.descendants().findFirst().orElse(parent).destroyForcibly();
    }

    private void awaitRestarted(String name) throws Exception {
        await(name, () -> part(name).restarts() > 0 && part(name).phase() == Phase.RUNNING);
    }

    private Found found() {
        return Found.in("http://127.0.0.1:" + elasticsearchPort, LIVE.prefix() + "-*")
                .orElse(new Found(-1, Map.of()));
    }

    private long documents() {
        return found().findings().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Ids of all findings that the detect job told, each as often as it had to begin again. */
    private Set<String> findingsInKafka() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String topic : List.of(LIVE.findings(), LIVE.traffic())) {
            for (ConsumerRecord<byte[], byte[]> record : TopicRecords.in(topic, bootstrapServers())) {
                JsonNode finding = new ObjectMapper().readTree(record.value()).at("/yamori/finding");
                ids.add(finding.path("kind").asText() + " " + finding.path("id").asText());
            }
        }
        return ids;
    }

    private void await(String what, Patience.Condition condition) throws Exception {
        Patience.until(() -> what + ": " + found() + "\n" + YamoriProcess.read(words("first")), condition);
    }
}
