package org.yamori.sensor.simulate;

/**
 * Draws how many packets arrive when so many are expected. A large mean is the sum of equal small ones, each drawn by
 * inversion of a table that is made as far as it is needed: exact, and with no function that differs between machines.
 */
final class Poisson {
    private static final double LARGEST_PART = 16;
    /** Beyond this many of an expected 16 the probability is below 1e-37. */
    private static final int TABLE = 100;

    private final double[] upTo = new double[TABLE];

    int draw(double mean, RandomStream random) {
        if (!(mean > 0)) {
            return 0;
        }
        int parts = (int) StrictMath.ceil(mean / LARGEST_PART);
        double part = mean / parts;
        double probability = StrictMath.exp(-part);
        upTo[0] = probability;
        int known = 1;
        int drawn = 0;
        for (int i = 0; i < parts; i++) {
            double unit = random.nextUnit();
            int k = 0;
            while (k < TABLE - 1 && unit >= upTo[k]) {
                k++;
                if (k == known) {
                    probability *= part / k;
                    upTo[k] = upTo[k - 1] + probability;
                    known++;
                }
            }
            drawn += k;
        }
        return drawn;
    }
}
