package org.yamori.wire;

/** Which clock stamped the packets of a block. */
public enum Clock {
    /** The sensor's own, now; lateness is judged. */
    LIVE("live"),
    /** A file's or scenario's; only under a study's prefix, where lateness is not judged. */
    FILE("file");

    private final String word;

    Clock(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Clock of(String word) {
        return switch (word) {
            case "live" -> LIVE;
            case "file" -> FILE;
            default -> throw new IllegalArgumentException("clock must be live or file, was '" + word + "'");
        };
    }
}
