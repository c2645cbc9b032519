package org.yamori.jobs.detect.surge;

/** When a surge begins and ends, as claims about single minutes. */
final class SurgeLogic {
    private static final int MINUTE_ONLY = 1;

    private SurgeLogic() {}

    /** A window of more than a minute is over its threshold: that alone is a rise. */
    static boolean isOver(ScoredMinute minute) {
        return (minute.over & ~MINUTE_ONLY) != 0;
    }

    /** The single minute is over its threshold: a rise if the next one is, too. */
    static boolean isMinuteOver(ScoredMinute minute) {
        return (minute.over & MINUTE_ONLY) != 0;
    }

    /** The surge has been calm for as long as it took to be seen, or it is the new ordinary. */
    static boolean isEbb(ScoredMinute minute) {
        return minute.calmNeeded > 0 && (minute.calmMinutes >= minute.calmNeeded || minute.settled);
    }

    /** The shortest scale that is over; the single minute counts only if confirmed. */
    static int shortest(int over, boolean confirmed) {
        return Integer.numberOfTrailingZeros(confirmed ? over : over & ~MINUTE_ONLY);
    }

    static int calmNeeded(int scale, SurgeRules rules) {
        return Math.max(rules.calmMinutes(), SurgeScales.minutes(scale));
    }
}
