package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Growth, tools, countries, addresses that change and connections: what arrives of each. */
class ScenarioLanguageTest {
    private static final String HEAD = """
            name: test
            seed: 42
            start: 2026-01-31T23:50:00Z
            duration: 20m
            countries: {JP: [126.0.0.0/12, 133.0.0.0/12], HK: [14.0.0.0/16]}
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/24, 203.0.113.0/25]}
              - {name: osaka-1, network: nicter, kind: low-interaction, ranges: [192.0.2.0/25]}
            actors:
            """;
    private static final long START_MICROS = 1_769_903_400_000_000L;
    private static final long MINUTE = 60_000_000;

    private static Simulation play(String actors) throws BadScenarioException {
        return Simulation.of(Scenario.parse(HEAD + actors, "test.yaml"));
    }

    private static List<PacketRow> rows(String actors) throws Exception {
        List<PacketRow> rows = new ArrayList<>();
        play(actors).forEach((sensor, row) -> rows.add(copy(row)));
        return rows;
    }

    private static PacketRow copy(PacketRow row) {
        PacketRow copy = new PacketRow();
        copy.timeMicros = row.timeMicros;
        copy.source = row.source;
        copy.destination = row.destination;
        copy.protocol = row.protocol;
        copy.sourcePort = row.sourcePort;
        copy.destinationPort = row.destinationPort;
        copy.tcpFlags = row.tcpFlags;
        copy.sequence = row.sequence;
        copy.acknowledgement = row.acknowledgement;
        copy.window = row.window;
        copy.ttl = row.ttl;
        copy.ipId = row.ipId;
        copy.synOptions = row.synOptions;
        copy.payloadLength = row.payloadLength;
        return copy;
    }

    private static List<String> problems(String actors) {
        try {
            Scenario.parse(HEAD + actors, "test.yaml");
            return List.of();
        } catch (BadScenarioException bad) {
            return bad.problems();
        }
    }

    private static int minute(PacketRow row) {
        return (int) ((row.timeMicros - START_MICROS) / MINUTE);
    }

    private static void assertWithinFourSigma(long packets, double expected) {
        assertThat((double) packets).isCloseTo(expected, within(4 * Math.sqrt(expected) + 1));
    }

    /** Worked out by hand; each of them sends ten packets a minute. */
    @ParameterizedTest
    @CsvSource({
        "'{shape: step, from: 10, to: 40, at: +10m}', 10, 10, 40, 40",
        "'{shape: step, from: 40, to: 10, at: +10m}', 40, 40, 10, 10",
        "'{shape: ramp, from: 10, to: 50, at: +5m, lasts: 10m}', 10, 12, 32, 50",
        "'{shape: spike, from: 10, to: 200, at: +10m}', 10, 10, 200, 10",
        "'{shape: spike, from: 10, to: 200, at: +9m, lasts: 3m}', 10, 10, 200, 10",
        // 40 / (1 + 3 e^-0.5t) at t = 0.5, 5.5, 10.5 and 15.5
        "'{shape: logistic, from: 10, to: 40, perMinute: 0.5}', 12, 33.5, 39.4, 39.9",
    })
    void growth_hasItsShape(String growth, double first, double fifth, double tenth, double fifteenth)
            throws Exception {
        int[] packets = new int[20];
        rows("  - {name: w, kind: worm, ports: [23], scansPerMinute: 10, growth: " + growth + "}\n")
                .forEach(row -> packets[minute(row)]++);

        assertWithinFourSigma(packets[0], 10 * first);
        assertWithinFourSigma(packets[5], 10 * fifth);
        assertWithinFourSigma(packets[10], 10 * tenth);
        assertWithinFourSigma(packets[15], 10 * fifteenth);
    }

