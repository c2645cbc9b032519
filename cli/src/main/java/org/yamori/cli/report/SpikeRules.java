package org.yamori.cli.report;

/**
 * When a day's count is a spike (C-03): {@code factor · (x − median) / MAD > threshold}.
 *
 * @param factor makes the MAD of a normal distribution comparable with its standard deviation
 * @param threshold scores above it are spikes
 * @param usualUpperPercentile percentile shown as the usual upper level
 */
public record SpikeRules(double factor, double threshold, double usualUpperPercentile) {
    public static final SpikeRules DEFAULT = new SpikeRules(0.6745, 3.5, 95);

    public SpikeRules {
        if (!(factor > 0) || !(threshold > 0)) {
            throw new IllegalArgumentException(
                    "factor and threshold of a spike must be above 0, were " + factor + " and " + threshold);
        }
        if (!(usualUpperPercentile > 50) || !(usualUpperPercentile <= 100)) {
            throw new IllegalArgumentException(
                    "the usual upper level is a percentile above 50 and up to 100, was " + usualUpperPercentile);
        }
    }
}
