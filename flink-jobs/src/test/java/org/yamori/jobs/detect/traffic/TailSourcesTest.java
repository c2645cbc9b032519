package org.yamori.jobs.detect.traffic;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.flow.SourceKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class TailSourcesTest {
    private static final int[] STEPS = {4096, 512, 64, 8, 0};

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
            pairs.add(random.nextBoolean() ? ipv4(port, source * 77_777) : ipv6(port, source));
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
                // Four standard errors of 4.9 %.
                assertThat(count.sources).isCloseTo((long) distinct.getOrDefault(port, 0), withPercentage(20));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 12_000, 3_000, 300, 16})
    void anyOrder_andACopyOnTheWay_giveTheSame(int budget) throws IOException {
        List<Pair> pairs = randomPairs(22);
        Map<Integer, Told> expected = told(filled(pairs, budget));
        for (int shuffle = 1; shuffle <= 5; shuffle++) {
            Collections.shuffle(pairs, new Random(shuffle));
            TailSources first = filled(pairs.subList(0, 25_000), budget);
            TailSources second = new TailSources(budget);
            second.read(new DataInputStream(new ByteArrayInputStream(bytesOf(first))));
            for (Pair pair : pairs.subList(25_000, pairs.size())) {
                first.add(pair.port, pair.high, pair.low);
                second.add(pair.port, pair.high, pair.low);
            }
            assertThat(told(first)).as("shuffle %d", shuffle).isEqualTo(expected);
            assertThat(told(second)).as("shuffle %d, copied", shuffle).isEqualTo(expected);
        }
    }

    @Test
    void ipv6Sources_areEstimatedAsWellAsIpv4Ones() {
        TailSources tail = new TailSources(1_000_000);
        for (int i = 0; i < 100_000; i++) {
            Pair pair = ipv6(80, i);
            tail.add(pair.port, pair.high, pair.low);
        }
        for (int i = 0; i < 50_000; i++) {
            Pair again = ipv6(80, i);
            tail.add(again.port, again.high, again.low);
        }

        assertThat(Objects.requireNonNull(told(tail).get(PortKey.of(PortKey.TCP, 80))).sources)
                .isCloseTo(100_000L, withPercentage(15));
    }

    private record Told(long sources, boolean exact) {}

    private static Map<Integer, Told> told(TailSources tail) {
        SeriesCounts counts = new SeriesCounts();
        Set<Long> inexact = new HashSet<>();
        tail.count(counts, inexact::add);
        Map<Integer, Told> told = new TreeMap<>();
        for (int i = 0; i < counts.size(); i++) {
            told.put(
                    (int) Breakdown.key(counts.series(i)),
                    new Told(counts.sources(i), !inexact.contains(counts.series(i))));
        }
        return told;
    }

    private static TailSources filled(List<Pair> pairs, int budget) {
        TailSources tail = new TailSources(budget);
        pairs.forEach(pair -> tail.add(pair.port, pair.high, pair.low));
        return tail;
    }

    private static byte[] bytesOf(TailSources tail) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tail.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
