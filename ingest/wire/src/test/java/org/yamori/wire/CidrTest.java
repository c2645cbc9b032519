package org.yamori.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, 192.0.2.255",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.255",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "10.1.2.3/32, 10.1.2.3, 10.1.2.3",
        "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
        "2001:db8:0:0:8000::/65, 2001:db8:0:0:8000::, 2001:db8::ffff:ffff:ffff:ffff",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::1/128, ::1, ::1"
    })
    void prefix_spansFirstToLast(String prefix, String first, String last) {
        Cidr cidr = Cidr.parse(prefix);

        assertThat(cidr.first()).hasToString(first);
        assertThat(cidr.last()).hasToString(last);
        assertThat(cidr.contains(cidr.first())).isTrue();
        assertThat(cidr.contains(cidr.last())).isTrue();
        assertThat(cidr).hasToString(prefix);
    }

    @Test
    void addressesOutside_areNotContained() {
        Cidr cidr = Cidr.parse("192.0.2.0/24");

        assertThat(cidr.contains(IpAddress.parse("192.0.1.255"))).isFalse();
        assertThat(cidr.contains(IpAddress.parse("192.0.3.0"))).isFalse();
        assertThat(cidr.contains(IpAddress.parse("::c000:200"))).isFalse();
        assertThat(cidr.contains(Cidr.parse("192.0.2.64/26"))).isTrue();
        assertThat(cidr.contains(Cidr.parse("192.0.0.0/16"))).isFalse();
    }

    @Test
    void hostBits_areRefusedWithWhatWasMeant() {
        assertThatThrownBy(() -> Cidr.parse("192.0.2.77/24"))
                .hasMessage("host bits are set in '192.0.2.77/24'; the prefix is 192.0.2.0/24,"
                        + " the address alone 192.0.2.77/32");
        assertThatThrownBy(() -> Cidr.parse("2001:db8::1/64")).hasMessageContaining("the prefix is 2001:db8::/64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0", "192.0.2.0/", "192.0.2.0/33", "::/129", "192.0.2.0/+8", "192.0.2.0/08", "/8"})
    void whatIsNoPrefix_isRefusedWithItsText(String written) {
        assertThatThrownBy(() -> Cidr.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + (written.equals("/8") ? "" : written));
    }

    @Test
    void addressAlone_standsForItselfWhereThatIsAllowed() {
        assertThat(Cidr.parsePrefixOrAddress("192.0.2.1")).hasToString("192.0.2.1/32");
        assertThat(Cidr.parsePrefixOrAddress("2001:db8::1")).hasToString("2001:db8::1/128");
        assertThat(Cidr.parsePrefixOrAddress("192.0.2.0/24")).hasToString("192.0.2.0/24");
    }
}
