package org.yamori.sensor.signature;

import org.yamori.wire.signature.OptionLayout;
import org.yamori.wire.signature.Quirk;

/**
 * The raw signatures of SYNs as p0f 3 writes them, without the parts that other columns hold: bytes of IP options, MSS,
 * window, window scale, option kinds, quirks, payload, for example {@code 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0}.
 *
 * <p>A window that is no multiple of anything is a {@code *}: scanners draw it at random, and it has a column. So the
 * texts of real traffic are a few hundred, and they are remembered in 4,096 places found by a hash of what they say, as
 * {@code SynOptions} does: nothing is allocated for a text that was seen, and who invents signatures costs time but no
 * memory. Not for use by several threads.
 */
public final class SynSignatures {
    private static final String NONE = "";
    private static final int PLACES = 4096;
    private static final int PLACE_SHIFT = 52;
    private static final int KEY_WORDS = 4;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long OTHER_MULTIPLIER = 0xC2B2AE3D27D4EB4FL;

    private static final int NO_TCP_OPTIONS = 20;
    private static final int FRAGMENTED = 0x3fff;
    private static final int MUST_BE_ZERO = 0x8000;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int SYN_ALONE = 0x02;
    private static final int SYN_ACK_FIN_RST = 0x17;
    private static final int PUSH = 0x08;
    private static final int URGENT = 0x20;
    private static final int ECN_FLAGS = 0xc0;
    private static final int TCP = 6;

    private static final int QUIRK_DF = Quirk.DF.bit();
    private static final int QUIRK_ID_WITH_DF = Quirk.ID_WITH_DF.bit();
    private static final int QUIRK_NO_ID = Quirk.NO_ID.bit();
    private static final int QUIRK_ECN = Quirk.ECN.bit();
    private static final int QUIRK_MUST_BE_ZERO = Quirk.MUST_BE_ZERO.bit();
    private static final int QUIRK_FLOW = Quirk.FLOW.bit();
    private static final int QUIRK_SEQUENCE = Quirk.SEQUENCE_ZERO.bit();
    private static final int QUIRK_ACKNOWLEDGEMENT = Quirk.ACKNOWLEDGEMENT_WITHOUT_FLAG.bit();
    private static final int QUIRK_URGENT_POINTER = Quirk.URGENT_WITHOUT_FLAG.bit();
    private static final int QUIRK_URGENT = Quirk.URGENT.bit();
    private static final int QUIRK_PUSH = Quirk.PUSH.bit();

    private final long[] keys = new long[PLACES * KEY_WORDS];
    private final String[] texts = new String[PLACES];
    private final SynOptionWalk options = new SynOptionWalk();

    /**
     * The signature of the packet, or the empty text where p0f would not look: a SYN with other flags that matter, a
     * fragment, IPv6 extension headers, headers that are not whole.
     *
     * @param ip where the IP header begins, whose first 20 (IPv6: 40) bytes were captured
     * @param tcp where the TCP header begins
     * @param end where the captured bytes of the IP packet end
     * @param payload whether the packet claims one
     */
    public String text(byte[] frame, int ip, int tcp, int end, boolean payload) {
        if (tcp + NO_TCP_OPTIONS > end || (frame[tcp + 13] & SYN_ACK_FIN_RST) != SYN_ALONE) {
            return NONE;
        }
        int tcpHeader = (frame[tcp + 12] & 0xf0) >>> 2;
        boolean ipv6 = (frame[ip] & 0xf0) == 0x60;
        if (tcpHeader < NO_TCP_OPTIONS || tcp + tcpHeader > end || !(ipv6 ? isPlain(frame, ip) : isWhole(frame, ip))) {
            return NONE;
        }
        options.read(frame, tcp + NO_TCP_OPTIONS, tcp + tcpHeader);
        int quirks = options.quirks | (ipv6 ? ipv6Quirks(frame, ip) : ipv4Quirks(frame, ip)) | tcpQuirks(frame, tcp);
        int ipOptions = ipv6 ? 0 : tcp - ip - 20;
        int multiple = WindowMultiple.of(
                unsignedShort(frame, tcp + 14), options.segmentSize, options.ownTime != 0, tcp - ip + tcpHeader, ipv6);
        return remembered(quirks, ipOptions, multiple, payload);
    }

    private static boolean isPlain(byte[] frame, int ip) {
        return frame[ip + 6] == TCP;
    }

