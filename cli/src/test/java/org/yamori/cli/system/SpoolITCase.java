package org.yamori.cli.system;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.ledger.LedgerRun;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.jobs.source.ReplayWindow;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Live sensors in processes of their own, whose broker goes away and who are killed. */
@Tag("kafka")
@ExtendWith(Servers.class)
class SpoolITCase {
    private static final int KILLS = 4;
    /** A block a second; and a machine that is busy with others. */
    private static final long OPEN_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final KafkaServer kafka;
    private final List<Process> started = new ArrayList<>();
    private final List<Path> mounted = new ArrayList<>();

    @TempDir
    private Path folder;

    SpoolITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @AfterEach
    void endAll() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        for (Path disk : mounted) {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void brokerAway_spoolThatIsTooSmall_diskThatIsFull_andOneWithRoom() throws Exception {
        Topics topics = new Topics("spool-away");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        mount(disk);
        Process small = play("small", topics, folder.resolve("small"), "1m");
        Process full = play("full", topics, disk, "64m");
        Process ample = play("ample", topics, folder.resolve("ample"), "64m");
        for (String sensor : List.of("small", "full", "ample")) {
            Patience.until(
                    sensor + " sends",
                    () -> isOnDisk(sensor) && !heard(topics, sensor).isEmpty());
        }

        kafka.kill();
        for (String sensor : List.of("small", "full", "ample")) {
            awaitWords(sensor, "broker away since");
        }
        awaitWords("small", "the spool is full (");
        awaitWords("full", "the disk takes no more (No space left on device): packets are dropped and counted");
        kafka.start();

        for (Process sensor : List.of(small, full, ample)) {
            assertThat(sensor.waitFor())
                    .as(() -> words("small") + words("full") + words("ample"))
                    .isZero();
        }
        long droppedBySmall = requireInOrder(topics, "small");
        long droppedByFull = requireInOrder(topics, "full");
        assertThat(droppedBySmall).isPositive();
        assertThat(droppedByFull).isPositive();
        assertThat(requireInOrder(topics, "ample")).isZero();
        for (String sensor : List.of("small", "full", "ample")) {
            assertThat(words(sensor)).contains("broker back, draining ").contains("drained in ");
        }
        String sum = ledger(topics);
        assertThat(sum)
                .contains("dropped " + (droppedBySmall + droppedByFull) + " + lost 0 + dead letters 0")
                .endsWith("the sum holds\n");
    }

    @Test
    void killedSensor_losesNoBlockThatWasCut_andSendsNoneThatIsTorn() throws Exception {
        Topics topics = new Topics("spool-killed");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        scenario("killed", 15);
        TreeMap<Long, Long> killedAt = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = epochs(topics).size();
            Process sensor = play("killed", topics, folder.resolve("killed"), "64m");
            Patience.until("a new epoch", () -> epochs(topics).size() > before);
            boolean away = kill == 1;
            if (away) {
                kafka.kill();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(4_000)));
            sensor.destroyForcibly().waitFor();
            long now = Instant.now().toEpochMilli() * 1_000;
            if (away) {
                kafka.start();
            }
            killedAt.put(epochs(topics).last(), now);
        }
        assertThat(play("killed", topics, folder.resolve("killed"), "64m").waitFor())
                .as(() -> words("killed"))
                .isZero();

