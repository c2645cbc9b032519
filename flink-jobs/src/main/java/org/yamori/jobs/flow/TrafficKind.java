package org.yamori.jobs.flow;

import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/**
 * Why a packet reached unused addresses, as far as the packet itself tells (requirement C-16). The fourth kind,
 * misconfiguration, takes a source's hour to recognise and is decided in the traffic room.
 */
public enum TrafficKind {
    /** A search for victims: TCP SYN, a UDP probe, an ICMP question. */
    SCAN("scan"),
    /** The answer of somebody under attack from forged addresses; the sender is the victim. */
    BACKSCATTER("backscatter"),
    /** The same few addresses again and again. */
    MISCONFIGURATION("misconfiguration"),
    /** A search for servers that amplify: queries to 53/udp and 123/udp. */
    REFLECTION("reflection"),
    OTHER("other");

    private static final TrafficKind[] ALL = values();
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int DNS = 53;
    private static final int NTP = 123;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    /** Echo reply, unreachable, source quench, redirect, time exceeded, parameter problem, three more replies. */
    private static final int ICMP_ANSWERS =
            1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 11 | 1 << 12 | 1 << 14 | 1 << 16 | 1 << 18;

    private final String word;

    TrafficKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static TrafficKind at(int ordinal) {
        return ALL[ordinal];
    }

    public static int count() {
        return ALL.length;
    }

    /** The kind of every row. */
    static byte[] label(Slice slice) {
        byte[] kinds = new byte[slice.rows];
        int protocols = slice.offset(Column.PROTOCOL);
        int sourcePorts = slice.offset(Column.SOURCE_PORT);
        int ports = slice.offset(Column.DESTINATION_PORT);
        int flags = slice.offset(Column.TCP_FLAGS);
        byte[] data = slice.data;
        for (int row = 0; row < slice.rows; row++) {
            kinds[row] = (byte) of(
                            data[protocols + row] & 0xff,
                            Bytes.unsignedShort(data, sourcePorts + (row << 1)),
                            Bytes.unsignedShort(data, ports + (row << 1)),
                            flags < 0 ? SYN : data[flags + row] & 0xff)
                    .ordinal();
        }
        return kinds;
    }

    /** The kind of one packet; for ICMP the source port is the type. */
    public static TrafficKind of(int protocol, int sourcePort, int port, int flags) {
        return switch (protocol) {
            case TCP -> ofTcp(flags);
            case UDP -> {
                if (sourcePort == DNS && port != DNS) {
                    yield BACKSCATTER;
                }
                yield port == DNS || port == NTP ? REFLECTION : SCAN;
            }
            case ICMP ->
                sourcePort < 32 && (ICMP_ANSWERS >>> sourcePort & 1) != 0
                        ? BACKSCATTER
                        : ofIcmpQuestion(sourcePort == 8);
            case ICMPV6 -> sourcePort < 128 || sourcePort == 129 ? BACKSCATTER : ofIcmpQuestion(sourcePort == 128);
            default -> OTHER;
        };
    }

    private static TrafficKind ofTcp(int flags) {
        if ((flags & RST) != 0 || (flags & (SYN | ACK)) == (SYN | ACK)) {
            return BACKSCATTER;
        }
        return (flags & SYN) != 0 ? SCAN : OTHER;
    }

    private static TrafficKind ofIcmpQuestion(boolean echo) {
        return echo ? SCAN : OTHER;
    }
}
