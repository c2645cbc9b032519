package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipTest {
    private static final long NOW = 1_480_464_000_000_000L;
    private static final long DAY = 86_400_000_000L;

    private static List<Cidr> prefixes(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }

    private static Organisation organisation(String name, List<Cidr> livenets, List<Cidr> darknets) {
        return new Organisation(name, livenets, darknets, Validity.ALWAYS);
    }

    private static SensorEntry sensor(String name, SensorKind kind, Validity validity, String... ranges) {
        return new SensorEntry(name, "nicter", kind, "", prefixes(ranges), validity);
    }

    private static Membership membership(List<Organisation> organisations, SensorEntry... sensors) {
        return Membership.of(new Registry(organisations, List.of(sensors)), NOW);
    }

    private static int ipv4(String address) {
        return IpAddress.parse(address).ipv4();
    }

    private static String said(Membership membership, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return words(
                membership,
                parsed.ipv6() ? membership.find(parsed.high(), parsed.low()) : membership.find(parsed.ipv4()));
    }

    private static String words(Membership membership, int place) {
        @Nullable Organisation owner = membership.organisation(place);
        return (owner == null ? "nobody" : owner.name())
                + (membership.livenet(place) ? " live" : "")
                + (membership.darknet(place) ? " dark" : "");
    }

    /** D-01: inside one /16 every other /24 is in use. */
    @Test
    void d01_alternateNetworksOfOne16_everyAddressHasOneOrganisationAndOneUse() throws Exception {
        StringBuilder live = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (int third = 0; third < 256; third++) {
            StringBuilder use = third % 2 == 0 ? live : dark;
            use.append(use.isEmpty() ? "" : ",")
                    .append("\"133.243.")
                    .append(third)
                    .append(".0/24\"");
        }
        Registry registry = Registry.fromJson(
                ("{\"organisations\":[{\"name\":\"X\",\"livenets\":[" + live + "],\"darknets\":[" + dark + "]}]}")
                        .getBytes(StandardCharsets.UTF_8));
        Membership membership = Membership.of(registry, NOW);

        int lives = 0;
        int darks = 0;
        for (int address = ipv4("133.243.0.0"); address <= ipv4("133.243.255.255"); address++) {
            int place = membership.find(address);
            boolean even = (address >> 8 & 1) == 0;
            if (!words(membership, place).equals(even ? "X live" : "X dark")) {
                assertThat(words(membership, place)).as(IpAddress.text(address)).isEqualTo(even ? "X live" : "X dark");
            }
            lives += membership.livenet(place) ? 1 : 0;
            darks += membership.darknet(place) ? 1 : 0;
        }
        assertThat(lives).isEqualTo(32_768);
        assertThat(darks).isEqualTo(32_768);
        assertThat(said(membership, "133.242.255.255")).isEqualTo("nobody");
        assertThat(said(membership, "133.244.0.0")).isEqualTo("nobody");
        assertThat(membership.darkAddresses()).isEqualTo(32_768);
        assertThat(membership.follows(ipv4("133.243.1.254"), ipv4("133.243.1.255")))
                .isTrue();
        assertThat(membership.follows(ipv4("133.243.1.255"), ipv4("133.243.3.0")))
                .as("the livenet between is skipped")
                .isTrue();
    }

    /** D-01: where one prefix lies in another the longest wins, also within one organisation and back to the parent. */
    @Test
    void d01_nestedPrefixes_belongToTheLongest() {
        Organisation child = new Organisation(
                "faculty",
                prefixes("10.0.64.0/18", "2001:db8:1::/48"),
                prefixes("10.0.64.0/24"),
                Validity.ALWAYS,
                "university",
                Contacts.NONE,
                Whitelist.NONE,
                AlertThresholds.NONE,
                Language.EN,
                Organisation.UTC);
        Membership membership = membership(List.of(
                organisation(
                        "university",
                        prefixes("10.0.0.0/16", "2001:db8::/32"),
                        prefixes("10.0.128.0/17", "10.0.65.0/24", "2001:db8:1:1::/64")),
                child));

        assertThat(said(membership, "10.0.0.1")).isEqualTo("university live");
        assertThat(said(membership, "10.0.64.255")).isEqualTo("faculty dark");
        assertThat(said(membership, "10.0.65.0")).isEqualTo("university dark");
        assertThat(said(membership, "10.0.66.0")).isEqualTo("faculty live");
        assertThat(said(membership, "10.0.127.255")).isEqualTo("faculty live");
        assertThat(said(membership, "10.0.128.0")).isEqualTo("university dark");
        assertThat(said(membership, "2001:db8::1")).isEqualTo("university live");
        assertThat(said(membership, "2001:db8:1::1")).isEqualTo("faculty live");
        assertThat(said(membership, "2001:db8:1:1::1")).isEqualTo("university dark");
        assertThat(said(membership, "2001:db8:1:2::")).isEqualTo("faculty live");
        assertThat(said(membership, "2001:db9::")).isEqualTo("nobody");
        // 32,768 + 256 of the university and 256 of the faculty
        assertThat(membership.darkAddresses()).isEqualTo(33_280);
        // what goes from the university to the faculty stays within
        assertThat(membership.darkAddressesOf(membership.find(ipv4("10.0.0.1"))))
                .isEqualTo(33_280);
        assertThat(membership.darkAddressesOf(membership.find(ipv4("10.0.66.0"))))
                .isEqualTo(256);
        assertThat(membership.darkAddressesOf(Membership.NOWHERE)).isZero();
    }

    @Test
    void sensorsRanges_areDarknetsOfNobody_whereNoOrganisationIs() {
        Membership membership = membership(
                List.of(organisation("A", prefixes("10.1.0.0/24"), prefixes("10.1.1.0/24", "10.3.0.0/16"))),
                sensor("dark-1", SensorKind.BLACKHOLE, Validity.ALWAYS, "10.1.0.0/22", "10.3.7.0/24", "2001:db8::/64"),
                sensor("norse", SensorKind.FEED, Validity.ALWAYS, "10.9.0.0/16"),
                sensor("old", SensorKind.BLACKHOLE, new Validity(Long.MIN_VALUE, NOW), "10.8.0.0/16"),
                sensor("honey", SensorKind.LOW_INTERACTION, new Validity(NOW, NOW + 1), "255.255.255.255/32"));

        assertThat(said(membership, "10.1.0.9")).as("in use, though watched").isEqualTo("A live");
        assertThat(said(membership, "10.1.1.9")).isEqualTo("A dark");
        assertThat(said(membership, "10.1.2.9")).isEqualTo("nobody dark");
        assertThat(said(membership, "10.3.7.1")).isEqualTo("A dark");
        assertThat(said(membership, "10.9.0.1")).isEqualTo("nobody");
        assertThat(said(membership, "10.8.0.1")).isEqualTo("nobody");
        assertThat(said(membership, "2001:db8::1")).isEqualTo("nobody dark");
        assertThat(said(membership, "2001:db8:0:1::")).isEqualTo("nobody");
        assertThat(said(membership, "255.255.255.255")).isEqualTo("nobody dark");
        int nobody = membership.find(ipv4("10.1.2.9"));
        assertThat(membership.organisation(nobody)).isNull();
        assertThat(membership.darkAddressesOf(nobody)).isEqualTo(513);
        assertThat(membership.darkAddresses()).isEqualTo(513 + 256 + 65_536);
        assertThat(membership.follows(ipv4("10.3.255.255"), ipv4("255.255.255.255")))
                .isTrue();
    }

    @Test
    void follows_isTheNextDarknetAddressAndNoOther() {
        Membership membership = membership(List.of(organisation(
                "A", List.of(), prefixes("0.0.0.0/31", "127.255.255.255/32", "128.0.0.0/32", "255.255.255.254/31"))));

        assertThat(membership.follows(0, 1)).isTrue();
        assertThat(membership.follows(1, ipv4("127.255.255.255"))).isTrue();
        assertThat(membership.follows(ipv4("127.255.255.255"), ipv4("128.0.0.0")))
                .isTrue();
        assertThat(membership.follows(ipv4("128.0.0.0"), ipv4("255.255.255.254")))
                .isTrue();
        assertThat(membership.follows(-2, -1)).isTrue();
        assertThat(membership.follows(1, 1)).as("the same").isFalse();
        assertThat(membership.follows(1, 0)).as("back").isFalse();
        assertThat(membership.follows(0, ipv4("127.255.255.255")))
                .as("one left out")
                .isFalse();
        assertThat(membership.follows(ipv4("128.0.0.0"), -1)).as("one left out").isFalse();
        assertThat(membership.follows(-1, 0)).as("there is no next one").isFalse();
        assertThat(membership.follows(1, 2)).as("no darknet").isFalse();
        assertThat(membership.follows(5, ipv4("127.255.255.255")))
                .as("from outside")
                .isTrue();
        assertThat(membership(List.of()).follows(0, 1)).isFalse();
    }

    @Test
    void membership_holdsFromTheLastToTheNextChangeOfWhoIsThere() {
        Organisation early = new Organisation(
                "early", prefixes("10.0.0.0/24"), List.of(), new Validity(NOW - 9 * DAY, NOW - 3 * DAY));
        Organisation here = new Organisation(
                "here", prefixes("10.1.0.0/24"), List.of(), new Validity(NOW - 5 * DAY, NOW + 7 * DAY));
        Organisation later = new Organisation(
                "later", prefixes("10.2.0.0/24"), List.of(), new Validity(NOW + 4 * DAY, Long.MAX_VALUE));
        SensorEntry sensor =
                sensor("dark-1", SensorKind.BLACKHOLE, new Validity(NOW - DAY, NOW + 30 * DAY), "10.3.0.0/24");
        Registry registry = new Registry(List.of(early, here, later), List.of(sensor));

        Membership now = Membership.of(registry, NOW);
        assertThat(now.holdsFrom()).isEqualTo(NOW - DAY);
        assertThat(now.holdsUntil()).isEqualTo(NOW + 4 * DAY);
        assertThat(said(now, "10.0.0.1")).isEqualTo("nobody");
        assertThat(said(now, "10.1.0.1")).isEqualTo("here live");
        assertThat(said(now, "10.2.0.1")).isEqualTo("nobody");

        Membership next = Membership.of(registry, now.holdsUntil());
        assertThat(next.holdsFrom()).isEqualTo(NOW + 4 * DAY);
        assertThat(next.holdsUntil()).isEqualTo(NOW + 7 * DAY);
        assertThat(said(next, "10.2.0.1")).isEqualTo("later live");

        Membership before = Membership.of(registry, NOW - 3 * DAY - 1);
        assertThat(before.holdsFrom()).isEqualTo(NOW - 5 * DAY);
        assertThat(before.holdsUntil()).isEqualTo(NOW - 3 * DAY);
        assertThat(said(before, "10.0.0.1")).isEqualTo("early live");
        assertThat(said(before, "10.3.0.1")).isEqualTo("nobody");

        Membership always = Membership.of(Registry.EMPTY, NOW);
        assertThat(always.holdsFrom()).isEqualTo(Long.MIN_VALUE);
        assertThat(always.holdsUntil()).isEqualTo(Long.MAX_VALUE);
    }

    /** D-04: four registries of organisations in organisations, with sensors beside and across them. */
    @Test
    void d04_hundredThousandRandomAddresses_areWhereALinearSearchFindsThem() {
        int live = 0;
        int dark = 0;
        int nobody = 0;
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            Registry registry = RandomRegistry.of(random);
            Membership membership = Membership.of(registry, NOW);
            for (int i = 0; i < 25_000; i++) {
                IpAddress address = RandomRegistry.address(registry, random);
                int place = address.ipv6()
                        ? membership.find(address.high(), address.low())
                        : membership.find(address.ipv4());
                String expected = linear(registry, address);
                if (!words(membership, place).equals(expected)) {
                    assertThat(words(membership, place))
                            .as("%s of seed %d", address, seed)
                            .isEqualTo(expected);
                }
                live += membership.livenet(place) ? 1 : 0;
                dark += membership.darknet(place) ? 1 : 0;
                nobody += membership.organisation(place) == null ? 1 : 0;
            }
        }
        assertThat(List.of(live, dark, nobody))
                .allSatisfy(count -> assertThat(count).isGreaterThan(15_000));
    }

    /** Dark addresses and their order, counted one by one over a /16 and its neighbours. */
    @Test
    void darkAddressesOfRandomRegistries_areThoseCountedOneByOne() {
        Random random = new Random(20_161_129);
        for (int round = 0; round < 20; round++) {
            List<Cidr> livenets = new ArrayList<>();
            List<Cidr> darknets = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int length = 17 + random.nextInt(16);
                Cidr prefix = new Cidr(
                        IpAddress.ofIpv4((198 << 24 | 18 << 16 | random.nextInt(65_536)) & -1 << (32 - length)),
                        length);
                if (!livenets.contains(prefix) && !darknets.contains(prefix)) {
                    (random.nextBoolean() ? livenets : darknets).add(prefix);
                }
            }
            Membership membership = membership(List.of(organisation("A", livenets, darknets)));
            int before = -1;
            long dark = 0;
            for (int address = ipv4("198.17.255.0"); address < ipv4("198.19.1.0"); address++) {
                if (membership.darknet(membership.find(address))) {
                    dark++;
                    if (before != -1 && !membership.follows(before, address)) {
                        assertThat(membership.follows(before, address))
                                .as("%s after %s", IpAddress.text(address), IpAddress.text(before))
                                .isTrue();
                    }
                    before = address;
                } else if (before != -1 && membership.follows(before, address)) {
                    assertThat(membership.follows(before, address))
                            .as("%s is no darknet", IpAddress.text(address))
                            .isFalse();
                }
            }
            assertThat(membership.darkAddresses()).isEqualTo(dark);
        }
    }

    private static String linear(Registry registry, IpAddress address) {
        String found = "nobody";
        int longest = -1;
        for (Organisation organisation : registry.organisations()) {
            for (Cidr prefix : organisation.livenets()) {
                if (prefix.length() > longest && prefix.contains(address)) {
                    found = organisation.name() + " live";
                    longest = prefix.length();
                }
            }
            for (Cidr prefix : organisation.darknets()) {
                if (prefix.length() > longest && prefix.contains(address)) {
                    found = organisation.name() + " dark";
                    longest = prefix.length();
                }
            }
        }
        boolean watched = registry.sensors().stream()
                .flatMap(sensor -> sensor.ranges().stream())
                .anyMatch(range -> range.contains(address));
        return longest < 0 && watched ? "nobody dark" : found;
    }

    /** Registries in which organisations lie in organisations. */
    private static final class RandomRegistry {
        private final Random random;
        private final List<Organisation> organisations = new ArrayList<>();
        private final List<Cidr> taken = new ArrayList<>();

        private RandomRegistry(Random random) {
            this.random = random;
        }

        static Registry of(Random random) {
            RandomRegistry drawn = new RandomRegistry(random);
            List<SensorEntry> sensors = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Cidr ipv4 = new Cidr(IpAddress.ofIpv4((20 + i) << 24), 8);
                Cidr ipv6 = new Cidr(IpAddress.ofIpv6(0x2001_0db8_0000_0000L | (long) i << 28, 0), 36);
                drawn.family("", ipv4, ipv6, 0);
                sensors.add(new SensorEntry(
                        "dark-" + i,
                        "nicter",
                        SensorKind.BLACKHOLE,
                        "",
                        List.of(drawn.inside(ipv4, 6), drawn.inside(ipv4, 12), drawn.inside(ipv6, 8)),
                        Validity.ALWAYS));
            }
            return new Registry(drawn.organisations, sensors);
        }

        private void family(String parent, Cidr ipv4, Cidr ipv6, int level) {
            String name = "o" + organisations.size();
            List<Cidr> livenets = new ArrayList<>();
            List<Cidr> darknets = new ArrayList<>();
            List<Cidr> here = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                here.add(inside(ipv4, 2 + random.nextInt(5)));
                here.add(inside(ipv6, 2 + random.nextInt(20)));
            }
            here.removeIf(NONE_LEFT::equals);
            here.forEach(prefix -> (random.nextBoolean() ? livenets : darknets).add(prefix));
            organisations.add(new Organisation(
                    name,
                    livenets,
                    darknets,
                    Validity.ALWAYS,
                    parent,
                    Contacts.NONE,
                    Whitelist.NONE,
                    AlertThresholds.NONE,
                    Language.EN,
                    Organisation.UTC));
            // only one child below each level, so that whoever lies in one another is of one line
            if (level < 3 && !here.isEmpty()) {
                family(name, ipv4, ipv6, level + 1);
            }
        }

        private static final Cidr NONE_LEFT = Cidr.of(IpAddress.ofIpv4(0));

        /** A prefix somewhere in another one, that many bits longer; none twice. */
        private Cidr inside(Cidr around, int longer) {
            IpAddress first = around.first();
            int length = around.length() + longer;
            Cidr prefix = first.ipv6()
                    ? new Cidr(
                            IpAddress.ofIpv6(
                                    (first.high() | random.nextLong() >>> around.length()) & -1L << (64 - length), 0),
                            length)
                    : new Cidr(
                            IpAddress.ofIpv4(
                                    (first.ipv4() | random.nextInt() >>> around.length()) & -1 << (32 - length)),
                            length);
            if (taken.contains(prefix)) {
                return NONE_LEFT;
            }
            taken.add(prefix);
            return prefix;
        }

        /** An address at the edge of a prefix, in one, or anywhere around. */
        static IpAddress address(Registry registry, Random random) {
            Organisation organisation = registry.organisations()
                    .get(random.nextInt(registry.organisations().size()));
            List<Cidr> all = Stream.of(
                            organisation.livenets(),
                            organisation.darknets(),
                            registry.sensors().get(random.nextInt(8)).ranges())
                    .flatMap(List::stream)
                    .toList();
            Cidr prefix = Objects.requireNonNull(all.get(random.nextInt(all.size())));
            IpAddress edge = random.nextBoolean() ? prefix.first() : prefix.last();
            return switch (random.nextInt(3)) {
                case 0 ->
                    edge.ipv6()
                            ? IpAddress.ofIpv6(edge.high(), edge.low() + random.nextInt(5) - 2)
                            : IpAddress.ofIpv4(edge.ipv4() + random.nextInt(5) - 2);
                case 1 ->
                    edge.ipv6()
                            ? IpAddress.ofIpv6(edge.high() ^ random.nextLong() >>> 40, random.nextLong())
                            : IpAddress.ofIpv4(edge.ipv4() ^ random.nextInt() >>> 16);
                default ->
                    edge.ipv6()
                            ? IpAddress.ofIpv6(0x2001_0db8_0000_0000L | random.nextLong() >>> 33, random.nextLong())
                            : IpAddress.ofIpv4((20 + random.nextInt(8)) << 24 | random.nextInt() >>> 8);
            };
        }
    }
}
