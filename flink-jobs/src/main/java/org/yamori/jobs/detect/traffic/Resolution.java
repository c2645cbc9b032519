package org.yamori.jobs.detect.traffic;

/** How long a window is. */
enum Resolution {
    MINUTE("minute"),
    HOUR("hour"),
    DAY("day");

    private static final Resolution[] ALL = values();
    private final String word;

    Resolution(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Resolution at(int ordinal) {
        return ALL[ordinal];
    }
}