    @Test
    void worm_usesTheSystemOfTheHost_overTcpOrUdp() throws Exception {
        Map<Integer, String> traits = new HashMap<>();
        for (PacketRow row : rows("  - {name: w, kind: worm, ports: [5555], scansPerMinute: 5, sources: 50}\n")) {
            String seen = row.ttl + " " + row.window + " " + row.synOptions;
            assertThat(traits.computeIfAbsent(row.source, source -> seen)).isEqualTo(seen);
            assertThat(row.tcpFlags).isEqualTo(2);
        }
        assertThat(traits).hasSize(50);
        assertThat(new HashSet<>(traits.values())).hasSizeGreaterThan(20);
        List<PacketRow> udp = rows(
                "  - {name: w, kind: worm, protocol: udp, payload: 25, ports: [53413], scansPerMinute: 5, sources: 50}\n");
        assertThat(udp).hasSizeGreaterThan(4_000).allSatisfy(row -> {
            assertThat(row.protocol).isEqualTo(17);
            assertThat(row.payloadLength).isEqualTo(25);
            assertThat(row.destinationPort).isEqualTo(53_413);
        });
    }

    /** N-07, N-08: sequence number is the destination; the IP id is fixed by host until the version changes. */
    @Test
    void mirai_hasAFixedIdUntilItChanges() throws Exception {
        Map<Integer, Set<Integer>> before = new HashMap<>();
        Map<Integer, Set<Integer>> after = new HashMap<>();
        for (PacketRow row : rows("  - {name: m, kind: mirai, version: old, changes: +10m, ports: [23],"
                + " scansPerMinute: 5, sources: 40}\n")) {
            assertThat(row.sequence).isEqualTo(row.destination);
            (minute(row) < 10 ? before : after)
                    .computeIfAbsent(row.source, source -> new HashSet<>())
                    .add(row.ipId);
        }
        assertThat(before).hasSize(40);
        assertThat(before.values()).allMatch(ids -> ids.size() == 1);
        assertThat(before.values().stream().flatMap(Set::stream).distinct().count())
                .isGreaterThan(35);
        assertThat(after.values()).allMatch(ids -> ids.size() > 20);
    }

    @Test
    void zmap_hasItsIdBeforeVersion41_andTriesEveryPairOnce() throws Exception {
        Set<Long> pairs = new HashSet<>();
        // 20 x 38.4 packets over 512 addresses and 2 ports: three quarters of a round, so none twice
        List<PacketRow> old =
                rows("  - {name: z, kind: zmap, ports: [443, 8443], scansPerMinute: 38.4, sources: [45.33.32.7/32]}\n");
        assertThat(old).hasSizeBetween(650, 900).allSatisfy(row -> {
            assertThat(row.ipId).isEqualTo(54_321);
            assertThat(row.window).isEqualTo(65_535);
            assertThat(row.synOptions).isEqualTo("/-/-");
            assertThat(AddressRange.text(row.source)).isEqualTo("45.33.32.7");
            assertThat(pairs.add((long) row.destination << 16 | row.destinationPort))
                    .isTrue();
        });
        List<PacketRow> newer =
                rows("  - {name: z, kind: zmap, version: new, ports: [443], scansPerMinute: 30, sources: 1}\n");
        assertThat(newer.stream().map(row -> row.ipId).distinct().count()).isGreaterThan(500);
        assertThat(newer).allSatisfy(row -> assertThat(row.synOptions).isEqualTo("2.4.8.1.3/1460/7"));
    }

    @Test
    void masscan_hashesItsTargetIntoTheId() throws Exception {
        Map<Long, Integer> sequences = new HashMap<>();
        Set<Integer> sourcePorts = new HashSet<>();
        List<PacketRow> rows = rows(
                "  - {name: m, kind: masscan, ports: [22, 3389, 5900], scansPerMinute: 200, sources: [45.33.32.7/32]}\n");
        for (PacketRow row : rows) {
            assertThat(row.ipId).isEqualTo((row.destination ^ row.destinationPort ^ row.sequence) & 0xffff);
            assertThat(row.window).isEqualTo(1_024);
            assertThat(row.synOptions).isEqualTo("/-/-");
            sourcePorts.add(row.sourcePort);
            long target = (long) row.destination << 16 | row.destinationPort;
            assertThat(sequences.computeIfAbsent(target, key -> row.sequence)).isEqualTo(row.sequence);
        }
        assertThat(sourcePorts).hasSize(1);
        // 4,000 packets go round 512 x 3 pairs 2.6 times
        assertThat(sequences).hasSize(1_536);
        assertThat(new HashSet<>(sequences.values())).hasSizeGreaterThan(1_530);
    }

