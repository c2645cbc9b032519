package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class PortSourcesTest {
    private static final int[] STEPS = {4096, 512, 64, 0};
    /** Standard errors of UltraLogLog with 256, 256, 128 and 16 registers, in percent: 78.2 / sqrt(registers). */
    private static final Map<Integer, Double> ERRORS = Map.of(4096, 4.9, 512, 4.9, 64, 6.9, 0, 19.6);

    private static double error(int cap) {
        return Objects.requireNonNull(ERRORS.get(cap));
    }

    private record Pair(int port, long high, long low) {}

    private static Pair ipv4(int port, int address) {
        return new Pair(PortKey.of(PortKey.TCP, port), 0, SourceKeys.lowOfIpv4(address));
    }

    private static Pair ipv6(int port, long low) {
        return new Pair(PortKey.of(PortKey.TCP, port), 0x2001_0db8_0000_0000L, low);
    }

    private static List<Pair> randomPairs(long seed) {
        Random random = new Random(seed);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            // Ports from a few sources to many thousands: port p has about 4^p of them.
            int port = random.nextInt(8);
            int source = random.nextInt(1 << (2 * port));
            pairs.add(random.nextBoolean() ? ipv4(40_000 + port, source * 77_777) : ipv6(40_000 + port, source));
        }
        return pairs;
    }

    private static Map<Integer, Integer> distinctByPort(List<Pair> pairs) {
        Map<Integer, Set<Pair>> sets = new HashMap<>();
        pairs.forEach(pair ->
                sets.computeIfAbsent(pair.port, unseen -> new HashSet<>()).add(pair));
        Map<Integer, Integer> counts = new TreeMap<>();
        sets.forEach((port, set) -> counts.put(port, set.size()));
        return counts;
    }

    /** The rule of the class comment, on plain sets: the first cap that keeps all ports within the budget. */
    private static int capFor(Map<Integer, Integer> distinct, int budget) {
        for (int cap : STEPS) {
            if (distinct.values().stream()
                            .mapToLong(count -> Math.min(count, cap))
                            .sum()
                    <= budget) {
                return cap;
            }
        }
        return 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 12_000, 3_000, 300, 16})
    void portsWithinTheCap_areExactAndTheOthersEstimated(int budget) {
        long seed = 21;
        List<Pair> pairs = randomPairs(seed);
        Map<Integer, Integer> distinct = distinctByPort(pairs);
        int cap = capFor(distinct, budget);

        Map<Integer, Told> told = told(filled(pairs, budget));

        assertThat(told.keySet()).isEqualTo(distinct.keySet());
        told.forEach((port, count) -> {
            assertThat(count.exact)
                    .as("seed %d, port %d, cap %d", seed, port, cap)
                    .isEqualTo(distinct.getOrDefault(port, 0) <= cap);
            if (count.exact) {
                assertThat(count.sources).isEqualTo((long) distinct.getOrDefault(port, 0));
            } else {
                assertThat(count.sources)
                        .isCloseTo((long) distinct.getOrDefault(port, 0), withPercentage(4 * error(cap)));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 12_000, 3_000, 300, 16})
    void anyOrder_inMinutesOrHours_andACopyOnTheWay_giveTheSame(int budget) throws IOException {
        List<Pair> pairs = randomPairs(22);
        Map<Integer, Told> expected = told(filled(pairs, budget));
        for (int shuffle = 1; shuffle <= 5; shuffle++) {
            Collections.shuffle(pairs, new Random(shuffle));
            PortSources first = filled(pairs.subList(0, 25_000), budget);
            PortSources second = empty(budget);
            second.read(new DataInputStream(new ByteArrayInputStream(bytesOf(first))));
            PortSources hour = empty(budget);
            addInMinutes(hour, pairs.subList(25_000, pairs.size()));
            first.add(hour);
            addInMinutes(second, pairs.subList(25_000, pairs.size()));
            assertThat(told(first)).as("shuffle %d", shuffle).isEqualTo(expected);
            assertThat(told(second)).as("shuffle %d, copied", shuffle).isEqualTo(expected);
        }
    }

    @Test
    void ipv6Sources_areEstimatedAsWellAsIpv4Ones() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            pairs.add(ipv6(40_080, i % 100_000));
        }

        assertThat(Objects.requireNonNull(told(filled(pairs, 1_000_000)).get(PortKey.of(PortKey.TCP, 40_080))).sources)
                .isCloseTo(100_000L, withPercentage(15));
    }

    @Test
    void watchedPorts_haveALimitAndCountriesOfTheirOwn() {
        for (int sources : new int[] {1_000, 1_001}) {
            PortSources ports = ports(Rules.small(1_000, 1 << 20, 16));
            int telnet = PortKey.of(PortKey.TCP, 23);
            for (int round = 0; round < 2; round++) {
                PortRun run = new PortRun(1, sources);
                run.begin(telnet);
                run.count(sources, 40L * sources, round);
                for (int i = 0; i < sources; i++) {
                    short country = (short) (i % 4 == 0 ? 'J' << 8 | 'P' : 'C' << 8 | 'N');
                    run.add(PortRun.member(0, SourceKeys.lowOfIpv4(i * 3), country));
                }
                ports.add(run);
            }
            SeriesCounts told = new SeriesCounts();
            long japan = Breakdown.PORT_COUNTRY.series((long) telnet << 16 | 'J' << 8 | 'P');
            told.add(japan, 500, 20_000, 0, 0);
            LongOpenHashSet inexact = new LongOpenHashSet();

            PortColumns columns = ports.tell(told, inexact);

            assertThat(columns.run().packets).containsExactly(2L * sources);
            assertThat(columns.run().bytes).containsExactly(80L * sources);
            assertThat(columns.run().missing).containsExactly(1);
            if (sources == 1_000) {
                assertThat(columns.sources()).containsExactly(1_000);
                assertThat(inexact).isEmpty();
                assertThat(told.sources(told.row(japan))).isEqualTo(250);
            } else {
                // Four standard errors of 1.6 %, what 4,096 registers have for few sources and more.
                assertThat(columns.sources()[0]).isCloseTo(1_001L, withPercentage(6.4));
                assertThat(inexact).containsExactlyInAnyOrder(Breakdown.PORT.series(telnet), japan);
                assertThat(told.sources(told.row(japan))).isZero();
            }
        }
    }

    @Test
    void ofOneSourceInTwoCountries_theSmallestNameIsKept() {
        int port = PortKey.of(PortKey.TCP, 23);
        short[][] cases = {{0, 'B', 'B'}, {'B', 0, 'B'}, {'A', 'B', 'A'}, {'B', 'A', 'A'}};
        for (short[] countries : cases) {
            PortSources ports = ports(Rules.standard());
            for (int i = 0; i < 2; i++) {
                PortRun run = new PortRun(1, 1);
                run.begin(port);
                run.add(PortRun.member(0, SourceKeys.lowOfIpv4(-2), countries[i]));
                ports.add(run);
            }
            SeriesCounts told = new SeriesCounts();
            ports.tell(told, new LongOpenHashSet());

            assertThat(told.size()).isEqualTo(1);
            assertThat(told.series(0)).isEqualTo(Breakdown.PORT_COUNTRY.series((long) port << 16 | countries[2]));
        }
    }

    /** An enemy knows how rows are hashed and chooses IPv6 addresses whose hashes differ in the last bits only. */
    @Test
    void addressesThatAreChosenToLookAlike_areStillCounted() {
        long high = 0x2001_0db8_0000_0000L;
        Set<Long> hashes = new HashSet<>();
        TreeSet<Long> members = new TreeSet<>();
        for (long chosen = 0; chosen < 10_000; chosen++) {
            long low = unmixed(0x1234_5678_9abc_0000L | chosen) ^ Shards.mix(high + 0x9e3779b97f4a7c15L);
            hashes.add(SourceKeys.hash(high, low) >>> 16);
            members.add(PortRun.member(high, low, (short) 0));
        }
        assertThat(hashes).hasSize(1);
        assertThat(members).hasSize(10_000);
    }

    /** What {@link Shards#mix} makes this of: its multipliers are odd, its shifts are their own inverse. */
    private static long unmixed(long mixed) {
        long value = mixed ^ mixed >>> 33;
        value *= inverse(0xc4ceb9fe1a85ec53L);
        value ^= value >>> 33;
        value *= inverse(0xff51afd7ed558ccdL);
        return value ^ value >>> 33;
    }

    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /** Three watched ports share a budget: a flood of one takes it to a sketch and leaves the others exact. */
    @Test
    void floodOfOneWatchedPort_leavesTheOtherOnesExact() {
        PortSources ports = ports(Rules.small(8_000, 1 << 20, 16));
        for (int minute = 0; minute < 10; minute++) {
            PortRun run = new PortRun(3, 12_000);
            addSources(run, 22, minute * 90, 90);
            addSources(run, 23, minute * 10_000, 10_000);
            addSources(run, 80, 0, 1_000);
            ports.add(run);
        }

        Map<Integer, Told> told = told(ports);

        assertThat(told.get(PortKey.of(PortKey.TCP, 22))).isEqualTo(new Told(900, true));
        assertThat(told.get(PortKey.of(PortKey.TCP, 80))).isEqualTo(new Told(1_000, true));
        Told flooded = Objects.requireNonNull(told.get(PortKey.of(PortKey.TCP, 23)));
        assertThat(flooded.exact).isFalse();
        // Four standard errors of 1.2 %.
        assertThat(flooded.sources).isCloseTo(100_000L, withPercentage(4.8));
    }

    private static void addSources(PortRun run, int port, int from, int many) {
        run.begin(PortKey.of(PortKey.TCP, port));
        run.count(many, 40L * many, 0);
        for (int i = 0; i < many; i++) {
            run.add(PortRun.member(0, SourceKeys.lowOfIpv4((from + i) * 3), (short) 0));
        }
    }

    private record Told(long sources, boolean exact) {}

    private static Map<Integer, Told> told(PortSources ports) {
        LongOpenHashSet inexact = new LongOpenHashSet();
        PortColumns columns = ports.tell(new SeriesCounts(), inexact);
        Map<Integer, Told> told = new TreeMap<>();
        for (int i = 0; i < columns.run().size(); i++) {
            int port = columns.run().ports[i];
            told.put(port, new Told(columns.sources()[i], !inexact.contains(Breakdown.PORT.series(port))));
        }
        return told;
    }

    private static PortSources empty(int budget) {
        return ports(Rules.small(1 << 20, 1 << 20, budget));
    }

    private static PortSources ports(TrafficRules rules) {
        return new PortSources(rules.watchList(), rules.watchedSources(), rules.tailPairsPerShard());
    }

    private static PortSources filled(List<Pair> pairs, int budget) {
        PortSources ports = empty(budget);
        addInMinutes(ports, pairs);
        return ports;
    }

    /** In runs of different lengths, as minutes are. */
    private static void addInMinutes(PortSources ports, List<Pair> pairs) {
        Random random = new Random(pairs.size());
        for (int from = 0; from < pairs.size(); ) {
            int to = Math.min(pairs.size(), from + 1 + random.nextInt(3_000));
            ports.add(run(pairs.subList(from, to)));
            from = to;
        }
    }

    private static PortRun run(List<Pair> pairs) {
        TreeMap<Integer, TreeSet<Long>> members = new TreeMap<>();
        pairs.forEach(pair -> members.computeIfAbsent(pair.port, unseen -> new TreeSet<>())
                .add(PortRun.member(pair.high, pair.low, (short) 0)));
        PortRun run = new PortRun(members.size(), pairs.size());
        members.forEach((port, sources) -> {
            run.begin(port);
            sources.forEach(run::add);
        });
        return run;
    }

    private static byte[] bytesOf(PortSources ports) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ports.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
