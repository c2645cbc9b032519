package org.yamori.cli.bench.detection;

import java.util.SplittableRandom;

/**
 * Draws from negative binomial distributions. Small means come from tables of survival probabilities, one for each two
 * percent of the mean, so that a draw costs some nanoseconds and the far tail is right.
 */
final class CountDraw {
    private static final double LEAST = 1e-4;
    private static final double MOST = 40;
    private static final double STEP = 1.0 / 50;
    private static final int GUIDES = 1024;
    private static final int NORMAL_FROM = 50_000;

    private final double dispersion;
    private final double[][] survival;
    private final short[][] guide;

    CountDraw(double dispersion) {
        this.dispersion = dispersion;
        int tables = index(MOST) + 2;
        survival = new double[tables][];
        guide = new short[tables][];
        for (int i = 0; i < tables; i++) {
            survival[i] = survival(mean(i));
            guide[i] = guide(survival[i]);
        }
    }

    private static int index(double mean) {
        return (int) Math.rint(Math.log(mean / LEAST) / STEP);
    }

    private static double mean(int index) {
        return LEAST * Math.exp(index * STEP);
    }

    /** P(count > k) for k = 0, 1, … until it is nothing; summed from the far end so that it is exact there. */
    private double[] survival(double mean) {
        int length = (int) (mean + 14 * Math.sqrt(mean + dispersion * mean * mean) + 30);
        double[] probabilities = new double[length + 1];
        double shape = 1 / dispersion;
        double p = Math.exp(-shape * Math.log1p(dispersion * mean));
        double q = dispersion * mean / (1 + dispersion * mean);
        for (int k = 0; k <= length; k++) {
            probabilities[k] = p;
            p *= q * (shape + k) / (k + 1);
        }
        double[] above = new double[length + 1];
        double sum = 0;
        for (int k = length; k >= 0; k--) {
            above[k] = sum;
            sum += probabilities[k];
        }
        return above;
    }

    /** For each 1024th of probability the count to begin the search with. */
    private static short[] guide(double[] above) {
        short[] start = new short[GUIDES];
        for (int i = 0; i < GUIDES; i++) {
            double upper = (i + 1.0) / GUIDES;
            int k = 0;
            while (above[k] >= upper) {
                k++;
            }
            start[i] = (short) k;
        }
        return start;
    }

    /** Where the tables of a mean are, to be used for many draws; -1 if it is too large for tables. */
    int table(double mean) {
        return mean > MOST ? -1 : Math.max(0, index(Math.max(mean, LEAST)));
    }

    /** The probability of any source at all, by table. */
    double anyOf(int table) {
        return survival[table][0];
    }

    int draw(int table, SplittableRandom random) {
        double u = (random.nextLong() >>> 11) * 0x1p-53;
        double[] above = survival[table];
        int k = guide[table][(int) (u * GUIDES)];
        while (k < above.length && above[k] > u) {
            k++;
        }
        return k;
    }

    /** The count that has a chance of at least {@code u} to be reached. */
    int atMost(int table, double u) {
        double[] above = survival[table];
        int k = 0;
        while (k < above.length && above[k] > u) {
            k++;
        }
        return k;
    }

    int draw(double mean, SplittableRandom random) {
        int table = table(mean);
        return table >= 0 ? draw(table, random) : poisson(mean * gamma(1 / dispersion, random) * dispersion, random);
    }

    /** Marsaglia and Tsang, 2000; shape above 1. */
    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /** Hörmann's PTRS, 1993, for means above 10. */
    static int poisson(double mean, SplittableRandom random) {
        if (mean > NORMAL_FROM) {
            return (int) Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        if (mean < 10) {
            return smallPoisson(mean, random);
        }
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverse = 1.1239 + 1.1328 / (b - 3.4);
        double v = 0.9277 - 3.6224 / (b - 2);
        double log = Math.log(mean);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double w = 1 - random.nextDouble();
            double us = 0.5 - Math.abs(u);
            int k = (int) Math.floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && w <= v) {
                return k;
            }
            if (k < 0 || (us < 0.013 && w > us)) {
                continue;
            }
            if (Math.log(w) + Math.log(inverse) - Math.log(a / (us * us) + b) <= -mean + k * log - logFactorial(k)) {
                return k;
            }
        }
    }

    private static int smallPoisson(double mean, SplittableRandom random) {
        double limit = Math.exp(-mean);
        int k = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            k++;
        }
        return k;
    }

    private static double logFactorial(int k) {
        double x = k + 1.0;
        return k < 10
                ? SMALL[k]
                : (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x * x * x);
    }

    private static final double[] SMALL = new double[10];

    static {
        for (int k = 2; k < SMALL.length; k++) {
            SMALL[k] = SMALL[k - 1] + Math.log(k);
        }
    }
}
