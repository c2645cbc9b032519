package org.yamori.cli.bench.detection;

/**
 * How counts scatter around what is expected.
 *
 * @param dispersion of the negative binomial of every minute
 * @param drift deviation of the logarithm of the level, which wanders and comes back within a day
 */
record Noise(String name, double dispersion, double drift) {
    static final Noise NORMAL = new Noise("normal", 0.005, 0.10);
    static final Noise ROUGH = new Noise("rough", 0.02, 0.20);
}
