package org.yamori.console.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import org.yamori.console.overview.Series;

/**
 * A series as a curve in a box of {@value #WIDTH} by {@value #HEIGHT}. Where a number is missing the curve has a gap.
 *
 * @param top the number at the upper edge
 */
public record Plot(Series series, double top) {
    public static final int WIDTH = 1_000;
    public static final int HEIGHT = 100;

    private static final double[] STEPS_OF_TEN = {1, 1.5, 2, 3, 4, 6, 8, 10};
    private static final int MOST_TIMES = 7;
    private static final int[] MINUTES_BETWEEN_TIMES = {10, 15, 30, 60, 120, 180, 240, 360, 720, 1440};
    private static final double NEARLY_ALL = 0.999_9;

    /** A number on the left, so many percent below the upper edge. */
    public record Level(String label, String percent) {}

    /** A time below the curve, so many percent from the left edge. */
    public record Moment(String label, String percent) {}

    /** A part of the box from left to right. */
    public record Band(String x, String width) {}

    /** A curve whose upper edge is a round number. */
    public static Plot of(Series series) {
        return new Plot(series, roundUp(series.max()));
    }

    private static double roundUp(OptionalDouble max) {
        double most = Math.max(1, max.orElse(1));
        double ten = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : STEPS_OF_TEN) {
            if (step * ten >= most) {
                return step * ten;
            }
        }
        return 10 * ten;
    }

    /** The curve; a number between two gaps is a dot. */
    public String line() {
        StringBuilder path = new StringBuilder();
        for (int step = 0; step < series.size(); step++) {
            if (series.isKnown(step)) {
                boolean begins = step == 0 || !series.isKnown(step - 1);
                boolean ends = step == series.size() - 1 || !series.isKnown(step + 1);
                path.append(begins ? 'M' : 'L').append(point(step));
                if (begins && ends) {
                    path.append("h0");
                }
            }
        }
        return path.toString();
    }

    /** What lies below the curve. */
    public String area() {
        StringBuilder path = new StringBuilder();
        for (int step = 0; step < series.size(); step++) {
            if (series.isKnown(step)) {
                if (step == 0 || !series.isKnown(step - 1)) {
                    path.append('M').append(x(step)).append(' ').append(HEIGHT);
                }
                path.append('L').append(point(step));
                if (step == series.size() - 1 || !series.isKnown(step + 1)) {
                    path.append('L').append(x(step)).append(' ').append(HEIGHT).append('Z');
                }
            }
        }
        return path.toString();
    }

    public List<Level> levels() {
        return List.of(level(0), level(50), level(100));
    }

    private Level level(int percent) {
        return new Level(Words.rate(OptionalDouble.of(top * (100 - percent) / 100)), String.valueOf(percent));
    }

    public List<Moment> moments() {
        int minutes = series.size() * series.stepMinutes();
        int between = MINUTES_BETWEEN_TIMES[0];
        for (int candidate : MINUTES_BETWEEN_TIMES) {
            between = candidate;
            if (minutes / candidate <= MOST_TIMES) {
                break;
            }
        }
        List<Moment> moments = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            Instant time = series.start().plus(Duration.ofMinutes(minute));
            double percent = 100.0 * minute / minutes;
            boolean hasRoom = percent >= 3 && percent <= 97;
            if (hasRoom && Math.floorMod(time.getEpochSecond(), between * 60L) == 0) {
                moments.add(new Moment(Words.minute(time), decimal(percent)));
            }
        }
        return moments;
    }

    /** Where a number should be and is not. */
    public List<Band> gaps() {
        return bands(series::isGap);
    }

    /** Where a share is known and is not all. */
    public static List<Band> partly(Series shares) {
        return new Plot(shares, 1).bands(step -> shares.isKnown(step) && shares.values()[step] < NEARLY_ALL);
    }

    private interface Wanted {
        boolean at(int step);
    }

    private List<Band> bands(Wanted wanted) {
        List<Band> bands = new ArrayList<>();
        int from = -1;
        for (int step = 0; step <= series.size(); step++) {
            boolean inside = step < series.size() && wanted.at(step);
            if (inside && from < 0) {
                from = step;
            } else if (!inside && from >= 0) {
                bands.add(new Band(
                        decimal((double) from * WIDTH / series.size()),
                        decimal((double) (step - from) * WIDTH / series.size())));
                from = -1;
            }
        }
        return bands;
    }

    /** All numbers for the reader of single points, with nothing between two commas where one is missing. */
    public String values() {
        StringJoiner values = new StringJoiner(",");
        for (int step = 0; step < series.size(); step++) {
            values.add(
                    series.isKnown(step)
                            ? Words.rate(OptionalDouble.of(series.values()[step]))
                                    .replace(",", "")
                            : "");
        }
        return values.toString();
    }

    private String point(int step) {
        return x(step) + ' ' + decimal(HEIGHT - HEIGHT * series.values()[step] / top);
    }

    private String x(int step) {
        return decimal((step + 0.5) * WIDTH / series.size());
    }

    private static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
