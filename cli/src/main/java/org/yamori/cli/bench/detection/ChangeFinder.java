package org.yamori.cli.bench.detection;

import java.util.function.IntUnaryOperator;

/**
 * Takeuchi and Yamanishi's ChangeFinder (2006): how badly a forgetting autoregression foresees a minute, smoothed, and
 * the same of that once more.
 */
final class ChangeFinder extends Rival {
    private static final double FORGETTING = 0.005;
    private static final int FIRST_WINDOW = 10;
    private static final int SECOND_WINDOW = 5;
    private static final int SKIPPED = 15;

    private final Autoregression outer = new Autoregression();
    private final Autoregression inner = new Autoregression();
    private final Mean first = new Mean(FIRST_WINDOW);
    private final Mean second = new Mean(SECOND_WINDOW);
    private int taken;

    private final IntUnaryOperator values;

    /** On distinct sources. */
    ChangeFinder(SourceSeries series) {
        this(series, series::hits);
    }

    private ChangeFinder(SourceSeries series, IntUnaryOperator values) {
        super(series);
        this.values = values;
    }

    static ChangeFinder ofPackets(CountedSeries series) {
        return new ChangeFinder(series, series::packets);
    }

    @Override
    int pastDays() {
        return 1;
    }

    @Override
    void learn(int minute) {
        judge(minute);
    }

    @Override
    double judge(int minute) {
        return take(values.applyAsInt(minute));
    }

    double take(double value) {
        double smooth = first.of(outer.loss(value));
        double score = second.of(inner.loss(smooth));
        return ++taken <= SKIPPED ? 0 : score;
    }

    /** A mean of the last values. */
    private static final class Mean {
        private final double[] last;
        private int many;

        Mean(int window) {
            last = new double[window];
        }

        double of(double value) {
            last[many++ % last.length] = value;
            double sum = 0;
            int valid = Math.min(many, last.length);
            for (int i = 0; i < valid; i++) {
                sum += last[i];
            }
            return sum / valid;
        }
    }

    /** Order two, learnt by forgetting (SDAR); its loss is the negative logarithm of a value's density. */
    static final class Autoregression {
        private double mean;
        private final double[] covariance = new double[3];
        private double variance = 1;
        private double before;
        private double beforeThat;

        double loss(double value) {
            mean += FORGETTING * (value - mean);
            double[] past = {value - mean, before - mean, beforeThat - mean};
            for (int lag = 0; lag < covariance.length; lag++) {
                covariance[lag] += FORGETTING * (past[0] * past[lag] - covariance[lag]);
            }
            // Yule and Walker: c1 = a1 c0 + a2 c1, c2 = a1 c1 + a2 c0.
            double determinant = covariance[0] * covariance[0] - covariance[1] * covariance[1];
            double a1 = 0;
            double a2 = 0;
            if (determinant > 1e-12) {
                a1 = covariance[1] * (covariance[0] - covariance[2]) / determinant;
                a2 = (covariance[0] * covariance[2] - covariance[1] * covariance[1]) / determinant;
            }
            double error = past[0] - a1 * past[1] - a2 * past[2];
            variance = Math.max(1e-6, variance + FORGETTING * (error * error - variance));
            beforeThat = before;
            before = value;
            return 0.5 * Math.log(2 * Math.PI * variance) + error * error / (2 * variance);
        }
    }
}
