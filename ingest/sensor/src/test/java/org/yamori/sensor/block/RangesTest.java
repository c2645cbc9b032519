package org.yamori.sensor.block;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Validity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RangesTest {
    private static final Ranges RANGES = Ranges.of(List.of(
            "192.0.2.0/25",
            "192.0.2.128/25",
            "10.0.0.0/8",
            "10.1.0.0/16",
            "203.0.113.7",
            "240.0.0.0/4",
            "2001:db8::/33",
            "2001:db8:ffff:ffff:8000::/65",
            "ff00::/8",
            "::1"));

    @ParameterizedTest
    @CsvSource({
        "192.0.1.255, false",
        "192.0.2.0, true",
        "192.0.2.127, true",
        "192.0.2.128, true",
        "192.0.2.255, true",
        "192.0.3.0, false",
        "9.255.255.255, false",
        "10.0.0.0, true",
        "10.255.255.255, true",
        "11.0.0.0, false",
        "203.0.113.6, false",
        "203.0.113.7, true",
        "203.0.113.8, false",
        "239.255.255.255, false",
        "240.0.0.0, true",
        "255.255.255.255, true",
        "0.0.0.0, false",
        "127.0.0.1, false",
        "2001:db8::, true",
        "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:db8:8000::, false",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, false",
        "2001:db8:ffff:ffff:7fff:ffff:ffff:ffff, false",
        "2001:db8:ffff:ffff:8000::, true",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:db9::, false",
        "ff02::1, true",
        "feff:ffff::, false",
        "::1, true",
        "::, false",
        "::2, false"
    })
    void rangesContain_fromTheFirstToTheLastAddress(String text, boolean expected) {
        assertThat(watches(RANGES, text, 0)).isEqualTo(expected);
    }

    private static boolean watches(Ranges ranges, String address, long micros) {
        return ranges.isEverything() || ranges.at(micros).addresses().contains(IpAddress.parse(address));
    }

    @Test
    void noRange_isEveryAddress_andOneFamilyIsNotTheOther() {
        assertThat(watches(Ranges.of(List.<String>of()), "0.0.0.7", 0)).isTrue();
        assertThat(watches(Ranges.EVERYTHING, "::7", 0)).isTrue();
        assertThat(watches(Ranges.of(List.of("0.0.0.0/0")), "255.255.255.255", 0))
                .isTrue();
        assertThat(watches(Ranges.of(List.of("0.0.0.0/0")), "::1", 0)).isFalse();
        assertThat(watches(Ranges.of(List.of("::/0")), "ffff::", 0)).isTrue();
        assertThat(watches(Ranges.of(List.of("::/0")), "0.0.0.1", 0)).isFalse();
    }

    /** Days begin at midnight UTC: 2026-01-01 is 1,767,225,600 s after 1970, 2026-06-30 is 1,782,777,600 s. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 1767225599999999, false",
        "192.0.2.1, 1767225600000000, true",
        "192.0.2.1, 1782777599999999, true",
        "192.0.2.1, 1782777600000000, false",
        "198.51.100.1, 0, true",
        "198.51.100.1, 1767225600000000, true",
        "198.51.100.1, 1782777600000000, false",
        "203.0.113.1, 1782777599999999, false",
        "203.0.113.1, 1782777600000000, true",
        "203.0.113.1, 9223372036854775807, true",
        "2001:db8::1, -9223372036854775808, true",
        "2001:db8::1, 1782777600000000, true"
    })
    void datedRange_isWatchedFromItsFirstMomentToBeforeItsLast(String address, long micros, boolean expected) {
        Ranges dated = Ranges.of(List.of(
                "192.0.2.0/24@2026-01-01/2026-06-30",
                "198.51.100.0/24@/2026-06-30",
                "203.0.113.0/24@2026-06-30T00:00:00Z/",
                "2001:db8::/32"));

        assertThat(watches(dated, address, micros)).isEqualTo(expected);
        assertThat(dated.at(micros).holdsAt(micros)).isTrue();
    }

    @Test
    void entriesOfTheRegistry_areRangesOfTheirTime() {
        Ranges dated = Ranges.ofEntries(List.of(
                entry("192.0.2.0/24", new Validity(Long.MIN_VALUE, 100)),
                entry("192.0.2.0/25", new Validity(100, 200))));

        assertThat(watches(dated, "192.0.2.200", 99)).isTrue();
        assertThat(watches(dated, "192.0.2.200", 100)).isFalse();
        assertThat(watches(dated, "192.0.2.100", 199)).isTrue();
        assertThat(watches(dated, "192.0.2.100", 200)).isFalse();
    }

    private static SensorEntry entry(String prefix, Validity validity) {
        return new SensorEntry("s1", "n", SensorKind.BLACKHOLE, "", List.of(Cidr.parse(prefix)), validity);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, host bits are set",
        "192.0.2.0/33, 0 to 32",
        "2001:db8::/129, 0 to 128",
        "192.0.2.0/x, a prefix length is 0 to 32",
        "darknet, darknet",
        "192.0.2/24, 192.0.2",
        "192.0.2.0/24@2026-01-01, was '2026-01-01'",
        "192.0.2.0/24@/, was '/'",
        "192.0.2.0/24@2026-02-30/, was '2026-02-30'",
        "192.0.2.0/24@2026-02-01/2026-01-01, must be after validFrom 2026-02-01"
    })
    void whatIsNoRange_isRefused(String cidr, String why) {
        assertThatThrownBy(() -> Ranges.of(List.of(cidr)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
