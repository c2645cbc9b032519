package org.yamori.jobs.detect.surge;

/** What a port's windows are expected to hold: filled anew for each port. */
final class Forecast {
    final double[] mean = new double[SurgeScales.COUNT];
    final double[] dispersion = new double[SurgeScales.COUNT];

    double score(int scale, double count) {
        return NegativeBinomial.score(count, mean[scale], dispersion[scale]);
    }

    /** See {@link NegativeBinomial#surelyBelow}. */
    double surelyBelow(double score, int scale) {
        return NegativeBinomial.surelyBelow(score, mean[scale], dispersion[scale]);
    }
}
