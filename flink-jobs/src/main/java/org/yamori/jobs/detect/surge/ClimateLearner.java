package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Learns the {@link Climate} from the hours of all ports, which must come in a fixed order. What it learns in a day
 * holds from the next.
 *
 * <p>The shape of an hour is the sources of a class over the sum of its levels, the mean of the same hour of four
 * weeks; in the first week that of the same hour of the days so far, on the first day one. Classes with few sources
 * lean on all ports together. Dispersion is the excess of squared residuals over a Poisson's, over squared means.
 */
final class ClimateLearner {
    static final double FIRST_DISPERSION = 0.03;
    static final float FIRST_LEVEL = 0.05f;

    private static final int WEEKS = 4;
    private static final int HOURS_OF_DAY = 24;
    private static final int ALL = Climate.CLASSES;
    /** So many sources an hour a class must have to count as much as all ports together. */
    private static final double LEAN = 400;
    /** So many windows of a middling port the first dispersion is worth. */
    private static final double FIRST_WINDOWS = 200;
    /** Sources of an hour of one port beyond which it would decide the first day of all. */
    private static final double FIRST_DAY_MOST = 600;

    private static final double MOST_DISPERSION = 2;
    private static final double MOST_RATIO = 4;
    private static final double LEAST_PRIOR = 0.001;
    private static final float LEAST_FACTOR = 0.02f;
    /** So long shapes are too uncertain to say what scatters around them. */
    private static final int FIRST_DAYS = 7;

    private static final int DISPERSIONS = Climate.CLASSES * SurgeScales.COUNT;

    private final SurgeRules rules;
    private final double dayForgetting;

    private final double[] sources = new double[ALL + 1];
    private final double[] levels = new double[ALL + 1];
    private double firstDaySources;
    private final double[] logLevels = new double[SurgeScales.COUNT];
    private int priorPorts;

    private float[] weeks = new float[(ALL + 1) * Climate.HOURS];
    private float[] weekCounts = new float[(ALL + 1) * Climate.HOURS];
    private float[] hoursOfDay = new float[(ALL + 1) * HOURS_OF_DAY];
    private float[] hourOfDayCounts = new float[(ALL + 1) * HOURS_OF_DAY];
    private float[] firstDay = new float[HOURS_OF_DAY];
    private int firstHours;
    private int days;
    private double[] excess = new double[DISPERSIONS];
    private double[] squares = new double[DISPERSIONS];
    private float[] prior;

