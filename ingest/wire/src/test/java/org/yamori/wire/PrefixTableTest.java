package org.yamori.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrefixTableTest {
    private static List<Cidr> prefixes(String... texts) {
        return Stream.of(texts).map(Cidr::parsePrefixOrAddress).toList();
    }

    private static int find(PrefixTable table, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return parsed.ipv6() ? table.find(parsed.high(), parsed.low()) : table.find(parsed.ipv4());
    }

    @Test
    void longestPrefix_counts_andOfEqualOnesTheFirstList() {
        PrefixTable table = PrefixTable.of(List.of(
                prefixes("10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "0.0.0.0/32"),
                prefixes("10.1.0.0/16", "10.255.255.0/24", "2001:db8:0:1::/64", "10.0.0.0/8"),
                prefixes("10.1.2.0/24", "255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));

        assertThat(find(table, "9.255.255.255")).isEqualTo(PrefixTable.NOWHERE);
        assertThat(find(table, "10.0.0.0")).isEqualTo(0);
        assertThat(find(table, "10.1.0.0")).isEqualTo(1);
        assertThat(find(table, "10.1.2.2")).isEqualTo(2);
        assertThat(find(table, "10.1.2.3")).isEqualTo(0);
        assertThat(find(table, "10.1.2.4")).isEqualTo(2);
        assertThat(find(table, "10.1.3.0")).isEqualTo(1);
        assertThat(find(table, "10.2.0.0")).isEqualTo(0);
        assertThat(find(table, "10.255.255.255")).isEqualTo(1);
        assertThat(find(table, "11.0.0.0")).isEqualTo(PrefixTable.NOWHERE);
        assertThat(find(table, "0.0.0.0")).isEqualTo(0);
        assertThat(find(table, "0.0.0.1")).isEqualTo(PrefixTable.NOWHERE);
        assertThat(find(table, "255.255.255.255")).isEqualTo(2);
        assertThat(find(table, "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo(PrefixTable.NOWHERE);
        assertThat(find(table, "2001:db8::")).isEqualTo(0);
        assertThat(find(table, "2001:db8:0:1::7")).isEqualTo(1);
        assertThat(find(table, "2001:db8:0:2::")).isEqualTo(0);
        assertThat(find(table, "2001:db9::")).isEqualTo(PrefixTable.NOWHERE);
        assertThat(find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo(2);
    }

    @Test
    void nothing_isNowhere() {
        PrefixTable table = PrefixTable.of(List.of());
        assertThat(table.find(0)).isEqualTo(PrefixTable.NOWHERE);
        assertThat(table.find(-1L, -1L)).isEqualTo(PrefixTable.NOWHERE);
    }

    /** All lists that are published, and prefixes drawn around them that hold one another. */
    @Test
    void hundredThousandRandomAddresses_areWhereALinearSearchFindsThem() throws Exception {
        List<List<Cidr>> lists = new ArrayList<>();
        try (Stream<Path> files = Files.list(SharedFolder.file("data/scanners/openfilters"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt"))
                    .filter(path -> !path.endsWith("mandiantasm_v4.txt"))
                    .sorted()
                    .toList()) {
                lists.add(ListFile.read(file).addresses().stream().limit(60).toList());
            }
        }
        long seed = 20_261_120;
        Random random = new Random(seed);
        List<Cidr> all = lists.stream().flatMap(List::stream).toList();
        List<Cidr> around = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Cidr inner = all.get(random.nextInt(all.size()));
            int length = Math.max(8, inner.length() - random.nextInt(20));
            around.add(shortened(inner, length));
        }
        lists.add(around);
        PrefixTable table = PrefixTable.of(lists);

        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            IpAddress address = i % 4 == 0
                    ? random.nextBoolean()
                            ? IpAddress.ofIpv4(random.nextInt())
                            : IpAddress.ofIpv6(random.nextLong(), random.nextLong())
                    : near(all.get(random.nextInt(all.size())), random);
            int expected = linear(lists, address);
            int answer = address.ipv6() ? table.find(address.high(), address.low()) : table.find(address.ipv4());
            if (answer != expected) {
                assertThat(answer).as("%s, seed %d", address, seed).isEqualTo(expected);
            }
            found += answer == PrefixTable.NOWHERE ? 0 : 1;
        }
        assertThat(found).isBetween(20_000, 99_999);
    }

    private static IpAddress near(Cidr prefix, Random random) {
        IpAddress first = prefix.first();
        int step = random.nextInt(600) - 300;
        return first.ipv6()
                ? IpAddress.ofIpv6(first.high(), first.low() + step)
                : IpAddress.ofIpv4(first.ipv4() + step);
    }

    private static Cidr shortened(Cidr prefix, int length) {
        IpAddress first = prefix.first();
        if (!first.ipv6()) {
            return new Cidr(IpAddress.ofIpv4(length == 0 ? 0 : first.ipv4() & (-1 << (32 - length))), length);
        }
        long high = length == 0 ? 0 : length >= 64 ? first.high() : first.high() & (-1L << (64 - length));
        long low = length <= 64 ? 0 : first.low() & (-1L << (128 - length));
        return new Cidr(IpAddress.ofIpv6(high, low), length);
    }

    private static int linear(List<List<Cidr>> lists, IpAddress address) {
        int best = PrefixTable.NOWHERE;
        int longest = -1;
        for (int list = 0; list < lists.size(); list++) {
            for (Cidr prefix : lists.get(list)) {
                if (prefix.length() > longest && prefix.contains(address)) {
                    best = list;
                    longest = prefix.length();
                }
            }
        }
        return best;
    }
}
