package org.yamori.sensor.simulate;

/**
 * Draws how many packets arrive when so many are expected. A large mean is the sum of equal small ones, each drawn by
 * inversion of a table: exact, and with no function that differs between machines.
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
        double sum = probability;
        upTo[0] = sum;
        for (int k = 1; k < TABLE; k++) {
            probability *= part / k;
            sum += probability;
            upTo[k] = sum;
        }
        int drawn = 0;
        for (int i = 0; i < parts; i++) {
            double unit = random.nextUnit();
            int k = 0;
            while (k < TABLE - 1 && unit >= upTo[k]) {
                k++;
            }
            drawn += k;
        }
        return drawn;
    }
}
