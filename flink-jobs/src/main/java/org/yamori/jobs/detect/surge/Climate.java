package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What ports of about the same level have in common: the shape of their week, how far their counts scatter, and what is
 * expected of a port of which nothing is known. It is learnt by {@link ClimateLearner} and changes once a day.
 */
public final class Climate {
    static final int HOURS = 168;

    private static final int HOURS_OF_DAY = 24;

    /** The lowest level, in sources a minute, of each class but the first; two classes a power of ten. */
    private static final float[] LEAST_LEVELS = {0.02f, 0.06f, 0.2f, 0.6f, 2, 6, 20, 60, 200, 600, 2000};

    static final int CLASSES = LEAST_LEVELS.length + 1;

    /** Factor of the level by class and hour since Thursday, 00:00 UTC (when 1970 began). */
    private final float[] shape;

    private final float[] dispersion;
    private final float[] prior;
    /** Mean of the day that ends with each hour. */
    private final float[] dayShape;

    Climate(float[] shape, float[] dispersion, float[] prior) {
        this.shape = shape;
        this.dispersion = dispersion;
        this.prior = prior;
        dayShape = new float[shape.length];
        for (int at = 0; at < shape.length; at++) {
            int week = at / HOURS * HOURS;
            double sum = 0;
            for (int back = 0; back < HOURS_OF_DAY; back++) {
                sum += shape[week + (at - week + HOURS - back) % HOURS];
            }
            dayShape[at] = (float) (sum / HOURS_OF_DAY);
        }
    }

    /** Before anything is known: every hour is like every other. */
    static Climate unknown(SurgeRules rules) {
        float[] shape = new float[CLASSES * HOURS];
        Arrays.fill(shape, 1);
        float[] dispersion = new float[CLASSES * SurgeScales.COUNT];
        float[] prior = new float[SurgeScales.COUNT];
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            for (int portClass = 0; portClass < CLASSES; portClass++) {
                dispersion[portClass * SurgeScales.COUNT + scale] =
                        (float) Math.max(ClimateLearner.FIRST_DISPERSION, rules.leastDispersion(scale));
            }
            prior[scale] = ClimateLearner.FIRST_LEVEL * SurgeScales.minutes(scale);
        }
        return new Climate(shape, dispersion, prior);
    }

    static int classOf(double perMinute) {
        int portClass = 0;
        while (portClass < LEAST_LEVELS.length && perMinute >= LEAST_LEVELS[portClass]) {
            portClass++;
        }
        return portClass;
    }

    /** A level in the middle of the class. */
    static double middleOf(int portClass) {
        double least = portClass == 0 ? LEAST_LEVELS[0] / 3 : LEAST_LEVELS[portClass - 1];
        return least * 1.75;
    }

    static int hourOfWeek(long minute) {
        return (int) Math.floorMod(Math.floorDiv(minute, (long) SurgeScales.MINUTES_OF_HOUR), (long) HOURS);
    }

    float shape(int portClass, int hourOfWeek) {
        return shape[portClass * HOURS + hourOfWeek];
    }

    double dispersion(int portClass, int scale) {
        return dispersion[portClass * SurgeScales.COUNT + scale];
    }

    /** Sources of a window of a port never seen. */
    double prior(int scale) {
        return prior[scale];
    }

    /** The mean factor of the window that ends with {@code minute}. */
    double factor(int portClass, int scale, long minute) {
        return scale == SurgeScales.DAY
                ? dayShape[portClass * HOURS + hourOfWeek(minute + 1 - SurgeScales.MINUTES_OF_HOUR)]
                : factor(shape, portClass * HOURS, scale, minute);
    }

    /**
     * The same of any week of 168 factors that begins at {@code offset}. Between the middles of two hours the factor
     * goes straight from one to the other; windows above an hour are taken hour by hour.
     */
    static double factor(float[] week, int offset, int scale, long minute) {
        int minutes = SurgeScales.minutes(scale);
        int pieces = Math.max(1, minutes / SurgeScales.MINUTES_OF_HOUR);
        double sum = 0;
        for (int piece = 0; piece < pieces; piece++) {
            double middle = minute
                    + 1
                    - Math.min(minutes, SurgeScales.MINUTES_OF_HOUR) / 2.0
                    - (double) piece * SurgeScales.MINUTES_OF_HOUR;
            double hours = middle / SurgeScales.MINUTES_OF_HOUR - 0.5;
            long before = (long) Math.floor(hours);
            double part = hours - before;
            int first = (int) Math.floorMod(before, (long) HOURS);
            int second = first + 1 == HOURS ? 0 : first + 1;
            sum += week[offset + first] * (1 - part) + week[offset + second] * part;
        }
        return sum / pieces;
    }

    void write(DataOutput out) throws IOException {
        Floats.write(shape, out);
        Floats.write(dispersion, out);
        Floats.write(prior, out);
    }

    static Climate read(DataInput in) throws IOException {
        return new Climate(Floats.read(in), Floats.read(in), Floats.read(in));
    }
}
