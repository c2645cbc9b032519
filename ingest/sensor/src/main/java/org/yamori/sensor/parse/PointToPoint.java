package org.yamori.sensor.parse;

/** Headers of lines with two ends: PPP, HDLC, PPPoE sessions and frame relay. */
final class PointToPoint {
    private static final int UNNUMBERED = 3;

    private PointToPoint() {}

    /** RFC 1661 and 1662: address and control may be left out, and the first byte of the protocol may. */
    static boolean ppp(LinkHeader link, byte[] frame, int start, int end) {
        int at = start;
        if (at + 2 <= end && (frame[at + 1] & 0xff) == UNNUMBERED && isAddressOrDirection(frame[at] & 0xff)) {
            at += 2;
        }
        return protocol(link, frame, at, end);
    }

    /** 0xff, or in the variant of pppd whether the frame came or went. */
    private static boolean isAddressOrDirection(int first) {
        return first == 0xff || first == 0 || first == 1;
    }

    /** PPP in HDLC as RFC 1662 says, or Cisco's own, told by the address. */
    static boolean hdlc(LinkHeader link, byte[] frame, int start, int end) {
        boolean cisco = start < end && ((frame[start] & 0xff) == 0x0f || (frame[start] & 0xff) == 0x8f);
        return cisco ? link.typeAt(frame, start + 2, start + 4, end) : ppp(link, frame, start, end);
    }

    /** RFC 2516: version and type 1, code 0 in a session. */
    static boolean pppoe(LinkHeader link, byte[] frame, int start, int end) {
        if (start + 6 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        if (frame[start] != 0x11 || frame[start + 1] != 0) {
            return link.refuse(Refusal.NOT_IP);
        }
        return link.step() && protocol(link, frame, start + 6, end);
    }

    static boolean protocol(LinkHeader link, byte[] frame, int start, int end) {
        if (start >= end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int protocol = frame[start] & 0xff;
        int at = start + 1;
        if ((protocol & 1) == 0) {
            if (at >= end) {
                return link.refuse(Refusal.LINK_CUT_SHORT);
            }
            protocol = protocol << 8 | (frame[at] & 0xff);
            at++;
        }
        return switch (protocol) {
            case 0x0021 -> link.ip(at, LinkHeader.IPV4);
            case 0x0057 -> link.ip(at, LinkHeader.IPV6);
            case 0x0281, 0x0283 -> link.labels(frame, at, end);
            default -> link.refuse(Refusal.NOT_IP);
        };
    }

    /** RFC 2427 behind an address of two to four bytes, or Cisco's type of Ethernet there. */
    static boolean frameRelay(LinkHeader link, byte[] frame, int start, int end) {
        int at = start + 2;
        while (at <= end && at <= start + 4 && (frame[at - 1] & 1) == 0) {
            at++;
        }
        if (at + 2 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        if (at > start + 4) {
            return link.refuse(Refusal.NOT_IP);
        }
        if ((frame[at] & 0xff) != UNNUMBERED) {
            return link.typeAt(frame, at, at + 2, end);
        }
        int padded = frame[at + 1] == 0 ? at + 2 : at + 1;
        if (padded >= end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        return switch (frame[padded] & 0xff) {
            case 0xcc -> link.ip(padded + 1, LinkHeader.IPV4);
            case 0x8e -> link.ip(padded + 1, LinkHeader.IPV6);
            case 0x80 -> link.snap(frame, padded + 1, end);
            default -> link.refuse(Refusal.NOT_IP);
        };
    }
}
