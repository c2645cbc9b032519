package org.yamori.sensor.simulate;

import java.util.Arrays;

/**
 * Draws a rank from 0 with a probability that falls as {@code (rank + 1)^-exponent}.
 *
 * <p>The first 256 ranks have a weight of their own; the others stand in groups that are less than 1 % wide, and the
 * ranks of a group are equally likely. So a hundred million ranks need a table of 2,000 entries. The weight of a group
 * is the integral over it from half a rank below to half a rank above (midpoint rule, relative error below 1e-5).
 */
final class Zipf {
    private static final int GROUPS_PER_E = 128;

    private final int[] firstOfGroup;
    private final AliasTable groups;
    /** Probability of each rank of a group. */
    private final double[] ofEach;

    Zipf(int ranks, double exponent) {
        int[] firsts = new int[GROUPS_PER_E + 4096];
        int count = 0;
        for (long rank = 0; rank < ranks; rank += 1 + Math.max(0, rank - GROUPS_PER_E) / GROUPS_PER_E) {
            firsts[count++] = (int) rank;
        }
        firstOfGroup = Arrays.copyOf(firsts, count + 1);
        firstOfGroup[count] = ranks;
        double[] weights = new double[count];
        for (int g = 0; g < count; g++) {
            weights[g] = firstOfGroup[g + 1] - firstOfGroup[g] == 1
                    ? StrictMath.pow(firstOfGroup[g] + 1.0, -exponent)
                    : integral(firstOfGroup[g] + 0.5, firstOfGroup[g + 1] + 0.5, exponent);
        }
        groups = new AliasTable(weights);
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        ofEach = new double[count];
        for (int g = 0; g < count; g++) {
            ofEach[g] = weights[g] / sum / (firstOfGroup[g + 1] - firstOfGroup[g]);
        }
    }

    /** How many different ranks are expected in a Poisson number of draws with this mean. */
    double distinct(double draws) {
        double distinct = 0;
        for (int g = 0; g < ofEach.length; g++) {
            distinct += (firstOfGroup[g + 1] - firstOfGroup[g]) * (1 - StrictMath.exp(-draws * ofEach[g]));
        }
        return distinct;
    }

    /** Of {@code x^-exponent}. */
    private static double integral(double from, double to, double exponent) {
        if (StrictMath.abs(exponent - 1) < 1e-9) {
            return StrictMath.log(to / from);
        }
        double power = 1 - exponent;
        return (StrictMath.pow(to, power) - StrictMath.pow(from, power)) / power;
    }

    int draw(RandomStream random) {
        int group = groups.draw(random.next());
        int first = firstOfGroup[group];
        int width = firstOfGroup[group + 1] - first;
        return width == 1 ? first : first + random.below(width);
    }
}