        List<Heard> heard = heard(topics, "killed");
        TreeMap<Long, TreeSet<Long>> blocks = new TreeMap<>();
        TreeMap<Long, Long> ends = new TreeMap<>();
        long again = 0;
        for (Heard each : heard) {
            BlockHeader.Position position = each.header().position();
            TreeSet<Long> ofEpoch = blocks.computeIfAbsent(position.epoch(), unseen -> new TreeSet<>());
            if (each.heartbeat()) {
                assertThat(position.block())
                        .as("claims no block that is still to come, seed %d", seed)
                        .isLessThanOrEqualTo(ofEpoch.isEmpty() ? -1 : ofEpoch.last());
                continue;
            }
            assertThat(blocks.lastKey()).isEqualTo(position.epoch());
            ends.merge(position.epoch(), each.header().span().endMicros(), Math::max);
            if (!ofEpoch.add(position.block())) {
                again++;
                continue;
            }
            assertThat(ofEpoch.first()).isZero();
            assertThat(ofEpoch).as("no number is missing, seed %d", seed).hasSize((int) (ofEpoch.last() + 1));
            if (position.previousEpoch() >= 0 && blocks.containsKey(position.previousEpoch())) {
                assertThat(blocks.get(position.previousEpoch()).last())
                        .as("all that the spool had was sent, seed %d", seed)
                        .isEqualTo(position.previousLastBlock());
            }
        }
        assertThat(blocks).hasSize(KILLS + 1);
        killedAt.forEach((epoch, at) -> assertThat(at - ends.get(epoch))
                .as("what the kill cost, seed %d", seed)
                .isLessThan(OPEN_MICROS));
        assertThat(again).isLessThan(ReplayWindow.BLOCKS);
        assertThat(ledger(topics))
                .contains("dropped 0 + lost 0 + dead letters 0")
                .endsWith("the sum holds\n");
    }

    private void mount(Path disk) throws Exception {
        boolean done = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        if (!done && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("a full disk needs a file system of its own, which only root can mount");
        }
        assumeTrue(done, "a full disk needs a file system of its own, which only root can mount");
        mounted.add(disk);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** About 5,000 packets a second at 256 addresses. */
    private Path scenario(String sensor, int seconds) throws IOException {
        return Files.writeString(folder.resolve(sensor + ".yaml"), """
                name: spool
                seed: 7
                start: 2026-01-05T12:00:00Z
                duration: %ds
                sensors:
                  - {name: %s, network: nicter, ranges: [198.51.100.0/24]}
                actors:
                  - {name: noise, kind: background, packetsPerAddressPerMinute: 1200, sources: 20000, zipf: 1.1, tail: 0.35}
                """.formatted(seconds, sensor));
    }

    /** Counted without a clock, a block or a broker. */
    private long packetsOf(String sensor) throws IOException {
        Simulation simulation = Simulation.of(Scenario.load(folder.resolve(sensor + ".yaml")));
        PacketRow row = new PacketRow();
        long packets = 0;
        try (PacketSource source = simulation.packetsOf(sensor)) {
            while (source.next(row)) {
                packets++;
            }
        }
        return packets;
    }

    private Process play(String sensor, Topics topics, Path spool, String bytes) throws IOException {
        Path scenario = Files.exists(folder.resolve(sensor + ".yaml"))
                ? folder.resolve(sensor + ".yaml")
                : scenario(sensor, 60);
        Process process = YamoriProcess.start(
                List.of(
                        "simulate",
                        scenario.toString(),
                        "--to-kafka",
                        "--live",
                        "--brokers",
                        kafka.bootstrapServers(),
                        "--prefix",
                        topics.prefix(),
                        "--spool",
                        spool.toString(),
                        "--spool-bytes",
                        bytes),
                folder.resolve(sensor + ".log"));
        started.add(process);
        return process;
    }

    private boolean isOnDisk(String sensor) {
        return Files.isDirectory(folder.resolve(sensor).resolve(sensor))
                || Files.isDirectory(folder.resolve("disk").resolve(sensor));
    }

    private String words(String sensor) {
        return YamoriProcess.read(folder.resolve(sensor + ".log"));
    }

    private SortedSet<Long> epochs(Topics topics) throws Exception {
        TreeSet<Long> epochs = new TreeSet<>();
        heard(topics, "killed").stream()
                .filter(each -> !each.heartbeat())
                .forEach(each -> epochs.add(each.header().position().epoch()));
        return epochs;
    }

    private List<Heard> heard(Topics topics, String sensor) throws IOException {
        return Heard.of(sensor, topics, kafka.bootstrapServers());
    }

    /** Returns what the sensor says it dropped. */
    private long requireInOrder(Topics topics, String sensor) throws IOException {
        Tally tally = Heard.requireInOrder(heard(topics, sensor));
        assertThat(tally.captured()).as("capture never stopped").isEqualTo(packetsOf(sensor));
        return tally.droppedBySensor();
    }

    private String ledger(Topics topics) throws IOException {
        StringWriter words = new StringWriter();
        boolean unused = new LedgerRun(new LedgerRun.Request(
                        KafkaAccess.plaintext(kafka.bootstrapServers()),
                        topics,
                        Optional.empty(),
                        topics.prefix(),
                        Duration.ZERO))
                .read(new PrintWriter(words));
        return words.toString();
    }

    private void awaitWords(String sensor, String sentence) throws Exception {
        Patience.untilSaid(folder.resolve(sensor + ".log"), sentence);
    }
}
