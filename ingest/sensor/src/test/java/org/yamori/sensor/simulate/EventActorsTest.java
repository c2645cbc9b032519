package org.yamori.sensor.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Storm, host and outage: what arrives, what does not, and what the labels say of it. */
class EventActorsTest {
    private static final String HEAD = """
            name: test
            seed: 42
            start: 2026-01-05T12:00:00Z
            duration: 10m
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/24, 203.0.113.0/25]}
              - {name: osaka-1, network: nicter, ranges: [192.0.2.0/25]}
            actors:
            """;
    private static final String NOISE =
            "  - {name: noise, kind: background, packetsPerAddressPerMinute: 4.76, sources: 20000}\n";
    private static final String STORM =
            "  - {name: storm, kind: storm, start: +3m, duration: 2m, port: 4444, packetsPerMinute: 24000}\n";
    private static final String HOST =
            "  - {name: host, kind: host, start: +90s, duration: 6m, source: 198.18.5.7, order: %s, ports: [22, 445], packetsPerMinute: 600}\n";
    private static final String OUTAGE =
            "  - {name: outage, kind: outage, start: +4m, duration: 150s, sensor: tokyo-1, packets: %s}\n";
    private static final long START_MICROS = 1_767_614_400_000_000L;
    private static final long MINUTE = 60_000_000;

    private static Simulation play(String actors) throws BadScenarioException {
        return Simulation.of(Scenario.parse(HEAD + actors, "test.yaml"));
    }

