package org.yamori.cli.bench.detection;

import java.util.List;

/**
 * How a surge grows from nothing to its plateau.
 *
 * @param perMinute growth a minute; of a step infinite, of a ramp 0
 * @param minutes of a ramp
 */
record Growth(String name, double perMinute, int minutes) {
    static final List<Growth> ALL = List.of(
            new Growth("2 %", 0.02, 0),
            new Growth("5 %", 0.05, 0),
            new Growth("20 %", 0.20, 0),
            new Growth("100 %", 1, 0),
            new Growth("step", Double.POSITIVE_INFINITY, 0),
            new Growth("ramp 2 h", 0, 120));

    /** Share of the baseline that the first infected hosts make up. */
    private static final double FIRST = 0.01;

    /** Excess over the baseline after so many minutes, in baselines, if the plateau is {@code times} of it. */
    double excess(int minute, double times) {
        double most = times - 1;
        if (minutes > 0) {
            return most * Math.min(1, (minute + 1.0) / minutes);
        }
        return Double.isInfinite(perMinute) ? most : Math.min(most, FIRST * Math.pow(1 + perMinute, minute));
    }

    /** The first minute with at least twice the baseline or half of the way to the plateau. */
    int noticeable(double times) {
        double wanted = Math.min(2, (1 + times) / 2) - 1;
        int minute = 0;
        while (excess(minute, times) < wanted - 1e-9) {
            minute++;
        }
        return minute;
    }
}
