package org.yamori.sensor.parse;

/** IEEE 802.11 data frames, and the headers that capturing programs put in front of them. */
final class Wireless {
    private static final int DATA = 0x08;
    private static final int WITHOUT_DATA = 0x40;
    private static final int WITH_QUALITY = 0x80;
    private static final int BETWEEN_STATIONS = 0x03;
    private static final int PROTECTED = 0x40;
    private static final int ORDERED = 0x80;
    private static final int AGGREGATED = 0x80;

    private static final int PRISM_BYTES = 144;

    private Wireless() {}

    static boolean wifi(LinkHeader link, byte[] frame, int start, int end) {
        return wifi(link, frame, start, end, false);
    }

    /** @param padded whether the header was filled up to a multiple of four bytes */
    private static boolean wifi(LinkHeader link, byte[] frame, int start, int end, boolean padded) {
        if (start + 2 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int kind = frame[start] & 0xff;
        int flags = frame[start + 1] & 0xff;
        if ((kind & 0x0f) != DATA || (kind & WITHOUT_DATA) != 0) {
            return link.refuse(Refusal.NOT_IP);
        }
        if ((flags & PROTECTED) != 0) {
            return link.refuse(Refusal.ENCRYPTED);
        }
        int length = 24 + ((flags & BETWEEN_STATIONS) == BETWEEN_STATIONS ? 6 : 0);
        boolean quality = (kind & WITH_QUALITY) != 0;
        int qualityAt = start + length;
        if (quality) {
            length += (flags & ORDERED) != 0 ? 6 : 2;
        }
        if (start + length > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        boolean laterFragment = (frame[start + 22] & 0x0f) != 0;
        if (laterFragment || (quality && (frame[qualityAt] & AGGREGATED) != 0)) {
            return link.refuse(Refusal.NOT_IP);
        }
        return link.llc(frame, start + (padded ? (length + 3) & ~3 : length), end);
    }

    /**
     * The header tells its own length; of its fields only the flags matter, of which one says that there is padding.
     */
    static boolean radiotap(LinkHeader link, byte[] frame, int start, int end) {
        int length = lengthAt(frame, start, end);
        if (length < 8) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int fieldsAt = start + 4;
        int present = Integer.reverseBytes(BigEndian.integer(frame, fieldsAt));
        for (int more = present; more < 0; ) {
            fieldsAt += 4;
            if (fieldsAt + 4 > start + length) {
                return link.refuse(Refusal.LINK_CUT_SHORT);
            }
            more = Integer.reverseBytes(BigEndian.integer(frame, fieldsAt));
        }
        int at = fieldsAt + 4;
        if ((present & 1) != 0) {
            at = start + ((at - start + 7) & ~7) + 8;
        }
        boolean padded = (present & 2) != 0 && at < start + length && (frame[at] & 0x20) != 0;
        return wifi(link, frame, start + length, end, padded);
    }

    /** CACE's per-packet information: a length and a link type, then fields, then a frame of that type. */
    static boolean perPacket(LinkHeader link, byte[] frame, int start, int end) {
        int length = lengthAt(frame, start, end);
        if (length < 8) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        int linkType = Integer.reverseBytes(BigEndian.integer(frame, start + 4));
        return link.step() && link.link(frame, start + length, end, linkType);
    }

    /** Length in bytes 2 and 3, little-endian; 0 when the frame does not hold it. */
    private static int lengthAt(byte[] frame, int start, int end) {
        if (start + 8 > end) {
            return 0;
        }
        int length = Short.toUnsignedInt(Short.reverseBytes((short) BigEndian.unsignedShort(frame, start + 2)));
        return length <= end - start ? length : 0;
    }

    /** Prism's 144 bytes, or AVS, which writes its version and length there. */
    static boolean prism(LinkHeader link, byte[] frame, int start, int end) {
        if (start + 8 > end) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        boolean avs = BigEndian.integer(frame, start) >>> 12 == 0x80211;
        int length = avs ? BigEndian.integer(frame, start + 4) : PRISM_BYTES;
        if (length < 8 || length > end - start) {
            return link.refuse(Refusal.LINK_CUT_SHORT);
        }
        return wifi(link, frame, start + length, end, false);
    }
}
