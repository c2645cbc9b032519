package org.yamori.cli.bench.detection;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The rivals by name. */
final class Rivals {
    private Rivals() {}

    static Map<String, Function<SourceSeries, Rival>> all() {
        Map<String, Function<SourceSeries, Rival>> all = new LinkedHashMap<>();
        all.put("ChangeFinder (hosts)", ChangeFinder::new);
        all.put("Merit day over day", MeritDayOverDay::new);
        all.put("GreyNoise early warning", GreyNoiseWarning::new);
        all.put("GreyNoise tag anomaly", GreyNoiseTag::new);
        all.put("Chocolatine", Chocolatine::new);
        all.put("LTA-STA", LtaSta::new);
        all.put("paper 004", Paper004::new);
        all.put("fixed threshold", Fixed::new);
        all.put("EWMA + 3 sigma", Ewma::new);
        all.put("NB CUSUM", NegativeBinomialCusum::new);
        all.put("Farrington, hours", Farrington::new);
        all.put("EARS C2, days", EarsDays::new);
        all.put("EARS C2, hours", EarsHours::new);
        return all;
    }

    /** More than 500 sources in three days' mean, over the mean of a day before. */
    static final class MeritDayOverDay extends Rival {
        private static final double LEAST = 500;

        MeritDayOverDay(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 6;
        }

        @Override
        double judge(int minute) {
            double now = day(minute, 0) + day(minute, 1) + day(minute, 2);
            double before = day(minute, 1) + day(minute, 2) + day(minute, 3);
            return now / 3 > LEAST ? now / before : 0;
        }
    }

    /** Above the median by some interquartile ranges, and above the mean of 28 days by as many deviations. */
    static final class GreyNoiseWarning extends Rival {
        private static final int DAYS = 28;

        GreyNoiseWarning(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 29;
        }

        @Override
        double judge(int minute) {
            double[] past = new double[DAYS - 1];
            for (int day = 1; day < DAYS; day++) {
                past[day - 1] = day(minute, day);
            }
            double mean = mean(past);
            double deviation = Math.max(1, deviation(past));
            Arrays.sort(past);
            double range = Math.max(1, quantile(past, 0.75) - quantile(past, 0.25));
            double now = day(minute, 0);
            return Math.min((now - quantile(past, 0.5)) / range, (now - mean) / deviation);
        }
    }

    /** (day - mean) / mean of the days before. */
    static final class GreyNoiseTag extends Rival {
        GreyNoiseTag(SourceSeries series) {
            super(series);
        }

        @Override
        double judge(int minute) {
            double sum = 0;
            int days = Math.min(PAST_DAYS, minute / PortSeries.DAY - 1);
            for (int day = 1; day <= days; day++) {
                sum += day(minute, day);
            }
            return (day(minute, 0) - sum / days) / Math.max(1, sum / days);
        }
    }

    /** A day of at least 100 sources over the median of the days before. */
    static final class Paper004 extends Rival {
        private static final double LEAST = 100;

        Paper004(SourceSeries series) {
            super(series);
        }

        @Override
        double judge(int minute) {
            double now = day(minute, 0);
            double[] past = new double[Math.min(PAST_DAYS, minute / PortSeries.DAY - 1)];
            for (int day = 1; day <= past.length; day++) {
                past[day - 1] = day(minute, day);
            }
            Arrays.sort(past);
            return now < LEAST ? 0 : now / Math.max(1, quantile(past, 0.5));
        }
    }

    /** The sources of the minute. */
    static final class Fixed extends Rival {
        Fixed(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 0;
        }

        @Override
        double judge(int minute) {
            return series.hits(minute);
        }
    }

    /** Deviations of a minute from an exponentially weighted mean. */
    static final class Ewma extends Rival {
        private static final double WEIGHT = 0.01;

        private double mean;
        private double variance;

        Ewma(SourceSeries series) {
            super(series);
            mean = series.hits(0);
            variance = 1;
        }

        @Override
        int pastDays() {
            return 1;
        }

