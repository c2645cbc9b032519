package org.yamori.jobs.sink;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Names of the indices of one installation or study: {@code <prefix>-<kind>-<yyyy.MM>}, the month in UTC.
 *
 * @param prefix first word of every index
 */
public record IndexNames(String prefix) {
    public IndexNames {
        if (!prefix.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "an index prefix is 1 to 60 lower-case letters, digits or '-', was " + Document.clip(prefix));
        }
    }

    public String of(String kind, long anchorMicros) {
        ZonedDateTime at = Instant.EPOCH.plus(anchorMicros, ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
        StringBuilder name = new StringBuilder(prefix.length() + kind.length() + 9);
        name.append(prefix)
                .append('-')
                .append(kind)
                .append('-')
                .append(at.getYear())
                .append('.');
        int month = at.getMonthValue();
        return (month < 10 ? name.append('0') : name).append(month).toString();
    }
}
