package org.yamori.jobs.flow;

/** What a TCP packet's flags make of it, as coarsely as a storm cares; other protocols have none. */
public enum FlagClass {
    NONE("none"),
    /** SYN without ACK and RST. */
    SYN("syn"),
    /** ACK without SYN and RST. */
    ACK("ack"),
    OTHER("other");

    private static final int SYN_BIT = 2;
    private static final int RST_BIT = 4;
    private static final int ACK_BIT = 16;
    private static final FlagClass[] ALL = values();

    private final String word;

    FlagClass(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static FlagClass at(int ordinal) {
        return ALL[ordinal];
    }

    public static FlagClass ofTcp(int flags) {
        return switch (flags & (SYN_BIT | RST_BIT | ACK_BIT)) {
            case SYN_BIT -> SYN;
            case ACK_BIT -> ACK;
            default -> OTHER;
        };
    }
}
