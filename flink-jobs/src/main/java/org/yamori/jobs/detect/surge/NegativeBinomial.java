package org.yamori.jobs.detect.surge;

/**
 * How surprising a count is, if counts have a mean m and a variance m + a m² (a negative binomial of dispersion a; a
 * Poisson distribution for a = 0).
 */
final class NegativeBinomial {
    /** Below this the formula of the negative binomial loses its digits, and a Poisson is as good. */
    private static final double LEAST_DISPERSION = 1e-9;

    private static final double THOUSANDTH = 1000;

    private NegativeBinomial() {}

    /**
     * The signed root of the deviance, to a thousandth: about a standard normal variable, also far out where (count -
     * mean) / deviation is not.
     *
     * <p>d = 2 [ y ln(y / m) - (y + 1/a) ln((1 + a y) / (1 + a m)) ]
     */
    static double score(double count, double mean, double dispersion) {
        double deviance;
        if (dispersion < LEAST_DISPERSION) {
            deviance = (count == 0 ? 0 : count * StrictMath.log(count / mean)) - (count - mean);
        } else {
            deviance = (count == 0 ? 0 : count * StrictMath.log(count / mean))
                    - (count + 1 / dispersion)
                            * StrictMath.log1p(dispersion * (count - mean) / (1 + dispersion * mean));
        }
        double root = Math.sqrt(Math.max(0, 2 * deviance));
        return Math.rint((count < mean ? -root : root) * THOUSANDTH) / THOUSANDTH;
    }

    /**
     * A count up to which the score is below {@code score}: above the mean the deviance is at most the square of (count
     * - mean) / deviation. Needs no logarithm.
     */
    static double surelyBelow(double score, double mean, double dispersion) {
        return mean + score * Math.sqrt(mean + dispersion * mean * mean);
    }
}
