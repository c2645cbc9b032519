package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WhitelistTest {
    private static final long NOW = micros("2016-11-30T00:00:00Z");

    private static long micros(String time) {
        return Instant.parse(time).getEpochSecond() * 1_000_000;
    }

    private static Registry read(String whitelist) throws BadRecordException {
        return Registry.fromJson(
                ("{'organisations': [{'name': 'X', 'livenets': ['10.0.0.0/16'], 'whitelist': " + whitelist + "}]}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static boolean source(Whitelist whitelist, String address, long timeMicros) {
        return whitelist.coversSource(IpAddress.parse(address), timeMicros);
    }

    private static boolean destination(Whitelist whitelist, String address, long timeMicros) {
        return whitelist.coversDestination(IpAddress.parse(address), timeMicros);
    }

    /** D-11: single addresses and prefixes, each with a comment, an owner and an end if wanted. */
    @Test
    void d11_addressesAndPrefixes_coverUntilTheyExpire() throws Exception {
        Registry registry = read("""
            {'sources': ['10.0.0.1', '10.0.4.0/22', '2001:db8::/32',
               {'prefix': '10.0.9.9', 'comment': 'audit by 情報', 'owner': 'sato', 'expires': '2016-12-01'}],
             'destinations': [{'prefix': '192.0.2.0/24', 'comment': 'old printer'}]}\
            """);
        Whitelist whitelist = registry.organisations().get(0).whitelist();

        assertThat(source(whitelist, "10.0.0.1", NOW)).isTrue();
        assertThat(source(whitelist, "10.0.0.2", NOW)).isFalse();
        assertThat(source(whitelist, "10.0.3.255", NOW)).isFalse();
        assertThat(source(whitelist, "10.0.4.0", NOW)).isTrue();
        assertThat(source(whitelist, "10.0.7.255", NOW)).isTrue();
        assertThat(source(whitelist, "10.0.8.0", NOW)).isFalse();
        assertThat(source(whitelist, "2001:db8:ffff::1", NOW)).isTrue();
        assertThat(source(whitelist, "2001:db9::1", NOW)).isFalse();
        assertThat(source(whitelist, "10.0.9.9", micros("2016-12-01T00:00:00Z") - 1))
                .isTrue();
        assertThat(source(whitelist, "10.0.9.9", micros("2016-12-01T00:00:00Z")))
                .isFalse();
        assertThat(source(whitelist, "192.0.2.1", NOW)).isFalse();
        assertThat(destination(whitelist, "192.0.2.255", Long.MAX_VALUE - 1)).isTrue();
        assertThat(destination(whitelist, "192.0.3.0", NOW)).isFalse();
        assertThat(whitelist.sources().get(3))
                .isEqualTo(new Whitelist.Entry(
                        Cidr.parse("10.0.9.9/32"), "audit by 情報", "sato", micros("2016-12-01T00:00:00Z")));
        assertThat(new String(registry.toJson(), StandardCharsets.UTF_8))
                .contains("\"whitelist\":{\"sources\":[\"10.0.0.1\",\"10.0.4.0/22\",\"2001:db8::/32\",{\"prefix\":"
                        + "\"10.0.9.9\",\"comment\":\"audit by 情報\",\"owner\":\"sato\",\"expires\":"
                        + "\"2016-12-01T00:00:00Z\"}],\"destinations\":[{\"prefix\":\"192.0.2.0/24\",\"comment\":"
                        + "\"old printer\"}]}");
        assertThat(Registry.fromJson(registry.toJson())).isEqualTo(registry);
    }

    /** Of entries that lie in one another any that has not expired is enough, whichever is the longest. */
    @Test
    void d11_entriesInOneAnother_coverWhileOneOfThemHolds() throws Exception {
        Whitelist whitelist = read("""
                {'sources': [{'prefix': '10.0.0.0/24', 'expires': '2018-01-01'},
                   {'prefix': '10.0.0.0/16', 'expires': '2017-01-01'}, {'prefix': '10.0.0.7', 'expires': '2016-01-01'}]}""").organisations().get(0).whitelist();

        assertThat(source(whitelist, "10.0.0.7", micros("2017-06-01T00:00:00Z")))
                .isTrue();
        assertThat(source(whitelist, "10.0.0.7", micros("2018-01-01T00:00:00Z")))
                .isFalse();
        assertThat(source(whitelist, "10.0.1.7", NOW)).isTrue();
        assertThat(source(whitelist, "10.0.1.7", micros("2017-01-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void randomWhitelists_coverWhatALinearSearchFinds() {
        Random random = new Random(11);
        int covered = 0;
        for (int round = 0; round < 50; round++) {
            List<Whitelist.Entry> entries = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int length = 20 + random.nextInt(13);
                int address = (10 << 24) | random.nextInt(1 << 14);
                entries.add(new Whitelist.Entry(
                        new Cidr(IpAddress.ofIpv4(address & (-1 << (32 - length))), length),
                        "",
                        "",
                        random.nextInt(100)));
            }
            Whitelist whitelist = new Whitelist(entries, List.of());
            for (int i = 0; i < 2000; i++) {
                IpAddress address = IpAddress.ofIpv4((10 << 24) | random.nextInt(1 << 14));
                long time = random.nextInt(100);
                boolean expected = entries.stream()
                        .anyMatch(entry -> entry.prefix().contains(address) && time < entry.untilMicros());
                assertThat(whitelist.coversSource(address, time)).isEqualTo(expected);
                covered += expected ? 1 : 0;
            }
        }
        assertThat(covered).isBetween(20_000, 80_000);
    }

    @Test
    void noWhitelist_coversNothing() throws Exception {
        assertThat(source(Whitelist.NONE, "10.0.0.1", NOW)).isFalse();
        assertThat(Whitelist.NONE.isEmpty()).isTrue();
        assertThat(read("{}").organisations().get(0).whitelist()).isEqualTo(Whitelist.NONE);
    }

    @Test
    void d11_badEntries_areRefusedTogether() {
        assertThatThrownBy(() -> read("""
            {'sources': ['10.0.0.300', '10.0.0.1', '10.0.0.1/32', 17,
             {'comment': 'no prefix'}, {'prefix': '10.0.0.9', 'expire': '2016-12-01'},
             {'prefix': '10.0.0.8', 'expires': 'tomorrow', 'owner': ''}]}\
            """))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("""
                    organisations[0].whitelist.sources[0]: an address is like 192.0.2.1 or 2001:db8::1, was '10.0.0.300'
                    organisations[0].whitelist.sources[2]: 10.0.0.1/32 already stands in line 1; once is enough
                    organisations[0].whitelist.sources[3]: must be a text, was 17; put it into quotes
                    organisations[0].whitelist.sources[4].prefix: is missing; it must be a prefix or an address
                    organisations[0].whitelist.sources[5].expire: the key 'expire' is not known; did you mean 'expires'?
                    organisations[0].whitelist.sources[6].owner: an owner must be 1 to 2000 letters on one line, without blanks around them, was ''
                    organisations[0].whitelist.sources[6].expires: a time is like 2016-09-20 or 2016-09-20T15:00:00.123456Z, with an offset and at most six decimals, was 'tomorrow'\
                    """);
    }
}
