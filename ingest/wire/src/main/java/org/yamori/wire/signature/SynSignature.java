package org.yamori.wire.signature;

import java.io.Serializable;

/**
 * What a SYN says of the system that sent it, in the form that p0f 3 calls a raw signature:
 * {@code 4:54+10:0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0}.
 *
 * <p>That is IP version, TTL on arrival + hops to the next usual initial TTL, bytes of IP options, MSS, window, window
 * scale, TCP options, quirks, and {@code +} with a payload. A block's column {@code syn_signature} holds the part
 * behind the TTL, with {@code *} for a window that is a plain number: version, TTL and window have columns of their
 * own.
 *
 * @param hops to the smallest of 32, 64, 128 and 255 that is not below the TTL
 * @param quirks bits, see {@link Quirk#bit}
 */
public record SynSignature(
        boolean ipv6,
        int ttl,
        int hops,
        int ipOptionBytes,
        int segmentSize,
        int window,
        SynWindow seenWindow,
        int windowScale,
        OptionLayout options,
        int quirks,
        boolean payload)
        implements Serializable {
    /** More hops are hardly ever real; p0f writes a question mark for them. */
    static final int MOST_HOPS = 35;

    private static final int PARTS = 6;

    /**
     * The signature of a row.
     *
     * @param text of the column {@code syn_signature}, not empty
     */
    public static SynSignature of(boolean ipv6, int ttl, int window, String text) {
        String[] parts = text.split(":", -1);
        String[] windows = parts.length == PARTS ? parts[2].split(",", -1) : parts;
        if (parts.length != PARTS || windows.length != 2) {
            throw new IllegalArgumentException(
                    "a SYN signature is like 0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0; was '" + text + "'");
        }
        SynWindow seen = SynWindow.parse(windows[0]);
        return new SynSignature(
                ipv6,
                ttl,
                hops(ttl),
                Numbers.parse("bytes of IP options", parts[0], 0, 40),
                Numbers.parse("MSS", parts[1], 0, 0xffff),
                window,
                seen.equals(SynWindow.ANY) ? new SynWindow(SynWindow.Unit.NUMBER, window) : seen,
                Numbers.parse("window scale", windows[1], 0, 255),
                OptionLayout.parse(parts[3]),
                Quirk.parse(parts[4]),
                parts[5].equals("+"));
    }

    private static int hops(int ttl) {
        int initial = ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
        return initial - ttl;
    }

    /** As p0f writes it. */
    @Override
    public String toString() {
        return (ipv6 ? "6:" : "4:") + ttl + "+" + (hops > MOST_HOPS ? "?" : String.valueOf(hops)) + ":" + ipOptionBytes
                + ":" + segmentSize + ":" + seenWindow + "," + windowScale + ":" + options + ":"
                + Quirk.words(quirks) + ":" + (payload ? "+" : "0");
    }
}
