package org.yamori.jobs.detect.surge;

/** Minutes as their numbers since 1970. */
final class Minutes {
    static final long MICROS = 60_000_000L;
    static final long MILLIS = 60_000L;

    private Minutes() {}

    static long of(long micros) {
        return Math.floorDiv(micros, MICROS);
    }

    /** The last minute that is over when event time has passed the watermark; nothing at or before it will follow. */
    static long lastOver(long watermarkMillis) {
        return Math.floorDiv(watermarkMillis - (MILLIS - 1), MILLIS);
    }

    static long startMicros(long minute) {
        return minute * MICROS;
    }

    /** The last millisecond of the minute: what is said of a minute bears this time. */
    static long lastMillis(long minute) {
        return (minute + 1) * MILLIS - 1;
    }

    /** The first microsecond behind the minute. */
    static long endMicros(long minute) {
        return (minute + 1) * MICROS;
    }
}
