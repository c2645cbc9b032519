package org.yamori.jobs.flow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement C-16, packet by packet. */
class TrafficKindTest {
    @ParameterizedTest
    @CsvSource({
        "SYN, 0x02, SCAN",
        "SYN with ECN bits, 0xc2, SCAN",
        "SYN-ACK, 0x12, BACKSCATTER",
        "RST, 0x04, BACKSCATTER",
        "RST-ACK, 0x14, BACKSCATTER",
        "ACK, 0x10, OTHER",
        "no flag, 0x00, OTHER"
    })
    void tcp_isToldByItsFlags(String what, String flags, TrafficKind expected) {
        assertThat(TrafficKind.of(6, 80, 51_000, Integer.decode(flags)))
                .as(what)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a question to a resolver, 40000, 53, REFLECTION",
        "a question to a time server, 40000, 123, REFLECTION",
        "an answer of a resolver, 53, 40000, BACKSCATTER",
        "a probe, 40000, 1900, SCAN"
    })
    void udp_isToldByItsPorts(String what, int sourcePort, int port, TrafficKind expected) {
        assertThat(TrafficKind.of(17, sourcePort, port, 0)).as(what).isEqualTo(expected);
    }

    /** Types of RFC 792 and RFC 950. */
    @ParameterizedTest
    @CsvSource({
        "echo, 8, SCAN",
        "echo reply, 0, BACKSCATTER",
        "destination unreachable, 3, BACKSCATTER",
        "source quench, 4, BACKSCATTER",
        "redirect, 5, BACKSCATTER",
        "time exceeded, 11, BACKSCATTER",
        "parameter problem, 12, BACKSCATTER",
        "timestamp, 13, OTHER",
        "timestamp reply, 14, BACKSCATTER",
        "address mask reply, 18, BACKSCATTER",
        "a type of no meaning, 255, OTHER"
    })
    void icmp_isToldByItsType(String what, int type, TrafficKind expected) {
        assertThat(TrafficKind.of(1, type, 0, 0)).as(what).isEqualTo(expected);
    }

    /** Types of RFC 4443: below 128 are errors. */
    @ParameterizedTest
    @CsvSource({"1, BACKSCATTER", "4, BACKSCATTER", "128, SCAN", "129, BACKSCATTER", "135, OTHER"})
    void icmpv6_isToldByItsType(int type, TrafficKind expected) {
        assertThat(TrafficKind.of(58, type, 0, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"47", "255", "0"})
    void otherProtocols_areOther(int protocol) {
        assertThat(TrafficKind.of(protocol, 0, 0, 0)).isEqualTo(TrafficKind.OTHER);
    }
}
