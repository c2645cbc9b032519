package org.yamori.sensor.parse;

/** Links that name an address family in place of a protocol: loopbacks and what packet filters write down. */
final class FamilyLink {
    private FamilyLink() {}

    /** An address family in four bytes of the capturing host's order, which nothing tells. */
    static boolean hostOrder(LinkHeader link, byte[] frame, int at, int next, int end) {
        if (next > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int family = BigEndian.integer(frame, at);
        return family(link, (family & 0xffff) == 0 ? Integer.reverseBytes(family) : family, next);
    }

    static boolean octet(LinkHeader link, byte[] frame, int at, int next, int end) {
        return next > end ? link.refuse(Refusal.LINK_CUT_SHORT) : family(link, frame[at] & 0xff, next);
    }

    /** AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24, 28 or 30 on the BSDs, 26 on Solaris. */
    private static boolean family(LinkHeader link, int family, int next) {
        return switch (family) {
            case 2 -> link.ip(next, LinkHeader.IPV4);
            case 10, 24, 26, 28, 30 -> link.ip(next, LinkHeader.IPV6);
            default -> link.refuse(Refusal.NOT_IP);
        };
    }

    static boolean packetFilterLog(LinkHeader link, byte[] frame, int start, int end) {
        if (start + 2 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int length = ((frame[start] & 0xff) + 3) & ~3;
        return octet(link, frame, start + 1, start + length, end);
    }

    /** Attributes of a length, a type and a value each, in the order of the capturing host; type 9 is the packet. */
    static boolean netfilterLog(LinkHeader link, byte[] frame, int start, int end) {
        if (start + 4 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int at = start + 4;
        while (at + 4 <= end) {
            int length = BigEndian.unsignedShort(frame, at);
            int type = BigEndian.unsignedShort(frame, at + 2);
            if ((type & 0xff) == 0 && type != 0) {
                type >>>= 8;
                length = Short.toUnsignedInt(Short.reverseBytes((short) length));
            }
            if (length < 4) {
                return link.refuse(Refusal.LINK_CUT_SHORT);
            }
            if (type == 9) {
                return family(link, frame[start] & 0xff, at + 4);
            }
            at += (length + 3) & ~3;
        }
        return link.refuse(Refusal.LINK_CUT_SHORT);
    }
}
