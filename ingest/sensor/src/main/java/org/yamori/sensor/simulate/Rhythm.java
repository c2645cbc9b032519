package org.yamori.sensor.simulate;

/**
 * How much more or less than its mean arrives: a sine over the day with its top at 14:00 UTC, times a sine over the
 * week, Monday 00:00 UTC to Monday, with its top on Tuesday at 18:00.
 */
final class Rhythm {
    private static final double DAY_SECONDS = 86_400;
    private static final double WEEK_SECONDS = 7 * DAY_SECONDS;
    /** The sine is zero at 08:00 and at its top six hours later. */
    private static final double RISE_SECONDS = 8 * 3_600;
    /** 1970-01-01 was a Thursday. */
    private static final double MONDAY_SECONDS = 4 * DAY_SECONDS;

    private final double daily;
    private final double weekly;

    Rhythm(double daily, double weekly) {
        this.daily = daily;
        this.weekly = weekly;
    }

    double factor(double epochSecond) {
        double factor = 1;
        if (daily > 0) {
            factor += daily * wave((epochSecond - RISE_SECONDS) / DAY_SECONDS);
        }
        if (weekly > 0) {
            factor *= 1 + weekly * wave((epochSecond - MONDAY_SECONDS) / WEEK_SECONDS);
        }
        return factor;
    }

    private static double wave(double turns) {
        return StrictMath.sin(2 * Math.PI * (turns - StrictMath.floor(turns)));
    }
}
