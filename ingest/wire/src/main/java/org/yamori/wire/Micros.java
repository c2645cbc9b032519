package org.yamori.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times in microseconds since 1970, UTC, and their texts. */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final long EARLIEST = of(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LATEST = of(Instant.parse("9999-12-31T23:59:59.999999Z"));

    private Micros() {}

    private static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1000);
    }

    static String text(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1000L)
                .toString();
    }

    /** Reads a time with its offset, or a day, which begins at midnight UTC. */
    static long parse(String text) {
        try {
            if (text.length() == 10) {
                return require(of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)));
            }
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
                return require(of(instant));
            }
        } catch (DateTimeException | ArithmeticException notATime) {
            // said below, with the text
        }
        throw new IllegalArgumentException("a time is like 2016-09-20 or 2016-09-20T15:00:00.123456Z, with an offset"
                + " and at most six decimals, was '" + BlockHeader.clip(text) + "'");
    }

    /** Refuses what has no four-digit year. */
    static long require(long micros) {
        if (micros < EARLIEST || micros > LATEST) {
            throw new IllegalArgumentException("a time lies in the years 1 to 9999, was " + micros + " microseconds");
        }
        return micros;
    }
}
