package org.yamori.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressSetTest {
    @Test
    void nestedAndAdjacentPrefixes_becomeOneRange() {
        AddressSet set = set("10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25", "10.0.3.0/24", "10.0.3.7/32");

        assertThat(set).hasToString("10.0.0.0-10.0.1.255, 10.0.3.0-10.0.3.255");
        assertThat(set.size()).isEqualTo(768);
    }

    @Test
    void bothFamilies_areCountedTogether() {
        AddressSet set = set("10.0.0.0/30", "2001:db8::/126", "2001:db8::4/126");

        assertThat(set.size()).isEqualTo(12);
        assertThat(set.ipv4Size()).isEqualTo(4);
        assertThat(set).hasToString("10.0.0.0-10.0.0.3, 2001:db8::-2001:db8::7");
    }

    @Test
    void everything_holdsTwoToThe128AndTwoToThe32() {
        AddressSet set = set("0.0.0.0/0", "::/0");

        assertThat(set.size()).isEqualTo(BigInteger.TWO.pow(128).add(BigInteger.TWO.pow(32)));
        assertThat(set.sizeAtMostLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(-1)).isTrue();
        assertThat(set.contains(0L, 0L)).isTrue();
        assertThat(set.contains(-1L, -1L)).isTrue();
    }

    @Test
    void emptySet_containsNothing() {
        assertThat(AddressSet.EMPTY.contains(0)).isFalse();
        assertThat(AddressSet.EMPTY.contains(0L, 0L)).isFalse();
        assertThat(AddressSet.EMPTY.isEmpty()).isTrue();
        assertThat(AddressSet.EMPTY.sizeAtMostLong()).isZero();
    }

    /** A search through all prefixes is the oracle, with few ranges and with many, at random and at every border. */
    @Test
    void membership_equalsLinearSearch() {
        Random random = new Random(5);
        for (int prefixes : new int[] {1, 2, 3, 4, 16, 40, 2000}) {
            List<Cidr> list = new ArrayList<>();
            for (int i = 0; i < prefixes; i++) {
                int length = 8 + random.nextInt(25);
                list.add(new Cidr(IpAddress.ofIpv4(random.nextInt() & -1 << (32 - length)), length));
                list.add(new Cidr(IpAddress.ofIpv6(random.nextLong() & -1L << (i % 60), 0), 64 - i % 60));
                list.add(new Cidr(IpAddress.ofIpv6(i, random.nextLong() & -1L << (i % 60)), 128 - i % 60));
            }
            AddressSet set = AddressSet.of(list);
            List<IpAddress> asked = new ArrayList<>();
            for (Cidr cidr : list) {
                asked.add(cidr.first());
                asked.add(cidr.last());
                asked.add(neighbour(cidr.first(), -1));
                asked.add(neighbour(cidr.last(), 1));
            }
            for (int i = 0; i < 500; i++) {
                asked.add(IpAddress.ofIpv4(random.nextInt()));
                asked.add(IpAddress.ofIpv6(random.nextInt(prefixes), random.nextLong()));
            }
            for (IpAddress address : asked) {
                boolean expected = list.stream().anyMatch(cidr -> cidr.contains(address));
                assertThat(set.contains(address))
                        .as("%s among %s prefixes", address, prefixes)
                        .isEqualTo(expected);
            }
        }
    }

    private static IpAddress neighbour(IpAddress address, int step) {
        if (!address.ipv6()) {
            return IpAddress.ofIpv4(address.ipv4() + step);
        }
        long low = address.low() + step;
        boolean carries = low == (step > 0 ? 0 : -1);
        return IpAddress.ofIpv6(address.high() + (carries ? step : 0), low);
    }

    private static AddressSet set(String... prefixes) {
        return AddressSet.of(Stream.of(prefixes).map(Cidr::parse).toList());
    }
}
