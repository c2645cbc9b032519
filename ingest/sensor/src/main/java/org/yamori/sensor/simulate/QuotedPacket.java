package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** What an ICMP error quotes: the IP header of the packet it is about and the first 8 bytes after it (RFC 792). */
final class QuotedPacket {
    static final int IPV4_BYTES = 28;
    static final int IPV6_BYTES = 48;
    private static final int TCP = 6;
    private static final int UDP = 17;
    /** The packet had come far when it was refused. */
    private static final int TTL = 49;

    private QuotedPacket() {}

    static int bytes(boolean ipv6) {
        return ipv6 ? IPV6_BYTES : IPV4_BYTES;
    }

    /** Writes the quoted packet of a row; answers where it ends. */
    static int write(PacketRow row, byte[] to, int at) {
        return row.ipv6 ? writeIpv6(row, to, at) : writeIpv4(row, to, at);
    }

    private static int writeIpv4(PacketRow row, byte[] to, int at) {
        Frames.putShort(to, at, 0x4500);
        Frames.putShort(to, at + 2, row.quotedProtocol == TCP ? 40 : IPV4_BYTES);
        Frames.putInteger(to, at + 4, 0);
        Frames.putShort(to, at + 8, (TTL << 8) | row.quotedProtocol);
        Frames.putShort(to, at + 10, 0);
        Frames.putInteger(to, at + 12, row.quotedSource);
        Frames.putInteger(to, at + 16, row.quotedDestination);
        Frames.putShort(to, at + 10, Frames.checksum(Frames.sum(to, at, 20)));
        return writeTransport(row, to, at + 20);
    }

    private static int writeIpv6(PacketRow row, byte[] to, int at) {
        Frames.putInteger(to, at, 0x60000000);
        Frames.putShort(to, at + 4, row.quotedProtocol == TCP ? 20 : 8);
        Frames.putShort(to, at + 6, (row.quotedProtocol << 8) | TTL);
        Frames.putLong(to, at + 8, row.quotedSourceHigh);
        Frames.putLong(to, at + 16, row.quotedSourceLow);
        Frames.putLong(to, at + 24, row.quotedDestinationHigh);
        Frames.putLong(to, at + 32, row.quotedDestinationLow);
        return writeTransport(row, to, at + 40);
    }

    private static int writeTransport(PacketRow row, byte[] to, int at) {
        Frames.putShort(to, at, row.quotedSourcePort);
        Frames.putShort(to, at + 2, row.quotedDestinationPort);
        Frames.putInteger(to, at + 4, row.quotedProtocol == UDP ? 8 << 16 : 0);
        return at + 8;
    }
}
