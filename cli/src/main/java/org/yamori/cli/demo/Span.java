package org.yamori.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A time from one instant to another. */
record Span(Instant from, Instant to) {
    /** Of what never happened. */
    static final Span NONE = new Span(Instant.EPOCH, Instant.EPOCH);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    Span {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a span ends after its start, was " + from + " to " + to);
        }
    }

    Duration length() {
        return Duration.between(from, to);
    }

    boolean holds(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }

    boolean overlaps(Span other) {
        return !other.to.isBefore(from) && !other.from.isAfter(to);
    }

    /** The span with so much more at both ends. */
    Span widened(Duration by) {
        return new Span(from.minus(by), to.plus(by));
    }

    /** The share of the other span that lies in this one. */
    double shareOf(Span other) {
        if (!overlaps(other) || other.length().isZero()) {
            return 0;
        }
        Instant start = from.isAfter(other.from) ? from : other.from;
        Instant end = to.isBefore(other.to) ? to : other.to;
        return (double) Duration.between(start, end).toSeconds()
                / Math.max(1, other.length().toSeconds());
    }

    String words() {
        return words(from) + " to " + words(to);
    }

    static String words(Instant time) {
        return MINUTE.format(time);
    }

    /** Days and hours, hours and minutes, or minutes. */
    static String words(Duration length) {
        Duration rounded = Duration.ofMinutes((length.toSeconds() + 30) / 60);
        if (rounded.toDays() > 0) {
            return rounded.toDays() + " d " + rounded.toHoursPart() + " h";
        }
        return rounded.toHours() > 0
                ? rounded.toHours() + " h " + rounded.toMinutesPart() + " min"
                : rounded.toMinutes() + " min";
    }
}
