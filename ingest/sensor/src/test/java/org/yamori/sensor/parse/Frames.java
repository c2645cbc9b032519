package org.yamori.sensor.parse;

import java.util.HexFormat;

/** Frames for tests, written as hexadecimal with blanks. */
final class Frames {
    private Frames() {}

    static byte[] hex(String... texts) {
        return HexFormat.of().parseHex(String.join("", texts).replace(" ", ""));
    }

    static final String ETHERNET_IPV4 = "ffffffffffff 000000000001 0800";
    static final String ETHERNET_IPV6 = "ffffffffffff 000000000001 86dd";

    /** From 192.0.2.1 to 198.51.100.2, id 0x1234, TTL 64. */
    static String ipv4(int totalLength, int protocol, String flagsAndOffset) {
        return String.format(
                "45 00 %04x 1234 %s 40 %02x 0000 c0000201 c6336402", totalLength, flagsAndOffset, protocol);
    }

    /** From 2001:db8::1 to 2001:db8::2, hop limit 64. */
    static String ipv6(int payloadLength, int next) {
        return String.format(
                "60000000 %04x %02x 40 20010db8000000000000000000000001 20010db8000000000000000000000002",
                payloadLength, next);
    }
}
