package org.yamori.jobs.detect.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** Where windows begin, what is a misconfiguration, and what deserves a document of its own. */
final class TrafficLogic {
    static final long MINUTE_MICROS = TimeUnit.MINUTES.toMicros(1);
    static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);

    private TrafficLogic() {}

    static long startOfMinute(long micros) {
        return Math.floorDiv(micros, MINUTE_MICROS) * MINUTE_MICROS;
    }

    /** Hours begin with the local hour; zones with an offset of 30 or 45 minutes have hours of their own. */
    static long startOfHour(long micros, ZoneId zone) {
        long offset = TimeUnit.SECONDS.toMicros(
                zone.getRules().getOffset(instant(micros)).getTotalSeconds());
        return Math.floorDiv(micros + offset, HOUR_MICROS) * HOUR_MICROS - offset;
    }

    static long startOfDay(long micros, ZoneId zone) {
        return micros(
                LocalDate.ofInstant(instant(micros), zone).atStartOfDay(zone).toInstant());
    }

    /** Days last 23 to 25 hours where clocks are changed. */
    static long endOfDay(long startMicros, ZoneId zone) {
        return micros(LocalDate.ofInstant(instant(startMicros), zone)
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant());
    }

    static Instant instant(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    /**
     * Whether a window that ends at {@code endMicros} is over. A watermark is the last millisecond that is complete.
     */
    static boolean isOver(long endMicros, long watermarkMillis) {
        return watermarkMillis >= Math.floorDiv(endMicros, 1000L) - 1;
    }

    /** Repeated packets from one source to few addresses (requirement C-16, reading: under five in an hour). */
    static boolean isMisconfiguration(long packets, int destinations, TrafficRules rules) {
        return destinations > 0 && destinations <= rules.fewDestinations() && packets > destinations;
    }

    /** What is watched has a document of its own, and what is more than a trickle. */
    static boolean hasOwnDocument(
            Resolution resolution, boolean watched, long packets, long missing, TrafficRules rules) {
        return watched || missing > 0 || packets >= rules.ownDocument(resolution);
    }
}
