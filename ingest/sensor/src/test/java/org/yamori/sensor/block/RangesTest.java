package org.yamori.sensor.block;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.IpAddress;

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
        IpAddress address = IpAddress.parse(text);
        boolean contained = address.ipv6()
                ? RANGES.containsIpv6(address.high(), address.low())
                : RANGES.containsIpv4(address.ipv4());
        assertThat(contained).isEqualTo(expected);
    }

    @Test
    void noRange_isEveryAddress_andOneFamilyIsNotTheOther() {
        assertThat(Ranges.of(List.of()).containsIpv4(7)).isTrue();
        assertThat(Ranges.EVERYTHING.containsIpv6(7, 7)).isTrue();
        assertThat(Ranges.of(List.of("0.0.0.0/0")).containsIpv4(-1)).isTrue();
        assertThat(Ranges.of(List.of("0.0.0.0/0")).containsIpv6(0, 1)).isFalse();
        assertThat(Ranges.of(List.of("::/0")).containsIpv6(-1, -1)).isTrue();
        assertThat(Ranges.of(List.of("::/0")).containsIpv4(1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, host bits are set",
        "192.0.2.0/33, 0 to 32",
        "2001:db8::/129, 0 to 128",
        "192.0.2.0/x, a prefix length is 0 to 32",
        "darknet, darknet",
        "192.0.2/24, 192.0.2"
    })
    void whatIsNoRange_isRefused(String cidr, String why) {
        assertThatThrownBy(() -> Ranges.of(List.of(cidr)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
