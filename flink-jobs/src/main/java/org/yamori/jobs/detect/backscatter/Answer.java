package org.yamori.jobs.detect.backscatter;

/** In which way a victim answered the packets that somebody sent it in others' names. */
enum Answer {
    SYN_ACK("syn_ack"),
    RST("rst"),
    DNS("dns"),
    ECHO_REPLY("echo_reply"),
    UNREACHABLE("unreachable"),
    TIME_EXCEEDED("time_exceeded"),
    OTHER_ICMP("other_icmp");

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    /** No protocol and no port: what an ICMP error does not quote, or a protocol of no use here. */
    static final int UNKNOWN_PORT = 0;

    private static final int RST_FLAG = 4;
    private static final Answer[] ALL = values();

    private final String word;

    Answer(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static int count() {
        return ALL.length;
    }

    static Answer at(int ordinal) {
        return ALL[ordinal];
    }

    /** The answer that a packet of backscatter is; for ICMP {@code type} is its type. */
    static Answer of(int protocol, int type, int flags) {
        return switch (protocol) {
            case TCP -> (flags & RST_FLAG) != 0 ? RST : SYN_ACK;
            case UDP -> DNS;
            case ICMP ->
                switch (type) {
                    case 0 -> ECHO_REPLY;
                    case 3 -> UNREACHABLE;
                    case 11 -> TIME_EXCEEDED;
                    default -> OTHER_ICMP;
                };
            default ->
                switch (type) {
                    case 129 -> ECHO_REPLY;
                    case 1 -> UNREACHABLE;
                    case 3 -> TIME_EXCEEDED;
                    default -> OTHER_ICMP;
                };
        };
    }

    /** Whether the attacked port is told by the packet that the answer quotes. */
    boolean quotes() {
        return this == UNREACHABLE || this == TIME_EXCEEDED || this == OTHER_ICMP;
    }

    /** Protocol and port as one number above 0. */
    static int port(int protocol, int port) {
        return protocol << 16 | port;
    }

    static String portText(int port) {
        int protocol = port >>> 16;
        return switch (protocol) {
            case 0 -> "unknown";
            case ICMP -> "icmp";
            case ICMPV6 -> "icmpv6";
            case TCP -> "tcp/" + (port & 0xffff);
            case UDP -> "udp/" + (port & 0xffff);
            default -> "protocol-" + protocol;
        };
    }
}
