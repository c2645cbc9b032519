package org.yamori.sensor.parse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8::1, 20010db800000000, 0000000000000001",
        "::, 0000000000000000, 0000000000000000",
        "::1, 0000000000000000, 0000000000000001",
        "fe80::, fe80000000000000, 0000000000000000",
        "1:2:3:4:5:6:7:8, 0001000200030004, 0005000600070008",
        "1::8, 0001000000000000, 0000000000000008",
        "1:2:3:4:5:6:7::, 0001000200030004, 0005000600070000",
        "::ffff:192.0.2.33, 0000000000000000, 0000ffffc0000221",
        "ABCD::EF, abcd000000000000, 00000000000000ef"
    })
    void ipv6_isReadAsRfc4291Says(String text, String high, String low) {
        assertThat(IpAddress.parse(text))
                .isEqualTo(new IpAddress(true, Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }

    @Test
    void ipv4_isFourNumbers() {
        assertThat(IpAddress.parse("255.0.2.1")).isEqualTo(new IpAddress(false, 0, 0xff000201L));
        assertThat(IpAddress.parse("0.0.0.0")).isEqualTo(new IpAddress(false, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", ".1.2.3", "1.2.3.4 ", "a.b.c.d",
                "-1.2.3.4", "1..2.3", ":", ":::", "1:2", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0",
                "1:2:3:4:5:6:7:8::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::1:", ":1::", "domain1", "１.2.3.4"
            })
    void everythingElse_isNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }
}
