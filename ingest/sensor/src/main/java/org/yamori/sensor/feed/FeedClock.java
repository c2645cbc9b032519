package org.yamori.sensor.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of a feed in microseconds: ISO 8601 dates and date-times, those without offset in the feed's zone. */
final class FeedClock {
    static final String ALLOWED =
            "ISO 8601 like 2014-10-21, 2014-10-21T03:00 or 2014-10-21T03:00:00+09:00, from 1970 to 9999";
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);
    /** An offset without its colon or its minutes, as ISO 8601 allows too. */
    private static final Pattern SHORT_OFFSET = Pattern.compile("(.*T.*[+-][0-9]{2})([0-9]{2})?");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");

    private static final int DATE_LENGTH = 10;
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final ZoneId zone;
    private String lastText = "";
    private int lastHour;
    private long lastMicros;

    FeedClock(ZoneId zone) {
        this.zone = zone;
    }

    /** A text is no time; the message says what was allowed. */
    static final class BadTimeException extends Exception {
        BadTimeException(String message) {
            super(message);
        }
    }

    /** Whether a time is written as seconds since 1970, as other programs do. */
    static boolean isSeconds(String text) {
        return SECONDS.matcher(text).matches();
    }

    /** Seconds since 1970 with up to nine decimals; what is behind the microsecond is dropped. */
    static long microsOfSeconds(String text) throws BadTimeException {
        int point = text.indexOf('.');
        long seconds = Long.parseLong(point < 0 ? text : text.substring(0, point));
        String decimals = (point < 0 ? "" : text.substring(point + 1)) + "000000";
        if (seconds > LAST_SECOND) {
            throw new BadTimeException("seconds since 1970, up to the year 9999");
        }
        return seconds * 1_000_000 + Long.parseLong(decimals.substring(0, 6));
    }

    /** A date, a date-time, or a date-time with offset. */
    long micros(String text) throws BadTimeException {
        if (!text.equals(lastText) || lastHour != -1) {
            lastMicros = text.length() <= DATE_LENGTH ? ofDate(text, 0) : ofDateTime(text);
            lastText = text;
            lastHour = -1;
        }
        return lastMicros;
    }

    /** An hour of a day. */
    long micros(String date, int hour) throws BadTimeException {
        if (!date.equals(lastText) || lastHour != hour) {
            lastMicros = ofDate(date, hour);
            lastText = date;
            lastHour = hour;
        }
        return lastMicros;
    }

    private long ofDate(String text, int hour) throws BadTimeException {
        try {
            LocalDate date = LocalDate.parse(text);
            return hour == 0
                    ? micros(date.atStartOfDay(zone).toInstant())
                    : ofLocal(date.atTime(LocalTime.of(hour, 0)));
        } catch (DateTimeException unreadable) {
            throw new BadTimeException(ALLOWED);
        }
    }

    private long ofDateTime(String text) throws BadTimeException {
        try {
            String strict = text.charAt(DATE_LENGTH) == ' ' ? text.replaceFirst(" ", "T") : text;
            Matcher shortOffset = SHORT_OFFSET.matcher(strict);
            if (shortOffset.matches()) {
                String minutes = shortOffset.group(2);
                strict = shortOffset.group(1) + ":" + (minutes == null ? "00" : minutes);
            }
            TemporalAccessor parsed = DATE_TIME.parse(strict);
            LocalDateTime local = LocalDateTime.of(
                    parsed.query(TemporalQueries.localDate()), parsed.query(TemporalQueries.localTime()));
            ZoneOffset offset = parsed.query(TemporalQueries.offset());
            return offset == null ? ofLocal(local) : micros(local.toInstant(offset));
        } catch (DateTimeException unreadable) {
            throw new BadTimeException(ALLOWED);
        }
    }

    /** Of an hour that a zone passes twice the first is meant; one that it leaps over is no time. */
    private long ofLocal(LocalDateTime local) throws BadTimeException {
        if (zone.getRules().getValidOffsets(local).isEmpty()) {
            throw new BadTimeException("a time that the zone " + zone + " does not leap over");
        }
        return micros(local.atZone(zone).toInstant());
    }

    private static long micros(Instant instant) throws BadTimeException {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        if (micros < 0 || instant.getEpochSecond() > LAST_SECOND) {
            throw new BadTimeException(ALLOWED);
        }
        return micros;
    }
}
