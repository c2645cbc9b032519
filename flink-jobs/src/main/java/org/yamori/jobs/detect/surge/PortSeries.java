package org.yamori.jobs.detect.surge;

/** A port of TCP or UDP as one number of 17 bits: what is scored by itself. */
final class PortSeries {
    static final int BITS = 17;
    static final int COUNT = 1 << BITS;
    static final int NONE = -1;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_BIT = 1 << 16;

    private PortSeries() {}

    static int of(int protocol, int port) {
        return switch (protocol) {
            case TCP -> port;
            case UDP -> UDP_BIT | port;
            default -> NONE;
        };
    }

    static int protocol(int series) {
        return series < UDP_BIT ? TCP : UDP;
    }

    static int port(int series) {
        return series & 0xffff;
    }

    /** The protocol's name as Elastic Common Schema has it. */
    static String transport(int series) {
        return series < UDP_BIT ? "tcp" : "udp";
    }

    static String text(int series) {
        return transport(series) + '/' + port(series);
    }
}