        @Override
        void learn(int minute) {
            double difference = series.hits(minute) - mean;
            mean += WEIGHT * difference;
            variance = (1 - WEIGHT) * (variance + WEIGHT * difference * difference);
        }

        @Override
        double judge(int minute) {
            double deviations = (series.hits(minute) - mean) / Math.sqrt(Math.max(variance, 0.01));
            learn(minute);
            return deviations;
        }
    }

    /** Deviations of a day from the days 3 to 9 before it. */
    static final class EarsDays extends Rival {
        EarsDays(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 11;
        }

        @Override
        double judge(int minute) {
            double[] past = new double[7];
            for (int day = 0; day < past.length; day++) {
                past[day] = day(minute, day + 3);
            }
            return (day(minute, 0) - mean(past)) / Math.max(0.5, deviation(past));
        }
    }

    /** The same of an hour and the same hours of the days before. */
    static final class EarsHours extends Rival {
        EarsHours(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 11;
        }

        @Override
        double judge(int minute) {
            double[] past = new double[7];
            for (int day = 0; day < past.length; day++) {
                past[day] = series.sources(3, minute - (day + 3) * PortSeries.DAY);
            }
            return (series.sources(3, minute) - mean(past)) / Math.max(0.5, deviation(past));
        }
    }

    /**
     * An hour against the same hours of four weeks before, each with those beside it: the two-thirds power of the count
     * in deviations, with a quasi-Poisson's dispersion (Farrington and others, 1996).
     */
    static final class Farrington extends Rival {
        private static final int WEEKS = 4;
        private static final int WEEK = 7 * PortSeries.DAY;

        Farrington(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 29;
        }

        @Override
        double judge(int minute) {
            double[] past = new double[WEEKS * 3];
            int many = 0;
            for (int week = 1; week <= WEEKS; week++) {
                for (int beside = -60; beside <= 60; beside += 60) {
                    int at = minute - week * WEEK + beside;
                    if (at >= 60) {
                        past[many++] = series.sources(3, at);
                    }
                }
            }
            return score(series.sources(3, minute), Arrays.copyOf(past, many));
        }

        static double score(double now, double[] past) {
            double mean = Math.max(0.1, mean(past));
            double dispersion = 0;
            for (double count : past) {
                dispersion += (count - mean) * (count - mean) / mean;
            }
            dispersion = Math.max(1, dispersion / (past.length - 1));
            double variance = dispersion * mean + dispersion * mean / past.length;
            return (Math.pow(now, 2.0 / 3) - Math.pow(mean, 2.0 / 3))
                    / Math.sqrt(4.0 / 9 * Math.pow(mean, -2.0 / 3) * variance);
        }
    }

    /**
     * Sums the logarithms of how much likelier a minute is after a doubling (Höhle and Paul, 2008). What is expected is
     * the mean of the same hour of the week of four weeks.
     */
    static final class NegativeBinomialCusum extends Rival {
        private static final double DISPERSION = 0.015;
        private static final double TIMES = 2;
        private static final int WEEK = 7 * PortSeries.DAY;

        private double sum;
        private double expected = -1;
        private double perSource;
        private double perMinute;

        NegativeBinomialCusum(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 29;
        }

        @Override
        double judge(int minute) {
            if (expected < 0 || minute % 60 == 0) {
                expect(mean(minute));
            }
            sum = Math.max(0, sum + series.hits(minute) * perSource - perMinute);
            return sum;
        }

        private double mean(int minute) {
            int hour = minute / 60 * 60;
            double all = 0;
            int weeks = 0;
            for (int week = 1; week <= 4 && hour - week * WEEK >= 60; week++) {
                for (int each = hour - week * WEEK - 60; each < hour - week * WEEK + 120; each++) {
                    all += series.hits(each);
                }
                weeks++;
            }
            return Math.max(0.005, all / (weeks * 180));
        }

