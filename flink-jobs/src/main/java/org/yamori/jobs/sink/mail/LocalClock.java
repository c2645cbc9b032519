package org.yamori.jobs.sink.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times for people: in UTC, and beside it in theirs.
 *
 * @param zone theirs
 */
public record LocalClock(ZoneId zone) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    public String text(Instant time) {
        String utc = SECONDS.format(time.atOffset(ZoneOffset.UTC)) + " UTC";
        return zone.getRules().getOffset(time).equals(ZoneOffset.UTC)
                ? utc
                : utc + " = " + WITH_OFFSET.format(time.atZone(zone)) + " " + zone.getId();
    }

    /** Of a time as it stands in JSON. */
    public String text(String time) {
        return text(Instant.parse(time));
    }
}
