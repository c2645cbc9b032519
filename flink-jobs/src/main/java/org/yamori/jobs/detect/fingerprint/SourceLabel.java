package org.yamori.jobs.detect.fingerprint;

/** What a source was in a window; each source has one of these. */
enum SourceLabel {
    /** Nothing that could be told: probes over UDP and ICMP without marks. */
    NONE("none", ""),
    /** All that N-07 asks for: fixed source port, IP id varies. */
    MIRAI_LEAKED("mirai", "leaked"),
    /** All that N-08 asks for: the same with a fixed IP id. */
    MIRAI_EARLIER("mirai", "earlier"),
    /** Mirai's sequence numbers, but too few packets or not the rest of its fingerprint. */
    MIRAI_UNCLEAR("mirai", "unclear"),
    ZMAP("zmap", ""),
    MASSCAN("masscan", ""),
    NMAP("nmap", ""),
    IRREGULAR("irregular", ""),
    UNKNOWN("unknown", ""),
    /** Marks of tools, but in too few packets. */
    UNDECIDED("undecided", "");

    private static final SourceLabel[] ALL = values();

    private final String tool;
    private final String version;

    SourceLabel(String tool, String version) {
        this.tool = tool;
        this.version = version;
    }

    /** The word of the tool. */
    String tool() {
        return tool;
    }

    /** The version's word, or the empty text. */
    String version() {
        return version;
    }

    boolean isMirai() {
        return this == MIRAI_LEAKED || this == MIRAI_EARLIER || this == MIRAI_UNCLEAR;
    }

    /** Whether its sources are grouped by their SYNs because no tool is known. */
    boolean isGroupedBySignature() {
        return this == UNKNOWN || this == IRREGULAR;
    }

    static SourceLabel at(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }
}