    @Test
    void nmap_triesTheLargeWindows_onlyAnMss_andEveryPortTwice() throws Exception {
        Map<Integer, List<PacketRow>> byAddress = new TreeMap<>();
        List<PacketRow> rows = rows(
                "  - {name: n, kind: nmap, ports: [22, 80, 443], scansPerMinute: 150, sources: [45.33.32.7/32]}\n");
        Set<Integer> windows = new TreeSet<>();
        for (PacketRow row : rows) {
            windows.add(row.window);
            assertThat(row.synOptions).isEqualTo("2/1460/-");
            assertThat(row.ttl).isBetween(37 - 20, 59 - 5);
            byAddress
                    .computeIfAbsent(row.destination, address -> new ArrayList<>())
                    .add(row);
        }
        assertThat(windows).containsExactly(1_024, 2_048, 3_072, 4_096);
        int whole = 0;
        for (List<PacketRow> probes : byAddress.values()) {
            List<Integer> ports =
                    probes.stream().map(row -> row.destinationPort).toList();
            if (ports.size() == 6) {
                whole++;
                assertThat(ports.subList(0, 3)).containsExactlyInAnyOrder(22, 80, 443);
                assertThat(ports.subList(3, 6)).isEqualTo(ports.subList(0, 3));
                assertThat(probes.get(3).sourcePort).isEqualTo(probes.get(0).sourcePort + 1);
            }
        }
        // 3,000 packets, six for each address
        assertThat(whole).isBetween(450, 512);
    }

    @Test
    void survey_hasItsPortsByMonth_andLeavesAddressesOut() throws Exception {
        Map<Integer, Set<Integer>> addresses = new HashMap<>();
        for (PacketRow row : rows("  - {name: s, kind: survey, sources: [141.212.120.0/28], packetsPerMinute: 2000,"
                + " coverage: 0.8, ports: {2026-01: [22, 80], 2026-02: [22, 443]}}\n")) {
            assertThat(row.destinationPort).isIn(minute(row) < 10 ? List.of(22, 80) : List.of(22, 443));
            addresses
                    .computeIfAbsent(row.destinationPort, port -> new HashSet<>())
                    .add(row.destination);
        }
        // 0.8 x 384 = 307, 0.8 x 128 = 102
        assertThat(addresses.get(80)).hasSize(409);
        assertThat(addresses.get(443)).hasSize(409);
        assertThat(problems("  - {name: s, kind: survey, sources: [141.212.120.0/28], packetsPerMinute: 1,"
                        + " ports: {February: [22], 2026-03: []}}\n"))
                .containsExactly(
                        "test.yaml:10: actors[0].ports.February is no month; allowed: months such as 2026-01",
                        "test.yaml:10: actors[0].ports.2026-03 is a list of 0; allowed: a list of ports such as [22,"
                                + " 80]");
    }

    /** Months begin where the actor is: in Tokyo it is February nine hours earlier. */
    @Test
    void survey_countsMonthsInItsZone() throws Exception {
        assertThat(rows("  - {name: s, kind: survey, zone: Asia/Tokyo, sources: [141.212.120.0/28],"
                        + " packetsPerMinute: 100, ports: {2026-01: [22], 2026-02: [443]}}\n"))
                .hasSizeGreaterThan(1_800)
                .allSatisfy(row -> assertThat(row.destinationPort).isEqualTo(443));
    }

    @Test
    void sources_comeFromTheirCountries() throws Exception {
        Set<Integer> japan = new HashSet<>();
        Set<Integer> hongKong = new HashSet<>();
        for (PacketRow row : rows(
                "  - {name: w, kind: worm, ports: [23], scansPerMinute: 2, sources: 400, countries: [JP: 3, HK: 1]}\n")) {
            boolean inJapan = row.source >>> 20 == 126 << 4 || row.source >>> 20 == 133 << 4;
            assertThat(inJapan || row.source >>> 16 == 14 << 8).isTrue();
            (inJapan ? japan : hongKong).add(row.source);
        }
        // of 400, a quarter with a deviation of 8.7
        assertThat(hongKong).hasSizeBetween(65, 135);
        assertThat(japan.size() + hongKong.size()).isEqualTo(400);
        assertThat(play("  - {name: o, kind: outage, sensor: osaka-1}\n")
                        .scenario()
                        .countryTable())
                .isEqualTo("# range\tcountry\n14.0.0.0/16\tHK\n126.0.0.0/12\tJP\n133.0.0.0/12\tJP\n");
        assertThat(problems(
                        "  - {name: w, kind: worm, ports: [23], scansPerMinute: 2, sources: 400, countries: [US]}\n"))
                .containsExactly("test.yaml:10: actors[0].countries[0] is 'US'; allowed: HK, JP");
    }

