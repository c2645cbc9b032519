package org.yamori.console.overview;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of event time in whole minutes, up to and without its end.
 *
 * @param start its first minute
 * @param end the end of its last minute
 */
public record Span(Instant start, Instant end) {
    private static final int MINUTE_SECONDS = 60;

    public Span {
        if (!start.isBefore(end)
                || start.getEpochSecond() % MINUTE_SECONDS != 0
                || end.getEpochSecond() % MINUTE_SECONDS != 0) {
            throw new IllegalArgumentException(
                    "a span has whole minutes and ends after its start, was " + start + " to " + end);
        }
    }

    /** The hours before a moment. */
    public static Span hoursBefore(Instant end, int hours) {
        return new Span(end.minus(Duration.ofHours(hours)), end);
    }

    public int minutes() {
        return Math.toIntExact(Duration.between(start, end).toMinutes());
    }

    /** The number of the minute within this span; outside of it negative or too large. */
    public int minuteOf(Instant time) {
        return Math.toIntExact(Math.floorDiv(time.getEpochSecond() - start.getEpochSecond(), (long) MINUTE_SECONDS));
    }
}
