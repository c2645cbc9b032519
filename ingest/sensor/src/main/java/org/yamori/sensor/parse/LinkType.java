package org.yamori.sensor.parse;

/** Link types as registered for pcap (LINKTYPE_…), and what those are called that are not read. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int TOKEN_RING = 6;
    public static final int PPP = 9;
    public static final int FDDI = 10;
    public static final int RAW_BSD = 12;
    public static final int RAW_OPENBSD = 14;
    public static final int PPP_HDLC = 50;
    public static final int PPPOE = 51;
    public static final int LLC_ATM = 100;
    public static final int RAW_IP = 101;
    public static final int CISCO_HDLC = 104;
    public static final int WIFI = 105;
    public static final int FRAME_RELAY = 107;
    public static final int LOOPBACK = 108;
    public static final int ENC = 109;
    public static final int LINUX_COOKED = 113;
    public static final int PFLOG = 117;
    public static final int WIFI_PRISM = 119;
    public static final int WIFI_RADIOTAP = 127;
    public static final int FIREWIRE = 138;
    public static final int WIFI_AVS = 163;
    public static final int PPP_DIRECTION = 166;
    public static final int PPI = 192;
    public static final int MPLS = 219;
    public static final int IPNET = 226;
    public static final int RAW_IPV4 = 228;
    public static final int RAW_IPV6 = 229;
    public static final int NFLOG = 239;
    public static final int INFINIBAND = 242;
    public static final int PKTAP = 258;
    public static final int LINUX_COOKED_2 = 276;
    public static final int SWITCH_BROADCOM = 281;
    public static final int SWITCH_BROADCOM_FRONT = 282;
    public static final int SWITCH_MARVELL = 284;
    public static final int SWITCH_MARVELL_ETHERNET = 285;

    private LinkType() {}

    /** Whether frames of this link type are read. */
    public static boolean isRead(int linkType) {
        return switch (linkType) {
            case NULL,
                    ETHERNET,
                    TOKEN_RING,
                    PPP,
                    FDDI,
                    RAW_BSD,
                    RAW_OPENBSD,
                    PPP_HDLC,
                    PPPOE,
                    LLC_ATM,
                    RAW_IP,
                    CISCO_HDLC,
                    WIFI,
                    FRAME_RELAY,
                    LOOPBACK,
                    ENC,
                    LINUX_COOKED,
                    PFLOG,
                    WIFI_PRISM,
                    WIFI_RADIOTAP,
                    FIREWIRE,
                    WIFI_AVS,
                    PPP_DIRECTION,
                    PPI,
                    MPLS,
                    IPNET,
                    RAW_IPV4,
                    RAW_IPV6,
                    NFLOG,
                    INFINIBAND,
                    PKTAP,
                    LINUX_COOKED_2,
                    SWITCH_BROADCOM,
                    SWITCH_BROADCOM_FRONT,
                    SWITCH_MARVELL,
                    SWITCH_MARVELL_ETHERNET -> true;
            default -> false;
        };
    }

    /** Words for the reason why frames of a type that is not read were refused. */
    public static String refusal(int linkType) {
        String name = nameOfUnread(linkType);
        return "link type " + linkType + (name.isEmpty() ? "" : " (" + name + ")") + " is not read";
    }

    private static String nameOfUnread(int linkType) {
        if (linkType >= 147 && linkType <= 162) {
            return "private use";
        }
        return switch (linkType) {
            case 7, 129 -> "ARCNET";
            case 8 -> "SLIP";
            case 106 -> "Linux ATM CLIP";
            case 114 -> "LocalTalk";
            case 122 -> "Fibre Channel";
            case 123 -> "ATM";
            case 130, 131, 132, 133, 134, 135, 136, 137, 164, 167, 168, 178, 179, 180, 181, 183, 184, 194 -> "Juniper";
            case 139, 140, 141, 142 -> "SS7";
            case 165 -> "BACnet MS/TP";
            case 182 -> "multilink frame relay";
            case 187, 201, 251, 255, 256, 272 -> "Bluetooth";
            case 189, 220, 249 -> "USB";
            case 190, 227 -> "CAN";
            case 195, 215, 230, 283 -> "IEEE 802.15.4";
            case 231 -> "D-Bus";
            case 253 -> "Linux netlink";
            case 271 -> "virtual sockets";
            default -> "";
        };
    }
}
