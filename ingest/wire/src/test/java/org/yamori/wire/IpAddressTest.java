package org.yamori.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IpAddressTest {
    /** Pairs from RFC 5952, sections 1, 2 and 4, and RFC 4291, section 2.2. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:0:0:1::1, 2001:db8::1:0:0:1",
        "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
        "2001:db8:aaaa:bbbb:cccc:dddd:0:1, 2001:db8:aaaa:bbbb:cccc:dddd:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "FF01:0:0:0:0:0:0:101, ff01::101",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:0:0:0:FFFF:129.144.52.38, ::ffff:129.144.52.38",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::13.1.68.3, ::d01:4403",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.1, 192.0.2.1"
    })
    void everyForm_becomesTheCanonicalOne(String written, String canonical) {
        assertThat(IpAddress.parse(written)).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(IpAddress.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ":",
                ":::",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..3.4",
                "-1.2.3.4",
                "１.2.3.4",
                "localhost",
                "2001:db8::1::2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "[::1]",
                ":1:2:3:4:5:6:7"
            })
    void whatIsNoAddress_isRefusedWithItsText(String written) {
        assertThatThrownBy(() -> IpAddress.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an address is like 192.0.2.1 or 2001:db8::1, was '" + written + "'");
    }

    /** Java's own parser is the oracle. */
    @Test
    void textsOfRandomAddresses_areReadByJavaToTheSameBits() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            if (high == 0 && low >>> 32 == 0xffff) {
                continue;
            }
            InetAddress java = Inet6Address.getByName(IpAddress.text(high, low));
            ByteBuffer bytes = ByteBuffer.wrap(java.getAddress());
            assertThat(bytes.getLong()).isEqualTo(high);
            assertThat(bytes.getLong()).isEqualTo(low);
            assertThat(IpAddress.parse(java.getHostAddress())).isEqualTo(IpAddress.ofIpv6(high, low));
        }
    }

    private static long mask(Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
        }
        return mask;
    }

    @Test
    void order_isIpv4FirstAndUnsigned() {
        assertThat(java.util.stream.Stream.of("ffff::", "10.0.0.1", "::1", "200.0.0.1", "1::ffff:0:0:1", "1::")
                        .map(IpAddress::parse)
                        .sorted())
                .map(IpAddress::toString)
                .containsExactly("10.0.0.1", "200.0.0.1", "::1", "1::", "1::ffff:0:0:1", "ffff::");
    }
}
