package org.yamori.sensor.simulate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How much more or less than its mean an actor sends: a sine over the day with its top at 14:00, times a sine over the
 * week, Monday 00:00 to Monday, with its top on Tuesday at 18:00.
 *
 * @param daily by which share the rate rises above its mean at the best hour of a day
 * @param weekly the same for a week
 * @param zone where it is 14:00 then
 */
record Rhythm(double daily, double weekly, ZoneId zone) {
    static final Limits DAILY = Limits.real("daily", 0, 1, "share by which the rate swings over the day, top at 14:00");
    static final Limits WEEKLY =
            Limits.real("weekly", 0, 1, "share by which the rate swings over the week, top on Tuesday at 18:00");
    static final Word ZONE = new Word("zone", "where days, weeks and months begin");

    /** No rhythm. */
    static final Rhythm STEADY = utc(0, 0);

    private static final double DAY_SECONDS = 86_400;
    private static final double WEEK_SECONDS = 7 * DAY_SECONDS;
    /** The sine is zero at 08:00 and at its top six hours later. */
    private static final double RISE_SECONDS = 8 * 3_600;
    /** 1970-01-01 was a Thursday. */
    private static final double MONDAY_SECONDS = 4 * DAY_SECONDS;

    Rhythm {
        DAILY.require(daily);
        WEEKLY.require(weekly);
    }

    static Rhythm utc(double daily, double weekly) {
        return new Rhythm(daily, weekly, ZoneOffset.UTC);
    }

    static Rhythm read(Fields actor) {
        return new Rhythm(actor.number(DAILY, 0), actor.number(WEEKLY, 0), zone(actor));
    }

    static ZoneId zone(Fields actor) {
        return actor.scalar(ZONE, "a time zone such as Asia/Tokyo", ZoneOffset.UTC, "UTC", ZoneId::of);
    }

    double factor(double epochSecond) {
        if (daily == 0 && weekly == 0) {
            return 1;
        }
        double local = zone.equals(ZoneOffset.UTC) ? epochSecond : epochSecond + offsetSeconds(epochSecond);
        double factor = 1;
        if (daily > 0) {
            factor += daily * wave((local - RISE_SECONDS) / DAY_SECONDS);
        }
        if (weekly > 0) {
            factor *= 1 + weekly * wave((local - MONDAY_SECONDS) / WEEK_SECONDS);
        }
        return factor;
    }

    private int offsetSeconds(double epochSecond) {
        return zone.getRules()
                .getOffset(Instant.ofEpochSecond((long) epochSecond))
                .getTotalSeconds();
    }

    /** The largest factor there can be. */
    double most() {
        return (1 + daily) * (1 + weekly);
    }

    private static double wave(double turns) {
        return StrictMath.sin(2 * Math.PI * (turns - StrictMath.floor(turns)));
    }
}
