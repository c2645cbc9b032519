package org.yamori.jobs.detect.fingerprint;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.yamori.jobs.flow.Document;

/** How long a window is, and where windows begin. */
enum Resolution {
    HOUR("hour"),
    DAY("day");

    static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);
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

    /** Where the window of a time begins; zones with an offset of 30 or 45 minutes have hours of their own. */
    long start(long micros, ZoneId zone) {
        if (this == DAY) {
            return startOf(LocalDate.ofInstant(Document.instant(micros), zone), zone);
        }
        long offset = TimeUnit.SECONDS.toMicros(
                zone.getRules().getOffset(Document.instant(micros)).getTotalSeconds());
        return Math.floorDiv(micros + offset, HOUR_MICROS) * HOUR_MICROS - offset;
    }

    /** Where the window ends that begins at {@code start}; days last 23 to 25 hours where clocks are changed. */
    long end(long start, ZoneId zone) {
        return this == HOUR
                ? start + HOUR_MICROS
                : startOf(LocalDate.ofInstant(Document.instant(start), zone).plusDays(1), zone);
    }

    /** Up to when late blocks revise a window that ends at {@code end}. */
    long keptUntil(long end) {
        return end + (this == HOUR ? HOUR_MICROS : 2 * HOUR_MICROS);
    }

    private static long startOf(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toEpochSecond() * 1_000_000;
    }

    /** Whether a window that ends at {@code endMicros} is over; a watermark is the last complete millisecond. */
    static boolean isOver(long endMicros, long watermarkMillis) {
        return watermarkMillis >= Math.floorDiv(endMicros, 1000L) - 1;
    }
}
