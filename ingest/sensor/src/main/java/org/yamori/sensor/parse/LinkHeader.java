package org.yamori.sensor.parse;

/**
 * A bounded walk from the first byte of a frame over everything that stands before its IP header. After a find that
 * answered true, {@link #ipAt} and {@link #version} tell where the IP header is; otherwise {@link #refusal} tells why
 * there is none. Not for use by several threads.
 */
final class LinkHeader {
    static final int IPV4 = 4;
    static final int IPV6 = 6;
    /** The link does not say: the first four bits of the IP header do. */
    static final int BY_ITS_FIRST_BITS = 0;

    /** Tags, labels and link headers inside link headers that are stepped over in one frame. */
    static final int MAX_STEPS = 16;

    private static final int MAX_LLC_LENGTH = 1500;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;

    int ipAt;
    int version;
    Refusal refusal = Refusal.NOT_IP;

    private int steps;

    /** Walks a frame of a link type. */
    boolean find(byte[] frame, int start, int end, int linkType) {
        steps = 0;
        return link(frame, start, end, linkType);
    }

    boolean link(byte[] frame, int start, int end, int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ethernet(frame, start, end);
            case LinkType.RAW_IP, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> ip(start, BY_ITS_FIRST_BITS);
            case LinkType.RAW_IPV4 -> ip(start, IPV4);
            case LinkType.RAW_IPV6 -> ip(start, IPV6);
            case LinkType.NULL, LinkType.LOOPBACK -> FamilyLink.hostOrder(this, frame, start, start + 4, end);
            case LinkType.ENC -> FamilyLink.hostOrder(this, frame, start, start + 12, end);
            case LinkType.PFLOG -> FamilyLink.packetFilterLog(this, frame, start, end);
            case LinkType.IPNET -> FamilyLink.octet(this, frame, start + 1, start + 24, end);
            case LinkType.NFLOG -> FamilyLink.netfilterLog(this, frame, start, end);
            case LinkType.LINUX_COOKED -> cooked(frame, start + 2, start + 14, start + 16, end);
            case LinkType.LINUX_COOKED_2 -> cooked(frame, start + 8, start, start + 20, end);
            case LinkType.SWITCH_BROADCOM, LinkType.SWITCH_MARVELL -> typeAt(frame, start + 16, start + 18, end);
            case LinkType.SWITCH_BROADCOM_FRONT -> ethernet(frame, start + 4, end);
            case LinkType.SWITCH_MARVELL_ETHERNET -> typeAt(frame, start + 20, start + 22, end);
            case LinkType.FIREWIRE -> typeAt(frame, start + 16, start + 18, end);
            case LinkType.INFINIBAND -> typeAt(frame, start + 40, start + 44, end);
            case LinkType.MPLS -> labels(frame, start, end);
            case LinkType.LLC_ATM -> llc(frame, start, end);
            case LinkType.FDDI -> fddi(frame, start, end);
            case LinkType.TOKEN_RING -> tokenRing(frame, start, end);
            case LinkType.PPP, LinkType.PPP_DIRECTION -> PointToPoint.ppp(this, frame, start, end);
            case LinkType.PPP_HDLC -> PointToPoint.hdlc(this, frame, start, end);
            case LinkType.PPPOE -> PointToPoint.pppoe(this, frame, start, end);
            case LinkType.CISCO_HDLC -> typeAt(frame, start + 2, start + 4, end);
            case LinkType.FRAME_RELAY -> PointToPoint.frameRelay(this, frame, start, end);
            case LinkType.WIFI -> Wireless.wifi(this, frame, start, end);
            case LinkType.WIFI_RADIOTAP -> Wireless.radiotap(this, frame, start, end);
            case LinkType.WIFI_PRISM, LinkType.WIFI_AVS -> Wireless.prism(this, frame, start, end);
            case LinkType.PPI -> Wireless.perPacket(this, frame, start, end);
            case LinkType.PKTAP -> pktap(frame, start, end);
            default -> refuse(Refusal.LINK_TYPE);
        };
    }

    boolean refuse(Refusal why) {
        refusal = why;
        return false;
    }

    boolean ip(int at, int knownVersion) {
        ipAt = at;
        version = knownVersion;
        return true;
    }

    /** Counts one more header inside headers; false and refused when there are too many. */
    boolean step() {
        return ++steps <= MAX_STEPS || refuse(Refusal.TOO_MANY_TAGS);
    }

    /** Two addresses, then the type of what follows. */
    boolean ethernet(byte[] frame, int start, int end) {
        return typeAt(frame, start + 12, start + 14, end);
    }

    /** A type in two bytes, and where what it describes begins. */
    boolean typeAt(byte[] frame, int typeAt, int next, int end) {
        return next > end
                ? refuse(Refusal.LINK_CUT_SHORT)
                : type(frame, BigEndian.unsignedShort(frame, typeAt), next, end);
    }

    /** Walks what a type of Ethernet describes. */
    boolean findType(byte[] frame, int type, int at, int end) {
        steps = 0;
        return type(frame, type, at, end);
    }

    private boolean type(byte[] frame, int firstType, int first, int end) {
        int type = firstType;
        int at = first;
        while (true) {
            switch (type) {
                case TYPE_IPV4 -> {
                    return ip(at, IPV4);
                }
                case TYPE_IPV6 -> {
                    return ip(at, IPV6);
                }
                case 0x8100, 0x88a8, 0x9100, 0x9200 -> {
                    if (at + 4 > end) {
                        return refuse(Refusal.LINK_CUT_SHORT);
                    }
                    if (!step()) {
                        return false;
                    }
                    type = BigEndian.unsignedShort(frame, at + 2);
                    at += 4;
                }
                case 0x8847, 0x8848 -> {
                    return labels(frame, at, end);
                }
                case 0x8864 -> {
                    return PointToPoint.pppoe(this, frame, at, end);
                }
                default -> {
                    return type <= MAX_LLC_LENGTH ? llc(frame, at, end) : refuse(Refusal.NOT_IP);
                }
            }
        }
    }

    /** What an MPLS label stack carries is told by nobody: 4 and 6 are IP, 0 is a pseudowire's control word. */
    boolean labels(byte[] frame, int start, int end) {
        int at = start;
        boolean bottom = false;
        while (!bottom) {
            if (at + 4 > end) {
                return refuse(Refusal.LINK_CUT_SHORT);
            }
            if (!step()) {
                return false;
            }
            bottom = (frame[at + 2] & 1) != 0;
            at += 4;
        }
        if (at >= end) {
            return refuse(Refusal.IP_CUT_SHORT);
        }
        return switch ((frame[at] & 0xff) >>> 4) {
            case 4 -> ip(at, IPV4);
            case 6 -> ip(at, IPV6);
            case 0 -> step() && ethernet(frame, at + 4, end);
            default -> refuse(Refusal.NOT_IP);
        };
    }

    /** IEEE 802.2: IP under its own service access point, or SNAP with a type of Ethernet. */
    boolean llc(byte[] frame, int at, int end) {
        if (at + 3 > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        int accessPoints = BigEndian.unsignedShort(frame, at);
        if ((frame[at + 2] & 0xff) != 3) {
            return refuse(Refusal.NOT_IP);
        }
        if (accessPoints == 0x0606) {
            return ip(at + 3, BY_ITS_FIRST_BITS);
        }
        return accessPoints == 0xaaaa ? snap(frame, at + 3, end) : refuse(Refusal.NOT_IP);
    }

    boolean snap(byte[] frame, int at, int end) {
        if (at + 5 > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        int organisation = BigEndian.integer(frame, at) >>> 8;
        // Ethernet's own types, and those of bridge tunnels.
        if (organisation != 0 && organisation != 0x0000f8) {
            return refuse(Refusal.NOT_IP);
        }
        return step() && typeAt(frame, at + 3, at + 5, end);
    }

    /** The protocol is one of Ethernet unless the device speaks netlink, 802.11 or with itself. */
    private boolean cooked(byte[] frame, int deviceAt, int protocolAt, int next, int end) {
        if (next > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        return switch (BigEndian.unsignedShort(frame, deviceAt)) {
            case 801, 802, 803, 804, 824 -> refuse(Refusal.NOT_IP);
            default -> typeAt(frame, protocolAt, next, end);
        };
    }

    private boolean fddi(byte[] frame, int start, int end) {
        if (start + 13 > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        return (frame[start] & 0xf0) == 0x50 ? llc(frame, start + 13, end) : refuse(Refusal.NOT_IP);
    }

    private boolean tokenRing(byte[] frame, int start, int end) {
        if (start + 15 > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        int route = frame[start + 8] < 0 ? frame[start + 14] & 0x1f : 0;
        return (frame[start + 1] & 0xc0) == 0x40 ? llc(frame, start + 14 + route, end) : refuse(Refusal.NOT_IP);
    }

    /** Apple's header in front of a frame of any other type. */
    private boolean pktap(byte[] frame, int start, int end) {
        if (start + 12 > end) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        long length = Integer.reverseBytes(BigEndian.integer(frame, start)) & 0xffffffffL;
        int linkType = Integer.reverseBytes(BigEndian.integer(frame, start + 8));
        if (length < 12 || length > end - start) {
            return refuse(Refusal.LINK_CUT_SHORT);
        }
        return step() && link(frame, start + (int) length, end, linkType);
    }
}
