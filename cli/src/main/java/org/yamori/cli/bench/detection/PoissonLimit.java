package org.yamori.cli.bench.detection;

/** How many one must reckon with when some were counted. */
final class PoissonLimit {
    private static final double RISK = 0.05;
    private static final int STEPS = 200;

    private PoissonLimit() {}

    /** The mean under which {@code count} or fewer have a chance of one in twenty. */
    static double upper95(int count) {
        double below = 0;
        double above = 3 * count + 10.0;
        for (int step = 0; step < STEPS; step++) {
            double middle = (below + above) / 2;
            if (atMost(count, middle) > RISK) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return (below + above) / 2;
    }

    private static double atMost(int count, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int k = 1; k <= count; k++) {
            term *= mean / k;
            sum += term;
        }
        return sum;
    }
}