    ClimateLearner(SurgeRules rules) {
        this.rules = rules;
        dayForgetting = StrictMath.exp(-2.0 / rules.levelDays());
        prior = new float[SurgeScales.COUNT];
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            prior[scale] = FIRST_LEVEL * SurgeScales.minutes(scale);
        }
    }

    /**
     * An hour of ports that are alike.
     *
     * @param minuteSources sources of all minutes of one of them
     * @param levelSources what its level alone would have made them
     * @param ports how many they are
     */
    void hour(int portClass, double minuteSources, double levelSources, int ports) {
        sources[portClass] += minuteSources * ports;
        levels[portClass] += levelSources * ports;
        sources[ALL] += Math.min(minuteSources, FIRST_DAY_MOST) * ports;
        levels[ALL] += Math.min(levelSources, FIRST_DAY_MOST) * ports;
        firstDaySources += Math.min(minuteSources, FIRST_DAY_MOST) * ports;
    }

    /** Windows of a port: the sum of (count - mean)² - mean, and of mean². In the first week means are not known. */
    void residuals(int portClass, int scale, double overPoisson, double meanSquares) {
        if (days < FIRST_DAYS) {
            return;
        }
        excess[portClass * SurgeScales.COUNT + scale] += overPoisson;
        squares[portClass * SurgeScales.COUNT + scale] += meanSquares;
    }

    /** The level of ports that are alike, once a day; what is common is the geometric mean of all. */
    void level(int scale, double level, int ports) {
        logLevels[scale] += StrictMath.log(level) * ports;
        priorPorts += scale == 0 ? ports : 0;
    }

    /** All ports' hour that ended with {@code minute} has been told; {@code learnt} if it was observed. */
    void endHour(long minute, boolean learnt) {
        int hour = Climate.hourOfWeek(minute);
        int hourOfDay = hour % HOURS_OF_DAY;
        if (learnt && firstHours < HOURS_OF_DAY) {
            firstDay[hourOfDay] = (float) firstDaySources;
            firstHours++;
            if (firstHours == HOURS_OF_DAY) {
                endFirstDay();
            }
        } else if (learnt) {
            double all = Math.min(MOST_RATIO, sources[ALL] / Math.max(levels[ALL], 1e-9));
            for (int portClass = 0; portClass <= ALL; portClass++) {
                double ratio = (sources[portClass] + LEAN * all) / (levels[portClass] + LEAN);
                mean(weeks, weekCounts, portClass * Climate.HOURS + hour, ratio);
                mean(hoursOfDay, hourOfDayCounts, portClass * HOURS_OF_DAY + hourOfDay, ratio);
            }
        }
        Arrays.fill(sources, 0);
        Arrays.fill(levels, 0);
        firstDaySources = 0;
    }

    private void endFirstDay() {
        double sum = 0;
        for (float hour : firstDay) {
            sum += hour;
        }
        for (int i = 0; i < hoursOfDay.length && sum > 0; i++) {
            hoursOfDay[i] = (float) Math.min(MOST_RATIO, firstDay[i % HOURS_OF_DAY] * HOURS_OF_DAY / sum);
            hourOfDayCounts[i] = 1;
        }
    }

    private static void mean(float[] means, float[] counts, int at, double value) {
        counts[at] = Math.min(WEEKS, counts[at] + 1);
        means[at] += (float) ((value - means[at]) / counts[at]);
    }

    /** What holds from now on; called once a day. */
    Climate publish() {
        float[] shape = new float[Climate.CLASSES * Climate.HOURS];
        float[] dispersion = new float[DISPERSIONS];
        for (int portClass = 0; portClass < Climate.CLASSES; portClass++) {
            double sum = 0;
            for (int hour = 0; hour < Climate.HOURS; hour++) {
                int week = portClass * Climate.HOURS + hour;
                int day = portClass * HOURS_OF_DAY + hour % HOURS_OF_DAY;
                float value = weekCounts[week] > 0 ? weeks[week] : hourOfDayCounts[day] > 0 ? hoursOfDay[day] : 1;
                shape[week] = Math.max(LEAST_FACTOR, value);
                sum += shape[week];
            }
            for (int hour = 0; hour < Climate.HOURS; hour++) {
                shape[portClass * Climate.HOURS + hour] *= (float) (Climate.HOURS / sum);
            }
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                int at = portClass * SurgeScales.COUNT + scale;
                double middle = Climate.middleOf(portClass) * SurgeScales.minutes(scale);
                double first = FIRST_WINDOWS * middle * middle;
                double value = (excess[at] + FIRST_DISPERSION * first) / (squares[at] + first);
                dispersion[at] = (float) Math.max(rules.leastDispersion(scale), Math.min(MOST_DISPERSION, value));
                excess[at] *= dayForgetting;
                squares[at] *= dayForgetting;
            }
        }
        for (int scale = 0; scale < SurgeScales.COUNT && priorPorts > 0; scale++) {
            prior[scale] = (float)
                    Math.max(LEAST_PRIOR * SurgeScales.minutes(scale), StrictMath.exp(logLevels[scale] / priorPorts));
        }
        Arrays.fill(logLevels, 0);
        priorPorts = 0;
        days++;
        return new Climate(shape, dispersion, prior.clone());
    }

    void write(DataOutput out) throws IOException {
        for (float[] values : new float[][] {weeks, weekCounts, hoursOfDay, hourOfDayCounts, firstDay, prior}) {
            Floats.write(values, out);
        }
        out.writeInt(firstHours);
        out.writeInt(days);
        for (int i = 0; i < DISPERSIONS; i++) {
            out.writeDouble(excess[i]);
            out.writeDouble(squares[i]);
        }
    }

    /** Takes over what {@link #write} wrote at the end of an hour. */
    void read(DataInput in) throws IOException {
        weeks = Floats.read(in);
        weekCounts = Floats.read(in);
        hoursOfDay = Floats.read(in);
        hourOfDayCounts = Floats.read(in);
        firstDay = Floats.read(in);
        prior = Floats.read(in);
        firstHours = in.readInt();
        days = in.readInt();
        for (int i = 0; i < DISPERSIONS; i++) {
            excess[i] = in.readDouble();
            squares[i] = in.readDouble();
        }
    }
}
