package org.yamori.sensor.parse;

import org.yamori.wire.PacketRow;

/**
 * The packet that an ICMP error complains of: addresses and protocol, and the ports where they were quoted. RFC 792 and
 * RFC 4443 put it behind eight bytes; what RFC 4884 appends stands behind it.
 */
final class IcmpQuote {
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final ExtensionHeaders extensions = new ExtensionHeaders();

    /** Fills the row's quoted fields if the message at this place is an error that quotes enough. */
    void read(byte[] frame, int at, int end, PacketRow row) {
        if (row.ipv6) {
            if (row.protocol == HeaderParser.ICMPV6 && quotesIpv6(frame, at, end)) {
                ipv6(frame, at + 8, end, row);
            }
        } else if (row.protocol == HeaderParser.ICMP && quotesIpv4(frame, at, end)) {
            ipv4(frame, at + 8, end, row);
        }
    }

    /** Unreachable, quench, redirect, time exceeded and parameter problem. */
    private static boolean quotesIpv4(byte[] frame, int at, int end) {
        if (at + 28 > end || (frame[at + 8] & 0xff) >>> 4 != 4 || (frame[at + 8] & 0xf) < 5) {
            return false;
        }
        return switch (frame[at]) {
            case 3, 4, 5, 11, 12 -> true;
            default -> false;
        };
    }

    /** Unreachable, too big, time exceeded and parameter problem. */
    private static boolean quotesIpv6(byte[] frame, int at, int end) {
        return at + 48 <= end && frame[at] >= 1 && frame[at] <= 4 && (frame[at + 8] & 0xff) >>> 4 == 6;
    }

    private static void ipv4(byte[] frame, int start, int end, PacketRow row) {
        row.quotes = true;
        row.quotedProtocol = frame[start + 9] & 0xff;
        row.quotedSource = BigEndian.integer(frame, start + 12);
        row.quotedDestination = BigEndian.integer(frame, start + 16);
        if ((BigEndian.unsignedShort(frame, start + 6) & FRAGMENT_OFFSET) == 0) {
            ports(frame, start + ((frame[start] & 0xf) << 2), end, row);
        }
    }

    private void ipv6(byte[] frame, int start, int end, PacketRow row) {
        extensions.walk(frame, start + 40, end, frame[start + 6] & 0xff);
        row.quotes = true;
        row.quotedProtocol = extensions.protocol;
        row.quotedSourceHigh = BigEndian.longer(frame, start + 8);
        row.quotedSourceLow = BigEndian.longer(frame, start + 16);
        row.quotedDestinationHigh = BigEndian.longer(frame, start + 24);
        row.quotedDestinationLow = BigEndian.longer(frame, start + 32);
        if (extensions.whole && !extensions.isLaterFragment()) {
            ports(frame, extensions.at, end, row);
        }
    }

    private static void ports(byte[] frame, int at, int end, PacketRow row) {
        if ((row.quotedProtocol == HeaderParser.TCP || row.quotedProtocol == HeaderParser.UDP) && at + 4 <= end) {
            row.quotedSourcePort = BigEndian.unsignedShort(frame, at);
            row.quotedDestinationPort = BigEndian.unsignedShort(frame, at + 2);
        } else if ((row.quotedProtocol == HeaderParser.ICMP || row.quotedProtocol == HeaderParser.ICMPV6)
                && at + 2 <= end) {
            row.quotedSourcePort = frame[at] & 0xff;
            row.quotedDestinationPort = frame[at + 1] & 0xff;
        }
    }
}
