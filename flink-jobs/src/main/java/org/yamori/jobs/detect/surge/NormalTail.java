package org.yamori.jobs.detect.surge;

/** How probable it is that a normal variable exceeds a score: what a score would mean if the model were the truth. */
final class NormalTail {
    private static final int TERMS = 60;
    private static final double FAR = 2;
    private static final int DIGITS = 3;

    private NormalTail() {}

    /** To three digits, the same on every machine. */
    static double above(double score) {
        if (score <= 0) {
            return score == 0 ? 0.5 : rounded(1 - above(-score));
        }
        double density = StrictMath.exp(-score * score / 2) / StrictMath.sqrt(2 * Math.PI);
        return rounded(score < FAR ? 0.5 - density * series(score) : density / fraction(score));
    }

    /** Marsaglia's series of (Phi(x) - 1/2) / phi(x): x + x^3/3 + x^5/(3*5) + … */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < TERMS; n++) {
            term *= x * x / (2 * n + 1);
            sum += term;
        }
        return sum;
    }

    /** Laplace's continued fraction of phi(x) / Q(x): x + 1/(x + 2/(x + 3/(x + …))). */
    private static double fraction(double x) {
        double value = x;
        for (int n = TERMS; n > 0; n--) {
            value = x + n / value;
        }
        return value;
    }

    private static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(DIGITS))
                .doubleValue();
    }
}
