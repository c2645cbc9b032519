package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.sensor.live.CaptureOptions;
import org.yamori.sensor.live.LiveException;
import org.yamori.sensor.live.LiveSource;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The sensor as a process of its own, on virtual interfaces into which tcpreplay plays a scenario, before a broker. */
@Tag("kafka")
@ExtendWith(Servers.class)
class SenseITCase {
    private static final Path SCENARIO = Path.of("..", "docs", "scenarios", "quick.yaml");
    private static final Topics TOPICS = new Topics("sensing");
    private static final int PACKETS_PER_SECOND = 8_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path shared;

    private static Path capture;

    @TempDir
    private Path folder;

    private final KafkaServer kafka;

    SenseITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @BeforeAll
    static void simulate() throws Exception {
        capture = shared.resolve("quick.pcap");
        YamoriProcess.run(List.of("simulate", SCENARIO.toString(), "--out", capture.toString()), shared);
    }

    /** Of the two sensors of the scenario one is watched, and the other was until long ago. */
    @Test
    void everyPacketSentIntoTwoInterfaces_isARowOrOutsideOrCountedAsDropped_andNobodyIsRootAnyMore() throws Exception {
        try (Cable one = Cable.lay();
                Cable other = Cable.lay()) {
            Path words = folder.resolve("sense.log");
            Process sensor = start(
                    words,
                    "--interface " + one.near() + " --interface " + other.near()
                            + " --sensor two --network nicter --run-as nobody --darknet 198.51.100.0/24"
                            + " --darknet 203.0.113.0/25@2020-01-01/ --darknet 192.0.2.0/24@/2020-01-01");
            long sent = one.replay(capture, PACKETS_PER_SECOND) + other.replay(capture, PACKETS_PER_SECOND);
            assertThat(one.received() + other.received()).isEqualTo(sent);
            List<String> rights = rights(sensor.pid());
            end(sensor, words);

            List<Heard> heard = heard("two");
            Tally tally = Heard.tally(heard);
            long rows = Heard.rows(heard);
            assertThat(sent).isEqualTo(2 * packetsOf("tokyo-1", "osaka-1"));
            assertThat(tally.captured() + tally.droppedByKernel()).isEqualTo(sent);
            assertThat(rows + tally.outside() + tally.droppedBySensor()).isEqualTo(tally.captured());
            assertThat(tally).isEqualTo(new Tally(sent, 0, 2 * packetsOf("osaka-1"), 0, 0, 0));
            assertThat(rows).isEqualTo(2 * packetsOf("tokyo-1"));
            assertThat(heard.get(heard.size() - 1).header().span().last()).isTrue();
            assertThat(heard).extracting(Heard::header).allSatisfy(header -> {
                assertThat(header.origin().clock()).isEqualTo(Clock.LIVE);
                assertThat(header.span().late()).isFalse();
            });
            assertThat(rights).hasSizeGreaterThan(10).allMatch("65534 65534 65534 65534 none 0000000000000000"::equals);
            assertThat(YamoriProcess.read(words))
                    .contains("published " + String.format("%,d", rows) + " packets")
                    .containsPattern("captured [0-9,]+ \\([0-9,]+/s\\), refused 0, outside");
        }
    }

    @Test
    void interfaceThatGoesDownOrIsMadeAnew_isCapturedFromAgain_andTheOtherGoesOn() throws Exception {
        try (Cable one = Cable.lay();
                Cable other = Cable.lay()) {
            Path words = folder.resolve("sense.log");
            Process sensor =
                    start(words, "--interface " + one.near() + " --interface " + other.near() + " --sensor mended");
            one.set("down");
            Patience.untilSaid(words, "interface " + one.near() + " is down");
            long sent = other.replay(capture, PACKETS_PER_SECOND, "-L", "5000");
            one.set("up");
            Patience.untilSaid(words, "interface " + one.near() + " is up again");
            sent += one.replay(capture, PACKETS_PER_SECOND, "-L", "3000");
            one.cut();
            one.plug();
            Patience.untilSaid(words, "interface " + one.near() + " is captured from again");
            sent += one.replay(capture, PACKETS_PER_SECOND, "-L", "2000");
            end(sensor, words);

            assertThat(sent).isEqualTo(10_000);
            List<Heard> heard = heard("mended");
            assertThat(Heard.tally(heard)).isEqualTo(new Tally(10_000, 0, 0, 0, 0, 0));
            assertThat(Heard.rows(heard)).isEqualTo(10_000);
        }
    }

