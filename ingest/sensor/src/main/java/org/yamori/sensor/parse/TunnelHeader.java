package org.yamori.sensor.parse;

/**
 * A bounded look into what an IP packet carries: whether it is a tunnel that is to be opened, and where the packet in
 * it begins. Not for use by several threads.
 */
final class TunnelHeader {
    private static final int IPV4_IN_IP = 4;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int UDP = 17;

    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGEMENT = 0x0080;
    private static final int VERSION = 0x0007;

    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int PPP = 0x880b;
    private static final int ERSPAN_2 = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;

    private static final int VXLAN_PORT = 4789;
    private static final int VXLAN_HAS_NETWORK = 0x08;

    private final LinkHeader link;
    private final boolean gre;
    private final boolean ipInIp;
    private final boolean erspan;
    private final boolean vxlan;

    /** @param link tells afterwards where the inner packet is */
    TunnelHeader(Decapsulation decapsulation, LinkHeader link) {
        this.link = link;
        gre = decapsulation.opens(Tunnel.GRE);
        ipInIp = decapsulation.opens(Tunnel.IP_IN_IP);
        erspan = decapsulation.opens(Tunnel.ERSPAN);
        vxlan = decapsulation.opens(Tunnel.VXLAN);
    }

    /** Whether the bytes behind an IP header of this protocol are a tunnel to be opened with an IP packet in it. */
    boolean find(byte[] frame, int at, int end, int protocol) {
        return switch (protocol) {
            case IPV4_IN_IP -> ipInIp && link.ip(at, LinkHeader.IPV4);
            case IPV6_IN_IP -> ipInIp && link.ip(at, LinkHeader.IPV6);
            case GRE -> (gre || erspan) && at + 4 <= end && greHeader(frame, at, end);
            case UDP -> vxlan && isVxlan(frame, at, end) && link.find(frame, at + 16, end, LinkType.ETHERNET);
            default -> false;
        };
    }

    private boolean greHeader(byte[] frame, int at, int end) {
        int flags = BigEndian.unsignedShort(frame, at);
        int type = BigEndian.unsignedShort(frame, at + 2);
        if ((flags & ROUTING) != 0) {
            return false;
        }
        int next = at
                + 4
                + ((flags & CHECKSUM) != 0 ? 4 : 0)
                + ((flags & KEY) != 0 ? 4 : 0)
                + ((flags & SEQUENCE) != 0 ? 4 : 0)
                + ((flags & VERSION) == 1 && (flags & ACKNOWLEDGEMENT) != 0 ? 4 : 0);
        if (next > end) {
            return false;
        }
        return switch (flags & VERSION) {
            case 0 -> payload(frame, next, end, type, (flags & SEQUENCE) != 0);
            // PPTP's data channel, RFC 2637
            case 1 -> gre && type == PPP && link.find(frame, next, end, LinkType.PPP);
            default -> false;
        };
    }

    private boolean payload(byte[] frame, int at, int end, int type, boolean numbered) {
        return switch (type) {
            case ERSPAN_2 -> erspan && mirrored(frame, numbered ? at + 8 : at, end);
            case ERSPAN_3 -> erspan && at + 12 <= end && mirrored(frame, at + 12 + platform(frame, at), end);
            case TRANSPARENT_ETHERNET -> gre && link.find(frame, at, end, LinkType.ETHERNET);
            default -> gre && link.findType(frame, type, at, end);
        };
    }

    /** Type III has eight bytes more when the last bit of its header says so. */
    private static int platform(byte[] frame, int at) {
        return (frame[at + 11] & 1) != 0 ? 8 : 0;
    }

    private boolean mirrored(byte[] frame, int at, int end) {
        return link.find(frame, at, end, LinkType.ETHERNET);
    }

    private static boolean isVxlan(byte[] frame, int at, int end) {
        return at + 16 <= end
                && BigEndian.unsignedShort(frame, at + 2) == VXLAN_PORT
                && (frame[at + 8] & 0xff) == VXLAN_HAS_NETWORK;
    }
}
