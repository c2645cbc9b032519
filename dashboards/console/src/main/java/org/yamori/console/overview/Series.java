package org.yamori.console.overview;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A number for each step of time. What is missing is {@link Double#NaN}, never zero.
 *
 * @param start of the first step
 * @param stepMinutes how long a step is
 * @param first before this step nothing was counted yet, so that nothing is missing either
 */
public record Series(Instant start, int stepMinutes, double[] values, int first) {
    private static final int MINUTE_SECONDS = 60;

    /** A series in which counting had begun before. */
    public Series(Instant start, int stepMinutes, double[] values) {
        this(start, stepMinutes, values, 0);
    }

    /** A series in which everything is missing. */
    public static Series missing(Span span, int stepMinutes) {
        double[] values = new double[span.minutes() / stepMinutes];
        Arrays.fill(values, Double.NaN);
        return new Series(span.start(), stepMinutes, values);
    }

    /** The same numbers, where counting began with a moment. */
    public Series begunAt(Instant begin) {
        long step = Math.floorDiv(begin.getEpochSecond() - start.getEpochSecond(), (long) stepMinutes * MINUTE_SECONDS);
        return new Series(start, stepMinutes, values, (int) Math.max(0, Math.min(step, values.length)));
    }

    public int size() {
        return values.length;
    }

    public boolean isKnown(int step) {
        return !Double.isNaN(values[step]);
    }

    public Instant at(int step) {
        return start.plusSeconds((long) step * stepMinutes * MINUTE_SECONDS);
    }

    /** The last number, if it is known. */
    public OptionalDouble newest() {
        return isKnown(size() - 1) ? OptionalDouble.of(values[size() - 1]) : OptionalDouble.empty();
    }

    public OptionalDouble max() {
        return known(0, size()).max();
    }

    public OptionalDouble mean() {
        return mean(0, size());
    }

    /** The mean of what is known of the steps from one up to and without another. */
    public OptionalDouble mean(int from, int to) {
        return known(from, to).average();
    }

    /** Whether a number should be there and is not. */
    public boolean isGap(int step) {
        return step >= first && !isKnown(step);
    }

    public int gaps() {
        return (int) IntStream.range(0, size()).filter(this::isGap).count();
    }

    /** The first step with the smallest number; -1 if nothing is known. */
    public int lowest() {
        int lowest = -1;
        for (int step = 0; step < size(); step++) {
            if (isKnown(step) && (lowest < 0 || values[step] < values[lowest])) {
                lowest = step;
            }
        }
        return lowest;
    }

    private DoubleStream known(int from, int to) {
        return Arrays.stream(values, from, to).filter(value -> !Double.isNaN(value));
    }
}