    @Test
    void sources_areRenumbered_atOnceOrOneByOne() throws Exception {
        Set<Integer> before = new HashSet<>();
        Set<Integer> after = new HashSet<>();
        rows("  - {name: w, kind: worm, ports: [23], scansPerMinute: 5, sources: 100, renumbered: +10m}\n")
                .forEach(row -> (minute(row) < 10 ? before : after).add(row.source));
        assertThat(before).hasSize(100);
        assertThat(after).hasSize(100).doesNotContainAnyElementsOf(before);

        Simulation leased =
                play("  - {name: w, kind: worm, ports: [23], scansPerMinute: 20, sources: 100, lease: 5m}\n");
        // each has an address of an earlier lease and four more, the last of which may be short
        assertThat(leased.labels().of("w", "tokyo-1").sources()).isBetween(480L, 500L);
    }

    @Test
    void misconfiguration_isOneFlow_andAForgedOneCountsAsTheSensorsOwn() throws Exception {
        String wrong = "  - {name: m, kind: misconfiguration, source: 198.18.6.9, destination: 198.51.100.77,"
                + " port: 123, payload: 48, packetsPerMinute: 30}\n";
        List<PacketRow> rows = rows(wrong);
        assertWithinFourSigma(rows.size(), 600);
        assertThat(rows.stream()
                        .map(row -> AddressRange.text(row.source) + ">" + AddressRange.text(row.destination) + " "
                                + row.protocol + " " + row.destinationPort + " " + row.payloadLength)
                        .distinct())
                .containsExactly("198.18.6.9>198.51.100.77 17 123 48");
        assertThat(rows.stream().map(row -> row.sourcePort).distinct()).hasSize(1);
        Labels labels = play(wrong).labels();
        assertThat(labels.all()).hasSize(1);

        Label forged = play("  - {name: m, kind: misconfiguration, source: 198.51.100.9, destination: 198.51.100.9,"
                        + " protocol: icmp, packetsPerMinute: 30, forged: true}\n")
                .labels()
                .of("m", "tokyo-1");
        assertThat(forged.packets()).isZero();
        assertWithinFourSigma(forged.replies(), 600);
        assertThat(problems(wrong.replace("198.51.100.77", "198.18.6.8").replace("198.18.6.9", "192.0.2.1")))
                .containsExactly(
                        "test.yaml:10: actors[0].source is 192.0.2.1/32, which lies in 192.0.2.0/25 of sensor osaka-1;"
                                + " allowed: addresses that are not dark",
                        "test.yaml:10: actors[0].destination is 198.18.6.8, which no sensor hears; allowed: dark"
                                + " addresses");
    }

    @Test
    void backscatter_followsTheAttack_andAnswersAsItIsTold() throws Exception {
        // 512 of 2^32 addresses; 60 million a second x 1,200 s x 512 / 2^32 = 8,583
        String attack =
                "  - {name: v, kind: backscatter, victim: 192.88.99.7, port: 80, attackPacketsPerSecond: 6e7%s}\n";
        assertWithinFourSigma(rows(attack.formatted("")).size(), 8_583);
        List<PacketRow> few = rows(attack.formatted(", forged: 1073741824"));
        // a quarter of the addresses is forged, so each of them four times as often
        assertWithinFourSigma(few.size(), 8_583);
        assertThat(few.stream().map(row -> row.destination).distinct()).hasSize(128);
        Map<String, Integer> kinds = new TreeMap<>();
        for (PacketRow row : rows(
                attack.formatted(
                        ", replies: {synAck: 20, rstAck: 10, rst: 10, unreachable: 20, timeExceeded: 10, echo: 10, dns: 20}"))) {
            String kind = switch (row.protocol) {
                case 6 -> "tcp " + row.tcpFlags;
                case 17 -> "udp from " + row.sourcePort;
                default -> "icmp " + row.sourcePort;
            };
            kinds.merge(kind, 1, Integer::sum);
        }
        assertThat(kinds.keySet())
                .containsExactly("icmp 0", "icmp 11", "icmp 3", "tcp 18", "tcp 20", "tcp 4", "udp from 53");
        assertWithinFourSigma(kinds.getOrDefault("icmp 3", 0), 8_583 * 0.2);
        assertWithinFourSigma(kinds.getOrDefault("udp from 53", 0), 8_583 * 0.2);
        assertWithinFourSigma(kinds.getOrDefault("tcp 4", 0), 8_583 * 0.1);
        assertThat(problems(attack.formatted(", packetsPerMinute: 3, replies: {synAck: 99}")))
                .containsExactly(
                        "test.yaml:10: actors[0] has packetsPerMinute and attackPacketsPerSecond; allowed: one of the"
                                + " two",
                        "test.yaml:10: actors[0].replies: replies must be 100 together, were 99");
    }

