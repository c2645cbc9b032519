package org.yamori.jobs.detect.backscatter;

import org.yamori.jobs.flow.FlagClass;

/** Protocol, port and class of flags as one number of 26 bits; for ICMP the port is {@code type * 256 + code}. */
final class StormKey {
    private static final int PORT_BITS = 16;
    private static final int FLAG_BITS = 2;

    private StormKey() {}

    static int of(int protocol, int sourcePort, int port, int flags) {
        return switch (protocol) {
            case Answer.TCP -> packed(protocol, FlagClass.ofTcp(flags), port);
            case Answer.UDP -> packed(protocol, FlagClass.NONE, port);
            case Answer.ICMP -> packed(protocol, FlagClass.NONE, (sourcePort & 0xff) << 8 | (port & 0xff));
            default -> packed(protocol, FlagClass.NONE, 0);
        };
    }

    static int packed(int protocol, FlagClass flags, int port) {
        return protocol << (PORT_BITS + FLAG_BITS) | flags.ordinal() << PORT_BITS | port;
    }

    static int protocol(int key) {
        return key >>> (PORT_BITS + FLAG_BITS);
    }

    static FlagClass flags(int key) {
        return FlagClass.at((key >>> PORT_BITS) & 3);
    }

    static int port(int key) {
        return key & 0xffff;
    }

    static String protocolWord(int key) {
        return switch (protocol(key)) {
            case Answer.TCP -> "tcp";
            case Answer.UDP -> "udp";
            case Answer.ICMP -> "icmp";
            default -> String.valueOf(protocol(key));
        };
    }

    static String text(int key) {
        int port = port(key);
        String where = protocol(key) == Answer.ICMP ? (port >>> 8) + "." + (port & 0xff) : String.valueOf(port);
        return protocolWord(key) + '/' + where + '/' + flags(key).word();
    }
}
