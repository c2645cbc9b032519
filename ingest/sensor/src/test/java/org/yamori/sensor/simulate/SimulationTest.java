package org.yamori.sensor.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SimulationTest {
    private static final String HEAD = """
            name: test
            seed: 42
            start: 2026-01-05T12:00:00Z
            duration: %s
            %s
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/24, 203.0.113.0/25]}
              - {name: osaka-1, network: nicter, ranges: [192.0.2.0/24]}
            actors:
            """;
    private static final String NOISE =
            "  - {name: noise, kind: background, packetsPerAddressPerMinute: 4.76, sources: 20000}\n";
    private static final String WORM =
            "  - {name: worm, kind: mirai, start: +30s, ports: [23: 0.9, 2323: 0.1], growth: {shape: logistic, from: 10, to: 400, perMinute: 2}, scansPerMinute: 20}\n";
    private static final String VICTIM =
            "  - {name: victim, kind: backscatter, start: +10s, duration: 60s, victim: 192.88.99.7, port: 80, packetsPerMinute: 6000}\n";
    private static final String CENSUS =
            "  - {name: census, kind: survey, sources: [141.212.120.0/28], ports: [22, 80, 443, 7547], packetsPerMinute: 3000}\n";
    private static final String ALL = NOISE + WORM + VICTIM + CENSUS;
    private static final long START_MICROS = 1_767_614_400_000_000L;

    private static Simulation play(String duration, String extra, String actors) throws BadScenarioException {
        return Simulation.of(Scenario.parse(HEAD.formatted(duration, extra) + actors, "test.yaml"));
    }

    /** One of the scenarios under docs. */
    static Path scenarioFile(String name) {
        return document("scenarios/" + name);
    }

    /** A file under docs, found from wherever the tests run. */
    static Path document(String path) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs").resolve(path))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError("no folder above the working directory has docs/" + path);
        }
        return folder.resolve("docs").resolve(path);
    }

    /** Everything a row says. */
    private static String text(PacketRow row) {
        return row.timeMicros + " " + row.ipv6 + " " + AddressRange.text(row.source) + ">"
                + AddressRange.text(row.destination) + " " + row.protocol + " " + row.sourcePort + ">"
                + row.destinationPort + " " + row.tcpFlags + " " + row.sequence + " " + row.acknowledgement + " "
                + row.window + " " + row.ttl + " " + row.ipId + " " + row.totalLength + " " + row.fragment + " "
                + row.synOptions + " " + row.payloadLength + " " + row.payloadHash + " " + row.payloadClass + " "
                + row.quotes + " " + row.quotedProtocol + " " + row.quotedSource + " " + row.quotedDestination + " "
                + row.quotedSourcePort + " " + row.quotedDestinationPort;
    }

    private static List<String> texts(SimulatedPackets packets) {
        List<String> texts = new ArrayList<>();
        PacketRow row = new PacketRow();
        while (packets.next(row)) {
            texts.add(text(row));
        }
        return texts;
    }

    private static Map<String, List<String>> textsByActor(Simulation simulation) {
        Map<String, List<String>> texts = new TreeMap<>();
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = simulation.allPackets()) {
            while (packets.next(row)) {
                texts.computeIfAbsent(packets.actor(), name -> new ArrayList<>())
                        .add(text(row));
            }
        }
        return texts;
    }

    private static byte[] pcap(Simulation simulation) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(out, PcapWriter.Framing.ETHERNET)) {
            simulation.forEach((sensor, row) -> writer.write(row));
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void sameSeed_givesSameBytes_andAnotherSeedOthers() throws Exception {
        String text = HEAD.formatted("2m", "") + ALL;
        byte[] first = pcap(Simulation.of(Scenario.parse(text, "a")));
        byte[] second = pcap(Simulation.of(Scenario.parse(text, "b")));
        byte[] other = pcap(Simulation.of(Scenario.parse(text.replace("seed: 42", "seed: 43"), "c")));

        assertThat(first).hasSizeGreaterThan(500_000);
        assertThat(sha256(second)).isEqualTo(sha256(first));
        assertThat(sha256(other)).isNotEqualTo(sha256(first));
    }

    /**
     * The digests were written down once. They differ only when a change makes other packets of the same scenario,
     * which everybody who keeps results by scenario must be told: another machine or Java must not do it.
     */
    @Test
    void quickScenario_hasTheDigestsWrittenDown() throws Exception {
        Simulation quick = Simulation.of(Scenario.load(scenarioFile("quick.yaml")));

        assertThat(sha256(pcap(quick))).isEqualTo("c0dc21f660b6cf67cb711480d753912a71d505336bc7e12a7fd01a69651d15a4");
        assertThat(sha256(quick.labels().toJsonLines().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("6114f93919b95c04bde5a514aeec7295b8bb78330aeae7f0db86f359945e6e1a");
    }

    /** The same of two million packets that arrive out of order, and of a million of a demonstration that is drawn. */
    @Test
    void equalityAndDemonstration_haveTheDigestsWrittenDown() throws Exception {
        Simulation equality = Simulation.of(Scenario.load(scenarioFile("equality.yaml")));
        Simulation drawn =
                Simulation.of(Scenario.parse(Demonstration.draw(42, 2).scenario(), "seed 42"));

        assertThat(digest(equality, Long.MAX_VALUE))
                .isEqualTo("5b9397a6a658d738060b724287f6e8acbdb6a5ab5d5918cf4bddb28021241ca4");
        assertThat(digest(drawn, 1_000_000))
                .isEqualTo("97693162ccc08ae4e9cb20d8790708ded68ea53baec13793cbfe4e9e30ab14b6");
    }

    /** SHA-256 of a capture of the first packets. */
    private static String digest(Simulation simulation, long most) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
        PacketRow row = new PacketRow();
        try (PcapWriter writer = new PcapWriter(digesting, PcapWriter.Framing.ETHERNET);
                SimulatedPackets packets = simulation.allPackets()) {
            while (writer.packets() < most && packets.next(row)) {
                writer.write(row);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Test
    void otherActors_changeNobodysPackets() throws Exception {
        Map<String, List<String>> together = textsByActor(play("2m", "", ALL));

        assertThat(together.keySet()).containsExactly("census", "noise", "victim", "worm");
        assertThat(textsByActor(play("2m", "", NOISE)).get("noise")).isEqualTo(together.get("noise"));
        assertThat(textsByActor(play("2m", "", WORM)).get("worm")).isEqualTo(together.get("worm"));
        assertThat(textsByActor(play("2m", "", CENSUS + VICTIM)).get("victim")).isEqualTo(together.get("victim"));
        assertThat(textsByActor(play("2m", "", CENSUS + VICTIM)).get("census")).isEqualTo(together.get("census"));
    }

    @Test
    void sensorAlone_getsWhatItGetsAmongTheOthers() throws Exception {
        for (String extra : List.of("", "shuffle: 500ms", "shuffle: 2500ms")) {
            Simulation simulation = play("2m", extra, ALL);
            Map<Integer, List<String>> merged = new HashMap<>();
            simulation.forEach((sensor, row) ->
                    merged.computeIfAbsent(sensor, s -> new ArrayList<>()).add(text(row)));

            assertThat(simulation.sensors()).containsExactly("tokyo-1", "osaka-1");
            assertThat(texts(simulation.packetsOf("tokyo-1"))).isEqualTo(merged.get(0));
            assertThat(texts(simulation.packetsOf("osaka-1"))).isEqualTo(merged.get(1));
        }
        assertThatThrownBy(() -> play("2m", "", ALL).packetsOf("tokio"))
                .hasMessage("the scenario has no sensor 'tokio'; it has tokyo-1, osaka-1");
    }

    @Test
    void destinations_lieInTheRangesOfTheSensor() throws Exception {
        Simulation simulation = play("2m", "", ALL);
        List<DarkSensor> sensors = simulation.scenario().sensors();
        Set<Integer> reached = new HashSet<>();
        simulation.forEach((sensor, row) -> {
            assertThat(sensors.get(sensor).hears(row.destination)).isTrue();
            assertThat(sensors.stream().noneMatch(dark -> dark.hears(row.source)))
                    .isTrue();
            reached.add(row.destination);
        });
        assertThat(reached).hasSize(640);
    }

    @Test
    void packets_areInOrder_andTheWatermarkIsTheLastTime() throws Exception {
        Simulation simulation = play("2m", "", ALL);
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = simulation.allPackets()) {
            assertThat(packets.watermarkMicros()).isEqualTo(START_MICROS);
            long last = START_MICROS;
            long count = 0;
            while (packets.next(row)) {
                assertThat(row.timeMicros).isBetween(last, START_MICROS + 120_000_000 - 1);
                assertThat(packets.watermarkMicros()).isEqualTo(row.timeMicros);
                last = row.timeMicros;
                count++;
            }
            assertThat(packets.watermarkMicros()).isEqualTo(START_MICROS + 120_000_000);
            assertThat(packets.tally().captured()).isEqualTo(count);
            assertThat(packets.tally().packets()).isEqualTo(count);
            assertThat(packets.tally().refused()).isEmpty();
        }
    }

    @Test
    void shuffle_disordersWithinTheBound_andLosesNothing() throws Exception {
        for (int boundMillis : new int[] {1, 500, 2_500}) {
            List<String> ordered = texts(play("2m", "", ALL).allPackets());
            List<String> shuffled = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            PacketRow row = new PacketRow();
            try (SimulatedPackets packets =
                    play("2m", "shuffle: " + boundMillis + "ms", ALL).allPackets()) {
                long watermark = 0;
                while (packets.next(row)) {
                    assertThat(row.timeMicros).isGreaterThanOrEqualTo(watermark);
                    assertThat(packets.watermarkMicros()).isGreaterThanOrEqualTo(watermark);
                    watermark = packets.watermarkMicros();
                    shuffled.add(text(row));
                    times.add(row.timeMicros);
                }
            }
            long latest = 0;
            long worst = 0;
            for (long time : times) {
                worst = Math.max(worst, latest - time);
                latest = Math.max(latest, time);
            }
            assertThat(worst).isBetween(boundMillis * 700L, boundMillis * 1_000L);
            Collections.sort(ordered);
            Collections.sort(shuffled);
            assertThat(shuffled).isEqualTo(ordered);
        }
    }

    @Test
    void shiftedScenario_hasTheSamePacketsAtOtherTimes() throws Exception {
        Simulation simulation = play("2m", "", ALL);
        Simulation shifted = simulation.shiftedTo(Instant.parse("2026-03-01T03:00:00.5Z"));
        long distance = shifted.startMicros() - simulation.startMicros();
        PacketRow row = new PacketRow();
        PacketRow moved = new PacketRow();
        try (SimulatedPackets packets = simulation.allPackets();
                SimulatedPackets movedPackets = shifted.allPackets()) {
            while (packets.next(row)) {
                assertThat(movedPackets.next(moved)).isTrue();
                row.timeMicros += distance;
                assertThat(text(moved)).isEqualTo(text(row));
            }
            assertThat(movedPackets.next(moved)).isFalse();
            assertThat(movedPackets.labels().of("noise", "osaka-1").when().firstMicros())
                    .isEqualTo(packets.labels().of("noise", "osaka-1").when().firstMicros() + distance);
        }
        assertThat(distance).isEqualTo(54 * 86_400_000_000L + 15 * 3_600_000_000L + 500_000);
        assertThat(shifted.endMicros() - shifted.startMicros()).isEqualTo(120_000_000);
    }

    @Test
    void rates_areThoseOfTheScenario() throws Exception {
        Simulation simulation = play("30m", "", NOISE + VICTIM + CENSUS);
        Labels labels = simulation.labels();

        // 384 and 256 addresses x 4.76 x 30 minutes; 6000 in one minute, 3000 in each of 30, shared 6 : 4
        assertWithinFourSigma(labels.of("noise", "tokyo-1").packets(), 54_835.2);
        assertWithinFourSigma(labels.of("noise", "osaka-1").packets(), 36_556.8);
        assertWithinFourSigma(labels.of("victim", "tokyo-1").packets(), 3_600);
        assertWithinFourSigma(labels.of("victim", "osaka-1").packets(), 2_400);
        assertWithinFourSigma(labels.of("census", "tokyo-1").packets(), 54_000);
        assertWithinFourSigma(labels.of("census", "osaka-1").packets(), 36_000);
        assertThat(simulation.expectedPackets("osaka-1")).isEqualTo(74_957);
        assertThat(simulation.expectedPackets()).isEqualTo(54_835 + 3_600 + 54_000 + 74_957);
    }

    private static void assertWithinFourSigma(long packets, double expected) {
        assertThat((double) packets).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    @Test
    void background_swingsOverTheDay() throws Exception {
        Simulation simulation = Simulation.of(Scenario.parse("""
                seed: 3
                start: 2026-01-05T00:00:00Z
                duration: 2d
                sensors: [{name: s, network: n, ranges: [192.0.2.0/24]}]
                actors: [{name: noise, kind: background, packetsPerAddressPerMinute: 2, sources: 5000, daily: 0.3}]
                """, "day.yaml"));
        List<Long> hours = simulation.labels().of("noise", "s").when().packetsPerStep();

        assertThat(hours).hasSize(48);
        // 256 x 2 x 60 = 30720 an hour; mean of 1 + 0.3 sin from 14:00 to 15:00: 1 + 0.3 x 24 / 2 pi x sin(15 deg)
        assertWithinFourSigma(hours.get(14), 30_720 * 1.296584);
        assertWithinFourSigma(hours.get(38), 30_720 * 1.296584);
        assertWithinFourSigma(hours.get(2), 30_720 * (2 - 1.296584));
        assertWithinFourSigma(hours.stream().mapToLong(Long::longValue).sum(), 48 * 30_720);
    }

    @Test
    void background_isConcentratedOnFewSources_andSpreadOverPorts() throws Exception {
        Simulation simulation = play("30m", "", NOISE.replace("}", ", zipf: 1.1, tail: 0.35}"));
        Map<Integer, Integer> packetsBySource = new HashMap<>();
        Map<Integer, String> traitsBySource = new HashMap<>();
        int[] byProtocol = new int[256];
        int[] counts = new int[3];
        Set<Integer> ports = new HashSet<>();
        simulation.forEach((sensor, row) -> {
            packetsBySource.merge(row.source, 1, Integer::sum);
            byProtocol[row.protocol]++;
            counts[0]++;
            ports.add(row.destinationPort);
            assertThat(row.ttl).isBetween(38, 250);
            if (row.protocol == 6) {
                assertThat(row.tcpFlags).isEqualTo(2);
                assertThat(row.payloadLength).isZero();
                String traits = row.ttl + " " + row.window + " " + row.synOptions;
                assertThat(traitsBySource.computeIfAbsent(row.source, source -> traits))
                        .isEqualTo(traits);
                counts[1] += row.destinationPort == 23 ? 1 : 0;
            } else {
                assertThat(row.payloadHash == 0).isEqualTo(row.payloadLength == 0);
            }
        });
        double harmonic = 0;
        for (int rank = 1; rank <= 20_000; rank++) {
            harmonic += Math.pow(rank, -1.1);
        }
        List<Integer> most = new ArrayList<>(packetsBySource.values());
        most.sort(Collections.reverseOrder());
        assertWithinFourSigma(most.get(0), counts[0] / harmonic);
        assertWithinFourSigma(most.get(1), counts[0] / harmonic / Math.pow(2, 1.1));
        assertWithinFourSigma(most.get(9), counts[0] / harmonic / Math.pow(10, 1.1));
        // of the listed services 23/tcp has 16 of 100.5; the tail adds 0.35 x 0.85 / 65535
        assertWithinFourSigma(counts[1], counts[0] * 0.65 * 16 / 100.5);
        assertThat(byProtocol[6] + byProtocol[17] + byProtocol[1]).isEqualTo(counts[0]);
        // UDP has 14.5 and ICMP 4 of 100.5, and UDP 15 % of the tail
        assertWithinFourSigma(byProtocol[17], counts[0] * (0.65 * 14.5 / 100.5 + 0.35 * 0.15));
        assertWithinFourSigma(byProtocol[1], counts[0] * 0.65 * 4 / 100.5);
        // a third of 91,392 over 65,535 ports leaves most of them at least one: 1 - e^-0.49 = 0.39
        assertThat(ports.size()).isBetween(24_000, 27_000);
    }

    /** SHA-256 of 30 zero bytes begins so, as sha256sum prints it. */
    @Test
    void payloads_areZeros_hashedLikeAnyPayload() throws Exception {
        boolean[] seen = {false};
        play("1m", "", NOISE).forEach((sensor, row) -> {
            if (row.protocol == 17 && row.payloadLength == 30) {
                seen[0] = true;
                assertThat(Long.toHexString(row.payloadHash)).isEqualTo("679246d6c4216de");
                assertThat(row.payloadClass).isEqualTo(1);
                assertThat(row.totalLength).isEqualTo(58);
            }
        });
        assertThat(seen[0]).isTrue();
    }

    @Test
    void everyPacketOfTheWorm_showsMiraisFingerprint() throws Exception {
        Map<Integer, Integer> portBySource = new HashMap<>();
        Map<Integer, Integer> windowBySource = new HashMap<>();
        Map<Integer, Set<Integer>> ids = new HashMap<>();
        Set<Long> pairs = new HashSet<>();
        int[] packets = new int[2];
        play("6m", "", WORM).forEach((sensor, row) -> {
            assertThat(row.protocol).isEqualTo(6);
            assertThat(row.tcpFlags).isEqualTo(2);
            assertThat(row.sequence).isEqualTo(row.destination);
            assertThat(row.synOptions).isEqualTo("/-/-");
            assertThat(row.totalLength).isEqualTo(40);
            assertThat(portBySource.computeIfAbsent(row.source, source -> row.sourcePort))
                    .isEqualTo(row.sourcePort);
            assertThat(windowBySource.computeIfAbsent(row.source, source -> row.window))
                    .isEqualTo(row.window);
            ids.computeIfAbsent(row.source, source -> new HashSet<>()).add(row.ipId);
            assertThat(pairs.add(((long) row.source << 32) | (row.destination & 0xffffffffL)))
                    .as("one packet per destination")
                    .isTrue();
            packets[row.destinationPort == 23 ? 0 : 1]++;
            assertThat(row.destinationPort).isIn(23, 2323);
        });
        int all = packets[0] + packets[1];
        assertWithinFourSigma(packets[1], 0.1 * all);
        assertThat(portBySource).hasSizeBetween(395, 400);
        assertThat(new HashSet<>(portBySource.values())).hasSizeGreaterThan(380);
        int distinctIds = ids.values().stream().mapToInt(Set::size).sum();
        assertThat(distinctIds).isGreaterThan((int) (all * 0.999));
    }

    /** The integral of the logistic curve is {@code K / r ln((e^(r t) + A) / (1 + A))}, A = K / n - 1. */
    @Test
    void worm_growsOnTheLogisticCurve() throws Exception {
        Simulation simulation = play(
                "4h",
                "",
                "  - {name: worm, kind: mirai, start: +30m, ports: [23], growth: {shape: logistic, from: 10, to: 4000, perMinute: 0.05}, scansPerMinute: 2.0}\n");
        Labels labels = simulation.labels();
        List<Long> tokyo = labels.of("worm", "tokyo-1").when().packetsPerStep();
        List<Long> osaka = labels.of("worm", "osaka-1").when().packetsPerStep();
        double a = 4_000.0 / 10 - 1;

        assertThat(tokyo).hasSize(240);
        assertThat(tokyo.subList(0, 30)).containsOnly(0L);
        double all = 0;
        long got = 0;
        for (int minute = 30; minute < 240; minute++) {
            int t = minute - 30;
            double expected = 2 * 4_000 / 0.05 * Math.log((Math.exp(0.05 * (t + 1)) + a) / (Math.exp(0.05 * t) + a));
            long packets = tokyo.get(minute) + osaka.get(minute);
            assertThat((double) packets)
                    .as("minute %s", minute)
                    .isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
            all += expected;
            got += packets;
        }
        assertWithinFourSigma(got, all);
        assertThat(labels.of("worm", "tokyo-1").sources()).isBetween(3_900L, 4_000L);
        assertThat((double) simulation.expectedPackets()).isCloseTo(all, within(all * 1e-4));
    }

    @Test
    void backscatter_isWhatAVictimAnswers() throws Exception {
        int[] replies = new int[4];
        int[] all = new int[1];
        play("2m", "", VICTIM).forEach((sensor, row) -> {
            all[0]++;
            assertThat(AddressRange.text(row.source)).isEqualTo("192.88.99.7");
            assertThat(row.timeMicros).isBetween(START_MICROS + 10_000_000, START_MICROS + 70_000_000 - 1);
            assertThat(row.synOptions).isEmpty();
            if (row.protocol == 1) {
                replies[3]++;
                assertThat(row.sourcePort).isEqualTo(3);
                assertThat(row.destinationPort).isEqualTo(3);
                assertThat(row.quotes).isTrue();
                assertThat(row.quotedProtocol).isEqualTo(6);
                assertThat(row.quotedSource).isEqualTo(row.destination);
                assertThat(row.quotedDestination).isEqualTo(row.source);
                assertThat(row.quotedDestinationPort).isEqualTo(80);
                assertThat(row.payloadLength).isEqualTo(28);
                assertThat(row.payloadHash).isNotZero();
            } else {
                assertThat(row.protocol).isEqualTo(6);
                assertThat(row.sourcePort).isEqualTo(80);
                assertThat(row.quotes).isFalse();
                assertThat(row.tcpFlags).isIn(0x12, 0x14, 0x04);
                replies[row.tcpFlags == 0x12 ? 0 : row.tcpFlags == 0x14 ? 1 : 2]++;
            }
        });
        assertWithinFourSigma(all[0], 6_000);
        assertWithinFourSigma(replies[0], 4_200);
        assertWithinFourSigma(replies[1], 900);
        assertWithinFourSigma(replies[2], 600);
        assertWithinFourSigma(replies[3], 300);
    }

    @Test
    void survey_triesEveryPortOfEveryAddress() throws Exception {
        Set<Integer> targets = new HashSet<>();
        Set<Integer> sources = new HashSet<>();
        int[] byPort = new int[65_536];
        play("2m", "", CENSUS).forEach((sensor, row) -> {
            assertThat(row.ipId).isEqualTo(54_321);
            assertThat(row.tcpFlags).isEqualTo(2);
            assertThat(row.window).isEqualTo(65_535);
            sources.add(row.source);
            targets.add(row.destination * 65_536 + row.destinationPort);
            byPort[row.destinationPort]++;
        });
        // 640 addresses x 4 ports; 6000 packets go round more than twice
        assertThat(targets).hasSize(2_560);
        assertThat(sources)
                .hasSize(16)
                .allMatch(source -> AddressRange.parse("141.212.120.0/28").contains(source));
        int all = Arrays.stream(byPort).sum();
        assertWithinFourSigma(all, 6_000);
        for (int port : new int[] {22, 80, 443, 7547}) {
            assertThat(byPort[port]).isBetween(all / 4 - 2, all / 4 + 2);
        }
    }

    @Test
    void labels_sayWhatAnIndependentCountFinds() throws Exception {
        Simulation simulation = play("2m", "shuffle: 100ms", ALL);
        Map<String, Long> packets = new TreeMap<>();
        Map<String, Set<Integer>> sources = new TreeMap<>();
        Map<String, Long> first = new TreeMap<>();
        Map<String, Long> last = new TreeMap<>();
        Map<String, Long> telnet = new TreeMap<>();
        Map<String, long[]> minutes = new TreeMap<>();
        PacketRow row = new PacketRow();
        Labels labels;
        try (SimulatedPackets all = simulation.allPackets()) {
            assertThatThrownBy(all::labels)
                    .hasMessage("labels are complete only after next has answered false; 0 packets were read so far");
            assertThatThrownBy(all::actor).hasMessage("no packet was read yet; call next first");
            while (all.next(row)) {
                String key = all.actor() + "@" + simulation.sensors().get(all.sensor());
                packets.merge(key, 1L, Long::sum);
                sources.computeIfAbsent(key, k -> new HashSet<>()).add(row.source);
                first.merge(key, row.timeMicros, Math::min);
                last.merge(key, row.timeMicros, Math::max);
                if (row.protocol == 6 && row.destinationPort == 23) {
                    telnet.merge(key, 1L, Long::sum);
                }
                minutes.computeIfAbsent(key, k -> new long[2])[(int) ((row.timeMicros - START_MICROS) / 60_000_000)]++;
            }
            labels = all.labels();
        }
        assertThat(labels.all()).hasSize(8);
        for (Label label : labels.all()) {
            String key = label.who().actor() + "@" + label.who().sensor();
            assertThat(label.packets()).as(key).isEqualTo(packets.get(key));
            assertThat(label.sources())
                    .as(key)
                    .isEqualTo(sources.getOrDefault(key, Set.of()).size());
            assertThat(label.when().firstMicros()).as(key).isEqualTo(first.get(key));
            assertThat(label.when().lastMicros()).as(key).isEqualTo(last.get(key));
            assertThat(label.packetsByPort().getOrDefault("tcp/23", 0L))
                    .as(key)
                    .isEqualTo(telnet.getOrDefault(key, 0L));
            assertThat(label.packetsByPort().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(label.packets());
            assertThat(label.when().packetsPerStep())
                    .as(key)
                    .containsExactly(Arrays.stream(minutes.getOrDefault(key, new long[2]))
                            .boxed()
                            .toArray(Long[]::new));
        }
        assertThat(labels).isEqualTo(simulation.labels());
    }

    @Test
    void labelLines_areJson() throws Exception {
        Simulation simulation = play("2m", "", """
                  - {name: quiet, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 0}
                  - {name: census, kind: survey, sources: [141.212.120.0/32], ports: [22], packetsPerMinute: 60}
                """);
        Labels labels = simulation.labels();
        String[] lines = labels.toJsonLines().split("\n");
        Label census = labels.of("census", "tokyo-1");

        assertThat(lines).hasSize(4);
        assertThat(lines[0])
                .isEqualTo(
                        "{\"actor\":\"quiet\",\"kind\":\"backscatter\",\"sensor\":\"tokyo-1\",\"network\":\"nicter\","
                                + "\"packets\":0,\"sources\":0,\"victim\":\"192.88.99.7:80\",\"packetsByPort\":{},"
                                + "\"packetsPerMinute\":{\"from\":\"2026-01-05T12:00:00Z\",\"packets\":[0,0]}}");
        assertThat(lines[2])
                .startsWith("{\"actor\":\"census\",\"kind\":\"survey\",\"sensor\":\"tokyo-1\",\"network\":\"nicter\","
                        + "\"packets\":" + census.packets() + ",\"sources\":1,\"first\":\"2026-01-05T12:0")
                .contains("\"sourceRanges\":[\"141.212.120.0/32\"],\"packetsByPort\":{\"tcp/22\":" + census.packets()
                        + "}");
        assertThatThrownBy(() -> labels.of("nobody", "tokyo-1"))
                .hasMessage("there is no label of actor 'nobody' at sensor 'tokyo-1'");
    }

    @Test
    void exampleScenarios_areAsLargeAsTheySay() throws Exception {
        Simulation equality = Simulation.of(Scenario.load(scenarioFile("equality.yaml")));
        Simulation pipeline = Simulation.of(Scenario.load(scenarioFile("pipeline.yaml")));

        assertThat(equality.sensors()).hasSize(3);
        assertThat(equality.scenario().shuffle().toMillis()).isEqualTo(500);
        assertThat(equality.scenario().duration().toSeconds()).isEqualTo(200);
        assertThat((double) equality.expectedPackets()).isCloseTo(2e6, within(2e4));
        assertThat(pipeline.scenario().sensors().get(0).addresses()).isEqualTo(65_536);
        assertThat((double) pipeline.expectedPackets()).isCloseTo(5e7, within(5e5));
    }
}