    @Test
    void storm_ofFewNetworks_hasTheirAddressesAndAHandfulOfHeaders() throws Exception {
        List<PacketRow> rows = rows("  - {name: s, kind: storm, port: 5060, packetsPerMinute: 1000, networks: 49,"
                + " ttls: 9, pairs: 4}\n");
        assertThat(rows.stream().map(row -> row.source >>> 8).distinct()).hasSize(49);
        assertThat(rows.stream().map(row -> row.ttl).distinct()).hasSize(9);
        assertThat(rows.stream().map(row -> row.window << 16 | row.ipId).distinct())
                .hasSize(4);
        assertThat(play("  - {name: s, kind: storm, port: 5060, packetsPerMinute: 1000, networks: 1}\n")
                        .labels()
                        .of("s", "tokyo-1")
                        .sources())
                .isEqualTo(256);
    }

    /** X-1 of the paper tries two or three times, X-3 and X-4 scan 137/udp. */
    @Test
    void host_triesMoreThanOnce_alsoOverUdp() throws Exception {
        List<PacketRow> rows = rows("  - {name: h, kind: host, source: 198.18.5.7, order: random, ports: [137],"
                + " packetsPerMinute: 300, packetsPerDestination: 3, protocol: udp, payload: 50}\n");
        assertWithinFourSigma(rows.size(), 6_000);
        for (int i = 0; i + 2 < rows.size(); i += 3) {
            assertThat(rows.get(i + 1).destination).isEqualTo(rows.get(i).destination);
            assertThat(rows.get(i + 2).destination).isEqualTo(rows.get(i).destination);
            assertThat(rows.get(i).protocol).isEqualTo(17);
            assertThat(rows.get(i).payloadLength).isEqualTo(50);
        }
        assertThat(rows.stream().map(row -> row.destination).distinct().count()).isGreaterThan(480);
    }

    private static PacketRow known(Map<String, PacketRow> rows, String flow) {
        PacketRow row = rows.get(flow);
        if (row == null) {
            throw new AssertionError("nothing of " + flow + " came before");
        }
        return row;
    }

    /** P-01: from the SYN-ACK to the ACK it takes the round trip. */
    @Test
    void client_completesItsConnections_whereASensorAnswers() throws Exception {
        String client = "  - {name: c, kind: client, ports: [22], sources: [198.18.7.0/31], scansPerMinute: 300,"
                + " system: windows, roundTrip: 120ms, jitter: 20ms, unanswered: 0.3}\n";
        Map<String, PacketRow> syns = new HashMap<>();
        Map<String, PacketRow> answers = new HashMap<>();
        List<Long> roundTrips = new ArrayList<>();
        for (PacketRow row : rows(client)) {
            String there = row.source + ":" + row.sourcePort + ">" + row.destination;
            String back = row.destination + ":" + row.destinationPort + ">" + row.source;
            if (row.tcpFlags == 2) {
                assertThat(row.synOptions).isEqualTo("2.1.3.1.1.4/1460/8");
                syns.put(there, row);
            } else if (row.tcpFlags == 0x12) {
                assertThat(row.acknowledgement).isEqualTo(known(syns, back).sequence + 1);
                assertThat(row.timeMicros - known(syns, back).timeMicros).isBetween(1L, 200L);
                answers.put(back, row);
            } else {
                assertThat(row.tcpFlags).isEqualTo(0x10);
                assertThat(row.acknowledgement).isEqualTo(known(answers, there).sequence + 1);
                assertThat(row.sequence).isEqualTo(known(syns, there).sequence + 1);
                roundTrips.add(row.timeMicros - known(answers, there).timeMicros);
            }
        }
        Labels labels = play(client).labels();
        long opened = labels.of("c", "osaka-1").replies();

        assertThat(labels.of("c", "tokyo-1").replies()).isZero();
        // 2 x 300 x 20 minutes, 128 of 512 addresses answer
        assertWithinFourSigma(opened, 3_000);
        assertThat(labels.of("c", "osaka-1").packets()).isEqualTo(opened + roundTrips.size());
        assertThat((double) roundTrips.size()).isCloseTo(0.7 * opened, within(4 * Math.sqrt(opened * 0.21)));
        double mean = roundTrips.stream().mapToLong(Long::longValue).average().orElseThrow();
        double variance = roundTrips.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(120_000, within(4 * 20_000 / Math.sqrt(roundTrips.size())));
        assertThat(Math.sqrt(variance)).isCloseTo(20_000, within(1_500.0));
    }