        void expect(double mean) {
            expected = mean;
            double more = TIMES * mean;
            perSource = Math.log(TIMES * (1 + DISPERSION * mean) / (1 + DISPERSION * more));
            perMinute = Math.log((1 + DISPERSION * more) / (1 + DISPERSION * mean)) / DISPERSION;
        }

        double step(int sources) {
            return sources * perSource - perMinute;
        }
    }

    /** The 5th percentile of half an hour over the 95th of 30 days. */
    static final class LtaSta extends Rival {
        private static final int SHORT = 30;
        private static final int LONG = PAST_DAYS * PortSeries.DAY;

        private final int[] histogram = new int[1 << 16];
        private int counted;
        private int upper;

        LtaSta(SourceSeries series) {
            super(series);
        }

        @Override
        void learn(int minute) {
            histogram[Math.min(histogram.length - 1, series.hits(minute))]++;
            counted++;
            if (minute >= LONG) {
                histogram[Math.min(histogram.length - 1, series.hits(minute - LONG))]--;
                counted--;
            }
        }

        @Override
        double judge(int minute) {
            if (minute % 10 == 0 || upper == 0) {
                int above = counted / 20;
                upper = histogram.length - 1;
                for (int seen = histogram[upper]; seen <= above && upper > 0; seen += histogram[upper]) {
                    upper--;
                }
            }
            int least = Integer.MAX_VALUE;
            int second = Integer.MAX_VALUE;
            for (int each = minute - SHORT + 1; each <= minute; each++) {
                int count = series.hits(each);
                if (count < least) {
                    second = least;
                    least = count;
                } else if (count < second) {
                    second = count;
                }
            }
            learn(minute);
            return second / Math.max(0.5, upper);
        }
    }

    /**
     * The error of a forecast from the minutes a week before and the last minute's error, over the median of its
     * absolute values (Guillot and others, 2019). Their models of higher orders are one of order one here, whose
     * coefficient is fitted to the last day.
     */
    static final class Chocolatine extends Rival {
        private static final int WEEK = 7 * PortSeries.DAY;
        private static final int PIECES = 5;

        private final double[] errors = new double[PortSeries.DAY];
        private double spread = 1;
        private double coefficient;

        Chocolatine(SourceSeries series) {
            super(series);
        }

        @Override
        int pastDays() {
            return 28;
        }

        private double seasonal(int minute) {
            double sum = 0;
            for (int week = 1; week <= 2; week++) {
                for (int each = -PIECES; each <= PIECES; each++) {
                    sum += series.hits(Math.max(0, minute - week * WEEK + each));
                }
            }
            return series.hits(minute) - sum / (2 * (2 * PIECES + 1));
        }

        @Override
        void learn(int minute) {
            if (minute >= 2 * WEEK + PIECES && minute >= 26 * PortSeries.DAY) {
                errors[minute % PortSeries.DAY] = seasonal(minute);
                if (minute % PortSeries.DAY == 0) {
                    fit(minute);
                }
            }
        }

        private void fit(int minute) {
            double product = 0;
            double square = 0;
            double[] sizes = new double[errors.length];
            for (int back = 1; back < errors.length; back++) {
                double before = errors[(minute - back + 2 * errors.length) % errors.length];
                double after = errors[(minute - back + 1 + 2 * errors.length) % errors.length];
                product += before * after;
                square += before * before;
            }
            coefficient = square == 0 ? 0 : Math.max(-0.9, Math.min(0.9, product / square));
            for (int back = 1; back < errors.length; back++) {
                double before = errors[(minute - back + 2 * errors.length) % errors.length];
                double after = errors[(minute - back + 1 + 2 * errors.length) % errors.length];
                sizes[back] = Math.abs(after - coefficient * before);
            }
            Arrays.sort(sizes);
            spread = Math.max(0.1, 1.4826 * sizes[sizes.length / 2]);
        }

        @Override
        double judge(int minute) {
            double before = errors[(minute + errors.length - 1) % errors.length];
            learn(minute);
            return (errors[minute % PortSeries.DAY] - coefficient * before) / spread;
        }
    }
}
