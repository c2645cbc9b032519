package org.yamori.cli.bench.detection;

/**
 * A detector by somebody else, reduced to one number a minute: it says surge where the number is above a threshold.
 * Minutes must be taken in order; a rule of days is applied to the day that ends with each minute.
 */
abstract class Rival {
    /** Days of the past that a rule may look at. */
    static final int PAST_DAYS = 30;

    final SourceSeries series;

    Rival(SourceSeries series) {
        this.series = series;
    }

    /** Days that must have been learnt before its judgement means anything. */
    int pastDays() {
        return PAST_DAYS + 1;
    }

    /** Takes a minute that is only learnt from. */
    void learn(int minute) {}

    /** Takes a minute and judges it. */
    abstract double judge(int minute);

    /** Sources of the day that ended so many days before the end of {@code minute}; a running day, not a calendar's. */
    final double day(int minute, int daysBefore) {
        return series.sources(5, minute - daysBefore * PortSeries.DAY);
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Of a sample. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1));
    }

    /** Of sorted values, between neighbours in proportion. */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        return below + 1 == sorted.length
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
