package org.yamori.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a sensor behaves towards who sends to it. */
public enum SensorKind {
    /** Never answers. */
    BLACKHOLE("blackhole"),
    /** Completes handshakes. */
    LOW_INTERACTION("low-interaction"),
    /** Plays a whole service. */
    HIGH_INTERACTION("high-interaction"),
    /** Not a sensor of ours: a table somebody else made. */
    FEED("feed");

    private final String word;

    SensorKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether its addresses answer, so that it sees handshakes completed. */
    public boolean answers() {
        return this == LOW_INTERACTION || this == HIGH_INTERACTION;
    }

    public static SensorKind of(String word) {
        for (SensorKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("sensor kind must be one of "
                + Arrays.stream(values()).map(SensorKind::word).collect(Collectors.joining(", ")) + ", was '" + word
                + "'");
    }
}