    private static boolean isWhole(byte[] frame, int ip) {
        return (unsignedShort(frame, ip + 6) & FRAGMENTED) == 0;
    }

    private static int ipv4Quirks(byte[] frame, int ip) {
        int flags = unsignedShort(frame, ip + 6);
        boolean id = unsignedShort(frame, ip + 4) != 0;
        int quirks = (frame[ip + 1] & 3) != 0 ? QUIRK_ECN : 0;
        if ((flags & MUST_BE_ZERO) != 0) {
            quirks |= QUIRK_MUST_BE_ZERO;
        }
        if ((flags & DO_NOT_FRAGMENT) != 0) {
            return quirks | QUIRK_DF | (id ? QUIRK_ID_WITH_DF : 0);
        }
        return id ? quirks : quirks | QUIRK_NO_ID;
    }

    private static int ipv6Quirks(byte[] frame, int ip) {
        int classAndFlow = integer(frame, ip);
        return ((classAndFlow & 0xfffff) != 0 ? QUIRK_FLOW : 0) | ((classAndFlow >>> 20 & 3) != 0 ? QUIRK_ECN : 0);
    }

    private static int tcpQuirks(byte[] frame, int tcp) {
        int flags = frame[tcp + 13];
        int quirks = (flags & ECN_FLAGS) != 0 || (frame[tcp + 12] & 1) != 0 ? QUIRK_ECN : 0;
        if (integer(frame, tcp + 4) == 0) {
            quirks |= QUIRK_SEQUENCE;
        }
        // p0f tests one bit of the number only, the lowest of its first byte; signatures that agree matter more
        if ((frame[tcp + 8] & 1) != 0) {
            quirks |= QUIRK_ACKNOWLEDGEMENT;
        }
        if ((flags & URGENT) != 0) {
            quirks |= QUIRK_URGENT;
        } else if (unsignedShort(frame, tcp + 18) != 0) {
            quirks |= QUIRK_URGENT_POINTER;
        }
        return (flags & PUSH) != 0 ? quirks | QUIRK_PUSH : quirks;
    }

    private String remembered(int quirks, int ipOptions, int multiple, boolean payload) {
        // 16 + 8 + 17 + 4 + 6 + 1 + 1 + 11 bits: together with the kinds they are the whole signature
        long numbers = options.segmentSize
                | (long) options.windowScale << 16
                | (long) quirks << 24
                | (long) (ipOptions >> 2) << 41
                | (long) options.padding << 45
                | (payload ? 1L << 51 : 0)
                | (options.ended ? 1L << 52 : 0)
                | (long) multiple << 53;
        long[] kinds = options.kinds;
        long hash = numbers * MULTIPLIER + (kinds[0] + 31 * kinds[1] + 17 * kinds[2]) * OTHER_MULTIPLIER;
        int place = (int) (hash >>> PLACE_SHIFT);
        int at = place * KEY_WORDS;
        if (texts[place] == null
                || keys[at] != numbers
                || keys[at + 1] != kinds[0]
                || keys[at + 2] != kinds[1]
                || keys[at + 3] != kinds[2]) {
            keys[at] = numbers;
            System.arraycopy(kinds, 0, keys, at + 1, kinds.length);
            texts[place] = spell(quirks, ipOptions, multiple, payload);
        }
        return texts[place];
    }

    private String spell(int quirks, int ipOptions, int multiple, boolean payload) {
        StringBuilder text = new StringBuilder(64);
        text.append(ipOptions).append(':').append(options.segmentSize).append(':');
        if (multiple == 0) {
            text.append('*');
        } else {
            boolean packets = (multiple & WindowMultiple.LARGEST_PACKETS) != 0;
            text.append(packets ? "mtu*" : "mss*").append(multiple & ~WindowMultiple.LARGEST_PACKETS);
        }
        text.append(',').append(options.windowScale).append(':');
        for (int i = 0; i < options.count; i++) {
            int kind = options.kind(i);
            text.append(i == 0 ? "" : ",");
            text.append(kind == 0 ? "eol+" + options.padding : OptionLayout.word(kind));
        }
        return text.append(':')
                .append(Quirk.words(quirks))
                .append(payload ? ":+" : ":0")
                .toString();
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static int integer(byte[] bytes, int at) {
        return unsignedShort(bytes, at) << 16 | unsignedShort(bytes, at + 2);
    }
}