    @Test
    void anyActor_hasItsHoursAndZone() throws Exception {
        Simulation simulation = Simulation.of(Scenario.parse("""
                seed: 3
                start: 2026-01-05T00:00:00Z
                duration: 1d1h
                sensors: [{name: s, network: n, ranges: [192.0.2.0/24]}]
                actors:
                  - {name: w, kind: worm, ports: [23], sources: 100, scansPerMinute: 1, daily: 0.5, zone: Asia/Tokyo}
                """, "day.yaml"));
        List<Long> hours = simulation.labels().of("w", "s").when().packetsPerStep();

        // from 05:00 UTC it is 14:00 there; mean of 1 + 0.5 sin over that hour: 1 + 0.5 x 24 / 2 pi x sin(15 deg)
        assertWithinFourSigma(hours.get(5), 6_000 * 1.494307);
        assertWithinFourSigma(hours.get(17), 6_000 * (2 - 1.494307));
    }

    @Test
    void wrongWords_areRefusedWithWhatIsAllowed() {
        assertThat(problems("""
                  - {name: a, kind: worm, ports: [23], scansPerMinute: 1, sources: 9, growth: {shape: step, from: 1, to: 2}}
                  - {name: b, kind: worm, ports: [23], scansPerMinute: 1, growth: {shape: jump, from: 1, to: 2}}
                  - {name: c, kind: worm, ports: [23], scansPerMinute: 1, growth: {shape: step, from: 1, to: 2, lasts: 1m}}
                  - {name: d, kind: worm, ports: [23], scansPerMinute: 1, sources: [45.0.0.0/30], growth: {shape: step, from: 1, to: 9}}
                  - {name: e, kind: mirai, ports: [23], scansPerMinute: 1, sources: 9, changes: +1m}
                  - {name: f, kind: worm, ports: [23], scansPerMinute: 1, sources: 70000, countries: [HK]}
                  - {name: g, kind: clock, sensor: tokyo-1, offset: soon}
                  - {name: h, kind: loss, sensor: tokyo-1, share: 1.5}
                """))
                .containsExactly(
                        "test.yaml:10: actors[0] has a number of sources and a growth; allowed: one of the two",
                        "test.yaml:11: actors[1].growth.shape is 'jump'; allowed: logistic, step, ramp, spike",
                        "test.yaml:12: the key 'actors[2].growth.lasts' is not known, its value is '1m'; allowed: at,"
                                + " from, shape, to",
                        "test.yaml:13: actors[3]: up to 9 sources need as many addresses, in ranges or in each country;"
                                + " there are 4",
                        "test.yaml:14: actors[4].changes goes only with version: old, which then becomes the new one",
                        "test.yaml:15: actors[5]: up to 70000 sources need as many addresses, in ranges or in each"
                                + " country; there are 65536",
                        "test.yaml:16: actors[6].offset is 'soon'; allowed: a duration such as 90s or -500ms, up to"
                                + " 366d",
                        "test.yaml:17: actors[7].share is '1.5'; allowed: a number from 0 to 1");
    }
}
