package org.yamori.cli.bench.detection;

import java.util.Arrays;
import java.util.Locale;

/** What became of some equal surges: minutes from when each was noticeable to its finding. */
record Delays(double[] sorted, int missed, int early) {
    /** Of a surge that was not found in time. */
    static final double MISSED = Double.POSITIVE_INFINITY;
    /** Of a surge that was found before its first packet: a false finding stood in its way. */
    static final double EARLY = Double.NEGATIVE_INFINITY;

    static Delays of(double[] delays) {
        double[] sorted = delays.clone();
        Arrays.sort(sorted);
        int missed =
                (int) Arrays.stream(delays).filter(delay -> delay == MISSED).count();
        int early = (int) Arrays.stream(delays).filter(delay -> delay == EARLY).count();
        return new Delays(sorted, missed, early);
    }

    int surges() {
        return sorted.length;
    }

    double recall() {
        return 1 - (double) (missed + early) / sorted.length;
    }

    /** Of all, also those that were missed: infinite if too many were. */
    double quantile(double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    static String minutes(double delay) {
        return Double.isInfinite(delay) ? "-" : String.format(Locale.ROOT, "%.0f", delay);
    }
}
