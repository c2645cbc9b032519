package org.yamori.jobs.flow;

import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/**
 * Which program made a probe, as far as one packet tells. The mark of Mirai has 32 bits, and one packet shows it; the
 * others have 16 or fewer, so that chance makes them too, and a label is no more than a candidate until several packets
 * of a source agree.
 */
public enum Tool {
    /** No probe, or a UDP or ICMP probe without a mark. */
    NONE("none"),
    /** TCP sequence number = destination address (requirement N-07). */
    MIRAI("mirai"),
    /** IP id 54321, which ZMap wrote before 4.1.0. */
    ZMAP("zmap"),
    /** IP id = the lower 16 bits of destination xor port xor sequence number. */
    MASSCAN("masscan"),
    /** Window 1024, 2048, 3072 or 4096, an MSS of 1460 as the only option, TTL at most 64. */
    NMAP("nmap"),
    /** No options, or a TTL above 200: made by hand, by a program that is none of these. */
    IRREGULAR("irregular"),
    /** A SYN as systems make them, or of a program nobody has a mark of. */
    UNKNOWN("unknown");

    private static final Tool[] ALL = values();
    private static final int TCP = 6;
    private static final int SYN = 2;
    private static final int SYN_ACK_RST_FIN = 2 | 16 | 4 | 1;
    private static final int ZMAP_ID = 54_321;
    private static final int LARGEST_REGULAR_TTL = 200;
    private static final int LARGEST_NMAP_TTL = 64;

    private final String word;

    Tool(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Tool at(int ordinal) {
        return ALL[ordinal];
    }

    public static int count() {
        return ALL.length;
    }

    /** What the options of a SYN are, as far as the rules ask. */
    enum SynForm {
        /** The signature says nothing: rules on options do not fire. */
        NOT_KNOWN,
        NO_OPTIONS,
        ONLY_MSS_1460,
        OTHER_OPTIONS;

        /** Reads the column {@code syn_signature}: IP options, MSS, window and scale, options, quirks, payload. */
        static SynForm of(String signature) {
            int mss = signature.indexOf(':') + 1;
            int window = signature.indexOf(':', mss) + 1;
            int options = signature.indexOf(':', window) + 1;
            int quirks = signature.indexOf(':', options) + 1;
            if (mss == 0 || window == 0 || options == 0 || quirks == 0) {
                return NOT_KNOWN;
            }
            if (quirks - 1 == options) {
                return signature.indexOf("bad", quirks) < 0 ? NO_OPTIONS : OTHER_OPTIONS;
            }
            boolean onlyMss = quirks - 1 - options == 3 && signature.startsWith("mss", options);
            boolean is1460 = window - 1 - mss == 4 && signature.startsWith("1460", mss);
            return onlyMss && is1460 ? ONLY_MSS_1460 : OTHER_OPTIONS;
        }
    }

    /**
     * The tool of every row, by ordinal.
     *
     * @param kinds of the rows, by ordinal
     */
    static byte[] label(Slice slice, byte[] kinds) {
        byte[] tools = new byte[slice.rows];
        int flags = slice.offset(Column.TCP_FLAGS);
        int ids = slice.offset(Column.IP_ID);
        int sequences = slice.offset(Column.SEQUENCE);
        int windows = slice.offset(Column.WINDOW);
        int ttls = slice.offset(Column.TTL);
        int signatures = slice.offset(Column.SYN_SIGNATURE);
        if (flags < 0 || ids < 0 || sequences < 0 || windows < 0 || ttls < 0 || signatures < 0) {
            return tools;
        }
        SynForm[] forms = new SynForm[slice.synSignatures.length];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = SynForm.of(slice.synSignatures[i]);
        }
        byte[] data = slice.data;
        int protocols = slice.offset(Column.PROTOCOL);
        int destinations = slice.offset(Column.DESTINATION);
        int ports = slice.offset(Column.DESTINATION_PORT);
        for (int row = 0; row < slice.rows; row++) {
            int id = slice.ipv6 ? -1 : Bytes.unsignedShort(data, ids + (row << 1));
            if (data[protocols + row] != TCP) {
                boolean probe =
                        kinds[row] == TrafficKind.SCAN.ordinal() || kinds[row] == TrafficKind.REFLECTION.ordinal();
                tools[row] = (byte) (probe && id == ZMAP_ID ? ZMAP : NONE).ordinal();
            } else if (isSyn(data[flags + row])) {
                Tool tool = slice.ipv6
                        ? NONE
                        : ofIpv4(
                                Bytes.integer(data, destinations + (row << 2)),
                                Bytes.unsignedShort(data, ports + (row << 1)),
                                Bytes.integer(data, sequences + (row << 2)),
                                id);
                if (tool == NONE) {
                    tool = ofForm(
                            Bytes.unsignedShort(data, windows + (row << 1)),
                            data[ttls + row] & 0xff,
                            forms[Bytes.unsignedShort(data, signatures + (row << 1))]);
                }
                tools[row] = (byte) tool.ordinal();
            }
        }
        return tools;
    }

    /** Whether these TCP flags open a connection; the bits of congestion notification may be set. */
    public static boolean isSyn(int flags) {
        return (flags & SYN_ACK_RST_FIN) == SYN;
    }

    /** The mark that a scanner wrote into fields of a SYN over IPv4; without one, none. The longest mark goes first. */
    public static Tool ofIpv4(int destination, int port, int sequence, int id) {
        if (sequence == destination) {
            return MIRAI;
        }
        if (id == ZMAP_ID) {
            return ZMAP;
        }
        return ((destination ^ port ^ sequence) & 0xffff) == id ? MASSCAN : NONE;
    }

    /** What is left to tell of a SYN by its form; the same over IPv4 and IPv6. */
    static Tool ofForm(int window, int ttl, SynForm form) {
        boolean nmapWindow = (window & 0x3ff) == 0 && window >= 1_024 && window <= 4_096;
        if (nmapWindow && form == SynForm.ONLY_MSS_1460 && ttl <= LARGEST_NMAP_TTL) {
            return NMAP;
        }
        return form == SynForm.NO_OPTIONS || ttl > LARGEST_REGULAR_TTL ? IRREGULAR : UNKNOWN;
    }
}
