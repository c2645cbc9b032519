package org.yamori.jobs.detect.traffic;

/**
 * Protocol and destination port as one number of 25 bits; for ICMP the port is {@code type * 256 + code}. 65,536 stands
 * for "no port", protocol 255 for "not said".
 */
final class PortKey {
    static final int NO_PORT = 65_536;
    static final int NO_PROTOCOL = 255;
    static final int BITS = 25;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    private PortKey() {}

    static int of(int protocol, int port) {
        return protocol << 17 | port;
    }

    /** Type and code have eight bits each, whatever a sensor writes into columns of sixteen. */
    static int icmp(int type, int code) {
        return (type & 0xff) << 8 | (code & 0xff);
    }

    static int protocol(int key) {
        return key >>> 17;
    }

    static int port(int key) {
        return key & 0x1ffff;
    }

    static boolean isIcmp(int protocol) {
        return protocol == ICMP || protocol == ICMPV6;
    }

    /** The four protocols that are counted apart: 0 TCP, 1 UDP, 2 ICMP of both versions, 3 all others. */
    static int protocolClass(int protocol) {
        return switch (protocol) {
            case TCP -> 0;
            case UDP -> 1;
            case ICMP, ICMPV6 -> 2;
            default -> 3;
        };
    }

    static String protocolClassWord(int protocolClass) {
        return switch (protocolClass) {
            case 0 -> "tcp";
            case 1 -> "udp";
            case 2 -> "icmp";
            default -> "other";
        };
    }

    /** The protocol's name, or its number where it has none here. */
    static String protocolWord(int protocol) {
        return switch (protocol) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMP -> "icmp";
            case ICMPV6 -> "icmpv6";
            case NO_PROTOCOL -> "unknown";
            default -> String.valueOf(protocol);
        };
    }

    static String text(int key) {
        int protocol = protocol(key);
        int port = port(key);
        if (isIcmp(protocol)) {
            return protocolWord(protocol) + '/' + (port >>> 8) + '.' + (port & 0xff);
        }
        return protocolWord(protocol) + '/' + port;
    }
}
