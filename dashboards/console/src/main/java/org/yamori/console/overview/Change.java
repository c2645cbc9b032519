package org.yamori.console.overview;

import java.util.OptionalDouble;

/**
 * How the newest sixth of a series compares with what came before it.
 *
 * @param recent mean of the newest sixth, if any of it is known
 * @param before mean of the rest, if any of it is known
 * @param direction what is worth the eye's attention
 */
public record Change(OptionalDouble recent, OptionalDouble before, Direction direction) {
    /** Whether a rise or fall is more than chance and at least twofold. */
    public enum Direction {
        RISING,
        STEADY,
        FALLING
    }

    private static final int PARTS = 6;
    private static final double FOLD = 2;
    /** Standard deviations of a Poisson count; scanners come in bursts, so fewer would cry wolf. */
    private static final double DEVIATIONS = 5;

    public static Change of(Series series) {
        int border = series.size() - series.size() / PARTS;
        OptionalDouble recent = series.mean(border, series.size());
        OptionalDouble before = series.mean(0, border);
        if (recent.isEmpty() || before.isEmpty()) {
            return new Change(recent, before, Direction.STEADY);
        }
        double minutes = (double) (series.size() - border) * series.stepMinutes();
        return new Change(recent, before, direction(recent.getAsDouble() * minutes, before.getAsDouble() * minutes));
    }

    private static Direction direction(double seen, double expected) {
        double doubt = DEVIATIONS * Math.sqrt(Math.max(1, expected));
        if (seen >= FOLD * expected && seen - expected > doubt) {
            return Direction.RISING;
        }
        if (seen * FOLD <= expected && expected - seen > doubt) {
            return Direction.FALLING;
        }
        return Direction.STEADY;
    }
}