    /** Nobody reads while more arrives than the queue holds: four batches of one MiB. */
    @Test
    void whatTheQueueCannotHold_isGivenUpAndCounted() throws Exception {
        CaptureOptions options = new CaptureOptions("tcp port 23", true, 256, 64, 4);
        try (Cable cable = Cable.lay();
                LiveSource source = LiveSource.open(
                        List.of(cable.near()), options, new HeaderParser(), HeartbeatClock.ofMachine(), words -> {})) {
            source.start();
            long sent = cable.replay(capture, 50_000, "--loop", "20");
            String filtered = tcpdumpCount("tcp port 23");
            long wanted = 20 * Long.parseLong(filtered);
            Patience.until(
                    "all that passes the filter",
                    () -> source.taken().captured() + source.taken().kernelDropped() == wanted);
            source.stop();
            PacketRow row = new PacketRow();
            long rows = 0;
            while (source.next(row)) {
                assertThat(row.destinationPort == 23 || row.sourcePort == 23).isTrue();
                rows++;
            }

            assertThat(sent).isGreaterThan(wanted);
            assertThat(source.givenUp()).isPositive();
            assertThat(rows + source.givenUp()).isEqualTo(source.tally().captured());
            assertThat(source.tally().captured() + source.droppedByKernel()).isEqualTo(wanted);
        }
    }

    /** It is gone before anybody begins to read. */
    @Test
    void whatTheKernelHeldOfAnInterfaceThatVanished_isRead() throws Exception {
        CaptureOptions options = new CaptureOptions("", true, 256, 8, 16);
        try (Cable cable = Cable.lay();
                LiveSource source = LiveSource.open(
                        List.of(cable.near()), options, new HeaderParser(), HeartbeatClock.ofMachine(), words -> {})) {
            long sent = cable.replay(capture, PACKETS_PER_SECOND, "-L", "3000");
            cable.cut();
            source.start();
            Patience.until(
                    () -> "3,000 packets: " + source.taken(),
                    () -> source.taken().captured() == sent);
            source.stop();
            PacketRow row = new PacketRow();
            long rows = 0;
            while (source.next(row)) {
                rows++;
            }

            assertThat(sent).isEqualTo(3_000);
            assertThat(rows).isEqualTo(sent);
            assertThat(source.droppedByKernel()).isZero();
        }
    }

    @Test
    void whatCannotBeCaptured_isSaidBeforeAnythingStarts() throws Exception {
        try (Cable cable = Cable.lay()) {
            CaptureOptions wrong = new CaptureOptions("prot 23", true, 256, 1, 4);
            assertThatThrownBy(() -> LiveSource.open(
                            List.of(cable.near()), wrong, new HeaderParser(), HeartbeatClock.ofMachine(), words -> {}))
                    .isInstanceOf(LiveException.class)
                    .hasMessageContaining("--filter 'prot 23'")
                    .hasMessageContaining(cable.near())
                    .hasMessageContaining("syntax error");
            assertThat(refusal("--interface", "nowhere7"))
                    .contains("there is no interface 'nowhere7'")
                    .contains("No such device")
                    .contains("lo");
            assertThat(refusal("--interface", cable.near(), "--run-as", "nobody-knows-me"))
                    .contains("there is no user 'nobody-knows-me'");
            assertThat(refusal("--interface", cable.near(), "--run-as", "root")).contains("fewer rights than root");
            cable.set("down");
            assertThat(refusal("--interface", cable.near()))
                    .contains("is down")
                    .contains("ip link set " + cable.near() + " up");
        }
        assertThat(refusalOf(
                        List.of("setpriv", "--bounding-set=-net_raw,-net_admin", "--inh-caps=-all"),
                        "--interface",
                        "lo"))
                .contains("interface lo may not be captured from by this user")
                .contains("setcap cap_net_raw+ep")
                .contains("sudo");
    }