    private static void assertWithinFourSigma(long packets, double expected) {
        assertThat((double) packets).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    /** 24,000 a minute for two minutes, 384 of 512 addresses at one sensor. */
    @Test
    void storm_isOnePacketOfEverySource_toOnePort() throws Exception {
        Simulation simulation = play(STORM);
        Set<Integer> sources = new HashSet<>();
        Set<Integer> ttls = new HashSet<>();
        Set<Integer> destinations = new HashSet<>();
        int[] packets = new int[2];
        simulation.forEach((sensor, row) -> {
            packets[sensor]++;
            assertThat(sources.add(row.source)).isTrue();
            destinations.add(row.destination);
            ttls.add(row.ttl);
            assertThat(row.destinationPort).isEqualTo(4_444);
            assertThat(row.protocol).isEqualTo(6);
            assertThat(row.tcpFlags).isEqualTo(2);
            assertThat(row.timeMicros).isBetween(START_MICROS + 3 * MINUTE, START_MICROS + 5 * MINUTE - 1);
        });
        Labels labels = simulation.labels();

        assertWithinFourSigma(packets[0], 36_000);
        assertWithinFourSigma(packets[1], 12_000);
        assertThat(ttls).hasSize(1);
        assertThat(destinations).hasSize(512);
        for (String sensor : List.of("tokyo-1", "osaka-1")) {
            Label label = labels.of("storm", sensor);
            int heard = packets[sensor.equals("tokyo-1") ? 0 : 1];
            assertThat(label.packets()).isEqualTo(heard);
            assertThat(label.sources()).isEqualTo(heard);
            assertThat(label.packetsByPort()).containsExactly(java.util.Map.entry("tcp/4444", (long) heard));
            assertThat(label.when().packetsPerStep().subList(0, 3)).containsOnly(0L);
        }
        // forged sources are spread over all first octets that can be public
        assertThat(sources.stream().map(source -> source >>> 24).distinct().count())
                .isGreaterThan(200);
    }

    /** 600 a minute for six minutes: a walk over 512 addresses, both ports at each, 3.5 times. */
    @Test
    void sequentialHost_triesAddressAfterAddress_acrossAllSensors() throws Exception {
        List<Long> steps = new ArrayList<>();
        List<Long> addresses = new ArrayList<>();
        for (String range : List.of("192.0.2.0/25", "198.51.100.0/24", "203.0.113.0/25")) {
            AddressRange dark = AddressRange.parse(range);
            for (long i = 0; i < dark.size(); i++) {
                addresses.add(Integer.toUnsignedLong(dark.first()) + i);
            }
        }
        int[] packets = new int[2];
        play(HOST.formatted("sequential")).forEach((sensor, row) -> {
            packets[sensor]++;
            assertThat(AddressRange.text(row.source)).isEqualTo("198.18.5.7");
            assertThat(row.tcpFlags).isEqualTo(2);
            steps.add(2L * addresses.indexOf(Integer.toUnsignedLong(row.destination))
                    + (row.destinationPort == 22 ? 0 : 1));
            assertThat(row.destinationPort).isIn(22, 445);
            assertThat(row.timeMicros).isBetween(START_MICROS + 90_000_000, START_MICROS + 90_000_000 + 6 * MINUTE - 1);
        });

        assertWithinFourSigma(packets[0] + packets[1], 3_600);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i)).as("step " + i).isEqualTo((steps.get(i - 1) + 1) % 1_024);
        }
    }

    /** Of 3,600 packets over 512 addresses none is left out: 512 e^-7 = 0.5. */
    @Test
    void randomHost_triesAddressesInNoOrder_andItsLabelSaysWhoItIs() throws Exception {
        Simulation simulation = play(HOST.formatted("random"));
        Set<Integer> destinations = new HashSet<>();
        int[] packets = new int[2];
        int[] ascents = new int[1];
        int[] last = new int[1];
        simulation.forEach((sensor, row) -> {
            packets[sensor]++;
            destinations.add(row.destination);
            ascents[0] += Integer.compareUnsigned(row.destination, last[0]) > 0 ? 1 : 0;
            last[0] = row.destination;
        });
        Labels labels = simulation.labels();

        assertThat(destinations).hasSizeBetween(505, 512);
        assertThat(ascents[0]).isBetween(1_600, 2_000);
        assertWithinFourSigma(packets[0], 2_700);
        assertThat(labels.of("host", "tokyo-1").packets()).isEqualTo(packets[0]);
        assertThat(labels.of("host", "osaka-1").packets()).isEqualTo(packets[1]);
        assertThat(labels.of("host", "osaka-1").sources()).isEqualTo(1);
        assertThat(labels.of("host", "osaka-1").traits().sourceRanges()).containsExactly("198.18.5.7/32");
        assertThat((double) simulation.expectedPackets()).isCloseTo(3_600, within(1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "dropped"})
    void outage_takesTheSensorsPackets_andNoOthers(String fate) throws Exception {
        List<String> without = new ArrayList<>();
        List<String> with = new ArrayList<>();
        long[] gone = new long[1];
        play(NOISE + STORM).forEach((sensor, row) -> {
            boolean down = sensor == 0
                    && row.timeMicros >= START_MICROS + 4 * MINUTE
                    && row.timeMicros < START_MICROS + 4 * MINUTE + 150_000_000;
            gone[0] += down ? 1 : 0;
            if (!down) {
                without.add(sensor + " " + row.timeMicros + " " + row.source + " " + row.sequence);
            }
        });
        Simulation simulation = play(NOISE + STORM + OUTAGE.formatted(fate));
        simulation.forEach(
                (sensor, row) -> with.add(sensor + " " + row.timeMicros + " " + row.source + " " + row.sequence));
        Labels labels = simulation.labels();

        assertThat(with).isEqualTo(without);
        // 384 x 4.76 x 2.5 minutes of noise and one minute of 18,000 packets of the storm
        assertWithinFourSigma(gone[0], 4_569.6 + 18_000);
        Label outage = labels.of("outage", "tokyo-1");
        assertThat(outage.missed()).isEqualTo(Optional.of(new Label.Missed(fate, gone[0])));
        assertThat(outage.when().firstMicros()).isEqualTo(START_MICROS + 4 * MINUTE);
        assertThat(outage.when().lastMicros()).isEqualTo(START_MICROS + 4 * MINUTE + 150_000_000);
        assertThat(outage.packets()).isZero();
        assertThat(labels.all()).extracting(Label::who).hasSize(5).doesNotHaveDuplicates();
        assertThat(labels.of("noise", "tokyo-1").packets()
                        + labels.of("storm", "tokyo-1").packets())
                .isEqualTo(with.stream().filter(text -> text.startsWith("0")).count());
        assertThat(outage.toJson().toString())
                .startsWith("{\"actor\":\"outage\",\"kind\":\"outage\",\"sensor\":\"tokyo-1\",\"network\":\"nicter\","
                        + "\"packets\":0,\"sources\":0,\"first\":\"2026-01-05T12:04:00Z\",\"last\":\"2026-01-05T12:06:30Z\","
                        + "\"missed\":{\"fate\":\"" + fate + "\",\"packets\":" + gone[0] + "}");
    }

    /** What the blocks of a sensor say of the time in which it was down. */
    private static List<BlockHeader> headers(Simulation simulation, String sensor) throws Exception {
        List<BlockHeader> headers = new ArrayList<>();
        try (SensorRun run = new SensorRun(
                SensorSettings.blackhole(sensor, "nicter", Clock.FILE),
                simulation.packetsOf(sensor),
                Epoch.first(START_MICROS))) {
            for (BlockRecord record = run.next(); record != null; record = run.next()) {
                headers.add(record.header());
            }
            assertThat(run.ledger().isBalanced()).isTrue();
            assertThat(run.ledger().published())
                    .isEqualTo(headers.stream().mapToLong(BlockHeader::rows).sum());
        }
        return headers;
    }

    @Test
    void sensorThatLostPackets_beginsANewEpochWithoutHavingSaidGoodbye() throws Exception {
        List<BlockHeader> headers = headers(play(NOISE + OUTAGE.formatted("lost")), "tokyo-1");

        assertThat(headers)
                .extracting(header -> header.position().epoch())
                .containsExactly(START_MICROS, START_MICROS + 1, START_MICROS + 1);
        assertThat(headers.get(0).span().endMicros())
                .isBetween(START_MICROS + 4 * MINUTE - 1_000_000, START_MICROS + 4 * MINUTE - 1);
        assertThat(headers.get(1).span().startMicros())
                .isBetween(START_MICROS + 4 * MINUTE + 150_000_000, START_MICROS + 4 * MINUTE + 151_000_000);
        assertThat(headers.get(1).position().previousEpoch()).isEqualTo(START_MICROS);
        assertThat(headers.get(1).position().previousLastBlock()).isZero();
        assertThat(headers.get(1).position().rowsBefore()).isZero();
        assertThat(headers.get(1).tally().captured()).isEqualTo(headers.get(1).rows());
        assertThat(headers).extracting(header -> header.span().last()).containsExactly(false, false, true);
        assertThat(headers)
                .extracting(header -> header.tally().droppedByKernel())
                .containsOnly(0L);
    }

    @Test
    void sensorThatDropsPackets_saysSoEverySecond() throws Exception {
        Simulation simulation = play(NOISE + OUTAGE.formatted("dropped"));
        List<BlockHeader> headers = headers(simulation, "tokyo-1");
        Label outage = simulation.labels().of("outage", "tokyo-1");

        assertThat(headers).hasSize(1 + 150 + 1 + 1);
        for (int i = 0; i < 150; i++) {
            BlockHeader heartbeat = headers.get(1 + i);
            assertThat(heartbeat.rows()).isZero();
            assertThat(heartbeat.span().endMicros()).isEqualTo(START_MICROS + 4 * MINUTE + (i + 1) * 1_000_000L);
            assertThat(heartbeat.span().watermarkMicros()).isEqualTo(START_MICROS + 4 * MINUTE + (i + 1) * 1_000_000L);
            assertThat(heartbeat.tally().droppedByKernel())
                    .isGreaterThanOrEqualTo(headers.get(i).tally().droppedByKernel());
        }
        long dropped = outage.missed().orElseThrow().packets();
        assertThat(headers.get(150).tally().droppedByKernel()).isEqualTo(dropped);
        assertThat(headers.get(152).tally().droppedByKernel()).isEqualTo(dropped);
        assertThat(headers).extracting(header -> header.position().epoch()).containsOnly(START_MICROS);
    }

    @Test
    void sensorThatIsDownToTheEnd_neverSaysThatItWasTheLast() throws Exception {
        List<BlockHeader> headers =
                headers(play(NOISE + "  - {name: o, kind: outage, start: +8m, sensor: osaka-1}\n"), "osaka-1");

        assertThat(headers).hasSize(1);
        assertThat(headers.get(0).span().last()).isFalse();
        assertThat(headers.get(0).span().endMicros()).isLessThan(START_MICROS + 8 * MINUTE);
    }

    @Test
    void interruptions_belongToTheSensorThatIsDown() throws Exception {
        Simulation simulation = play(NOISE + OUTAGE.formatted("lost"));
        List<Interruption> tokyo = interruptions(simulation.packetsOf("tokyo-1"));

        assertThat(tokyo).containsExactly(new Interruption(START_MICROS + 4 * MINUTE + 150_000_000, 0, true));
        assertThat(interruptions(simulation.packetsOf("osaka-1"))).isEmpty();
        assertThat(interruptions(simulation.allPackets())).isEmpty();
    }

    private static List<Interruption> interruptions(SimulatedPackets packets) {
        List<Interruption> all = new ArrayList<>();
        PacketRow row = new PacketRow();
        boolean more;
        do {
            more = packets.next(row);
            all.addAll(packets.interruptions());
        } while (more);
        return all;
    }

    /** Another program counts the capture. */
    @Test
    void tcpdump_countsWhatTheLabelsSay(@TempDir Path folder) throws Exception {
        Path tcpdump = Path.of("/usr/bin/tcpdump");
        assumeTrue(
                System.getenv("CI") != null || Files.isExecutable(tcpdump), "tcpdump is not installed at " + tcpdump);
        Simulation simulation = play(NOISE + STORM + HOST.formatted("random") + OUTAGE.formatted("lost"));
        Path pcap = folder.resolve("events.pcap");
        Labels labels;
        try (PcapWriter writer = PcapWriter.to(pcap)) {
            labels = simulation.forEach((sensor, row) -> writer.write(row));
        }
        String tokyo = "(dst net 198.51.100.0/24 or dst net 203.0.113.0/25)";

        assertThat(lines(tcpdump, pcap, "tcp dst port 4444 and " + tokyo + " and ip[8] > 230"))
                .hasSize((int) labels.of("storm", "tokyo-1").packets());
        assertThat(lines(tcpdump, pcap, "tcp dst port 4444 and dst net 192.0.2.0/25 and ip[8] > 230"))
                .hasSize((int) labels.of("storm", "osaka-1").packets());
        assertThat(lines(tcpdump, pcap, "src host 198.18.5.7 and " + tokyo))
                .hasSize((int) labels.of("host", "tokyo-1").packets());
        assertThat(lines(tcpdump, pcap, "src host 198.18.5.7 and dst net 192.0.2.0/25"))
                .hasSize((int) labels.of("host", "osaka-1").packets());
        Set<String> minutes = new TreeSet<>();
        lines(tcpdump, pcap, tokyo).forEach(line -> minutes.add(line.substring(0, 5)));
        assertThat(minutes).containsExactly("12:00", "12:01", "12:02", "12:03", "12:06", "12:07", "12:08", "12:09");
        assertThat(lines(tcpdump, pcap, tokyo).stream()
                        .filter(line -> line.startsWith("12:06"))
                        .findFirst()
                        .orElse(""))
                .startsWith("12:06:30");
    }

    private static List<String> lines(Path tcpdump, Path pcap, String filter) throws Exception {
        Path text = pcap.resolveSibling("tcpdump.txt");
        ProcessBuilder builder = new ProcessBuilder(tcpdump.toString(), "-nn", "-r", pcap.toString(), filter)
                .redirectOutput(text.toFile())
                .redirectError(pcap.resolveSibling("errors.txt").toFile());
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(filter).isZero();
        return Files.readAllLines(text);
    }

    @Test
    void wrongEvents_areRefusedWithWhatIsAllowed() {
        assertThat(problems("""
                  - {name: s, kind: storm, port: 0, packetsPerMinute: 1}
                  - {name: t, kind: storm, port: 80, packetsPerMinute: 90000000}
                  - {name: h, kind: host, source: 192.0.2.9, order: backwards, ports: [22], packetsPerMinute: 1}
                  - {name: o, kind: outage, start: +1m, duration: 60s, sensor: kyoto-1}
                  - {name: p, kind: outage, start: +1m, duration: 60s, sensor: tokyo-1, packets: eaten}
                  - {name: q, kind: outage, start: +2m, duration: 60s, sensor: tokyo-1}
                """))
                .containsExactly(
                        "test.yaml:9: actors[0].port is '0'; allowed: a whole number from 1 to 65535",
                        "test.yaml:10: actors[1]: a storm may send 200000000 packets, would send 900000000; let it end"
                                + " earlier or send less",
                        "test.yaml:11: actors[2].source is 192.0.2.9/32, which lies in 192.0.2.0/25 of sensor osaka-1;"
                                + " allowed: addresses that are not dark",
                        "test.yaml:11: actors[2].order is 'backwards'; allowed: sequential, random",
                        "test.yaml:12: actors[3].sensor is 'kyoto-1'; allowed: tokyo-1, osaka-1",
                        "test.yaml:13: actors[4].packets is 'eaten'; allowed: lost, dropped",
                        "test.yaml:14: actors[5] is down when sensor tokyo-1 is down by 'p'; allowed: outages of a"
                                + " sensor with time between them");
    }

    private static List<String> problems(String actors) {
        try {
            Scenario.parse(HEAD + actors, "test.yaml");
            return List.of();
        } catch (BadScenarioException bad) {
            return bad.problems();
        }
    }
}