    /** A quarter of a second, of which tcpreplay makes more on a busy machine. */
    @Test
    void handshakeWithASensorThatAnswers_isMeasured() throws Exception {
        Path handshake = AnsweredHandshake.write(folder.resolve("handshake.pcap"));
        try (Cable cable = Cable.lay()) {
            Path words = folder.resolve("sense.log");
            Process sensor = start(
                    words,
                    "--interface " + cable.near() + " --sensor answers --kind low-interaction --darknet "
                            + AnsweredHandshake.RANGE);
            assertThat(cable.replay(handshake, 4)).isEqualTo(3);
            end(sensor, words);

            Tally tally = Heard.tally(heard("answers"));
            assertThat(tally).isEqualTo(new Tally(3, 0, 0, 1, 0, 0));
            List<JsonNode> measured = measurements();
            assertThat(measured).hasSize(1);
            assertThat(measured.get(0).get("sensor").asText()).isEqualTo("answers");
            assertThat(measured.get(0).get("src").asText()).isEqualTo("198.51.100.7");
            assertThat(measured.get(0).get("dst").asText()).isEqualTo("192.0.2.9");
            assertThat(measured.get(0).get("T_p").asLong()).isBetween(200_000L, 2_000_000L);
        }
    }

    private List<Heard> heard(String sensor) throws IOException {
        return Heard.of(sensor, TOPICS, kafka.bootstrapServers());
    }

    private List<JsonNode> measurements() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicRecords.in(TOPICS.measurements(), kafka.bootstrapServers())) {
            all.add(JSON.readTree(record.value()));
        }
        return all;
    }

    private String refusal(String... args) throws IOException, InterruptedException {
        return refusalOf(List.of(), args);
    }

    private String refusalOf(List<String> before, String... args) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "refusal", ".log");
        List<String> all = new ArrayList<>(List.of("sense", "--brokers", kafka.bootstrapServers()));
        all.addAll(Arrays.asList(args));
        assertThat(YamoriProcess.start(before, all, words).waitFor())
                .as(YamoriProcess.read(words))
                .isEqualTo(1);
        return YamoriProcess.read(words);
    }

    private Process start(Path words, String options) throws Exception {
        List<String> args = new ArrayList<>(List.of("sense"));
        args.addAll(Arrays.asList(options.split(" ", -1)));
        args.addAll(List.of("--prefix", TOPICS.prefix(), "--brokers", kafka.bootstrapServers()));
        Process sensor = YamoriProcess.start(args, words);
        Patience.untilSaid(words, "Ctrl-C ends it");
        return sensor;
    }

    /** Asked to end, as systemd does; 143 is how a JVM that was asked to ends. */
    private static void end(Process sensor, Path words) throws Exception {
        Patience.untilSaid(words, "/s), refused");
        sensor.destroy();
        assertThat(sensor.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(sensor.exitValue()).as(YamoriProcess.read(words)).isEqualTo(143);
    }

    /** Users, groups and effective capabilities of every thread. */
    private static List<String> rights(long pid) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks.toList()) {
                List<String> lines = Files.readAllLines(task.resolve("status"));
                String groups = value(lines, "Groups:");
                all.add(value(lines, "Uid:") + " " + (groups.isEmpty() ? "none" : groups) + " "
                        + value(lines, "CapEff:"));
            }
        }
        return all;
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().replace('\t', ' '))
                .findFirst()
                .orElseThrow();
    }

    private static long packetsOf(String... sensors) throws IOException {
        long packets = 0;
        for (String line : Files.readAllLines(Path.of(capture + ".labels.jsonl"))) {
            JsonNode label = JSON.readTree(line);
            if (List.of(sensors).contains(label.get("sensor").asText())) {
                packets += label.get("packets").asLong();
            }
        }
        return packets;
    }

    private static String tcpdumpCount(String filter) throws IOException {
        Process tcpdump = new ProcessBuilder("tcpdump", "--count", "-r", capture.toString(), filter)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(tcpdump.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst(" packets?\\s*", "");
    }
}
