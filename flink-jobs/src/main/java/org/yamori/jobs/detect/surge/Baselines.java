package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary of every port: dense tables of {@value #BYTES} bytes a port, and a week of its own for the busiest.
 *
 * <p>A level is S / T for each scale: S the sources of the learnt windows, T how many windows that were, each weighed
 * by the factor of its hour and both forgotten with a mean age of half {@code level-days}. The pooled prior is added to
 * both, so a port never seen has a level that sinks with every hour of silence. On top goes the drift of the last
 * hours, a Kalman filter on the ratio of sources to expectation; it knows nothing of the running hour nor of the one
 * before it, so that a surge does not hide itself.
 */
final class Baselines {
    private static final int COUNTS = 0;
    private static final int WINDOWS = COUNTS + SurgeScales.COUNT;
    private static final int NEW_COUNTS = WINDOWS + SurgeScales.COUNT;
    private static final int NEW_SQUARES = NEW_COUNTS + SurgeScales.COUNT;
    private static final int RATIO = NEW_SQUARES + SurgeScales.HOUR;
    private static final int VARIANCE = RATIO + 1;
    private static final int WAITING_COUNT = VARIANCE + 1;
    private static final int WAITING_EXPECTED = WAITING_COUNT + 1;
    private static final int HITS = WAITING_EXPECTED + 1;
    private static final int HOURLY_HITS = HITS + 1;
    private static final int HOURS_OF_DAY = 24;
    private static final int WIDTH = HOURLY_HITS + HOURS_OF_DAY;

    /** What a port takes; a week of its own takes 676 more. */
    static final int BYTES = WIDTH * Float.BYTES + Integer.BYTES;

    private static final boolean[] ALL = {true, true, true, true, true, true};
    private static final int NO_WEEK = -1;
    private static final int MOST_WEIGHT = 5;
    private static final double FIRST_VARIANCE = 0.01;
    private static final double LEAST_VARIANCE = 0.0025;
    private static final double MOST_VARIANCE = 0.1;
    /** An hour's own scatter beyond a Poisson's. */
    private static final double HOUR_DISPERSION = 0.0003;

    private static final double MOST_INNOVATION = 3;
    private static final double LEAST_RATIO = 0.1;
    private static final double MOST_RATIO = 5;

    private final SurgeRules rules;
    private final double hourForgetting;
    private final double persistence;
    private final int ports;
    private final float[] table;
    private final long[] used;
    private int usedPorts;
    /** Place of a port's own week, or -1. */
    private final int[] weekOf;

    private float[] weeks = new float[0];
    private float[] weekHours = new float[0];
    private int weeksUsed;

    private final Forecast hourForecast = new Forecast();
    /** By scale: windows of the common level that hold one source. */
    private final double[] mostPriorWindows = new double[SurgeScales.COUNT];

    private final double[] factors = new double[Climate.CLASSES * SurgeScales.COUNT];
    private final long[] factorMinutes = new long[Climate.CLASSES];
    private Climate climate;
    /** Whether a window of each scale is learnt at the end of the minute. */
    private boolean[] learnt = ALL;

    private long learntMinute = Long.MIN_VALUE;

    Baselines(SurgeRules rules, int ports) {
        this.rules = rules;
        this.ports = ports;
        hourForgetting = StrictMath.exp(-2.0 / (rules.levelDays() * HOURS_OF_DAY));
        persistence = StrictMath.exp(-1.0 / rules.driftHours());
        table = new float[Math.multiplyExact(ports + 1, WIDTH)];
        used = new long[(ports + 63) / 64];
        weekOf = new int[ports];
        Arrays.fill(weekOf, NO_WEEK);
        climate = Climate.unknown(rules);
        setClimate(climate);
        table[ports * WIDTH + RATIO] = 1;
        table[ports * WIDTH + VARIANCE] = (float) FIRST_VARIANCE;
    }

    private boolean isUsed(int port) {
        return (used[port >> 6] & (1L << port)) != 0;
    }

    /** Where the row of a port begins; all that were never used share the last one. */
    private int rowOf(int port) {
        return (isUsed(port) ? port : ports) * WIDTH;
    }

    /** The row of a port that is used from now on: until now it was like all that are not. */
    private int use(int port) {
        if (!isUsed(port)) {
            used[port >> 6] |= 1L << port;
            usedPorts++;
            System.arraycopy(table, ports * WIDTH, table, port * WIDTH, WIDTH);
        }
        return port * WIDTH;
    }

    int ports() {
        return ports;
    }

    Climate climate() {
        return climate;
    }

    void setClimate(Climate climate) {
        this.climate = climate;
        Arrays.fill(factorMinutes, Long.MIN_VALUE);
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            double most = (double) rules.priorHours() * SurgeScales.MINUTES_OF_HOUR / SurgeScales.minutes(scale);
            mostPriorWindows[scale] = Math.min(most, 1 / climate.prior(scale));
        }
    }

    /** So many windows of the common level as hold one source; the more of its own a port has, the fewer. */
    private double priorWindows(int at, int scale) {
        return mostPriorWindows[scale] / (1 + table[at + COUNTS + scale]);
    }

    /** Sources of a window of an hour with factor one. */
    double level(int port, int scale) {
        return levelAt(rowOf(port), scale);
    }

    private double levelAt(int at, int scale) {
        double windows = priorWindows(at, scale);
        return (table[at + COUNTS + scale] + windows * climate.prior(scale)) / (table[at + WINDOWS + scale] + windows);
    }

    private double factor(int week, int portClass, int scale, long minute) {
        if (week >= 0) {
            return Climate.factor(weeks, week * Climate.HOURS, scale, minute);
        }
        if (factorMinutes[portClass] != minute) {
            factorMinutes[portClass] = minute;
            for (int each = 0; each < SurgeScales.COUNT; each++) {
                factors[portClass * SurgeScales.COUNT + each] = climate.factor(portClass, each, minute);
            }
        }
        return factors[portClass * SurgeScales.COUNT + scale];
    }

    /** What the windows of a port that end with {@code minute} are expected to hold. */
    void forecast(int port, long minute, Forecast into) {
        forecast(rowOf(port), weekOf[port], minute, ALL, into);
    }

    /** The same of some scales; what is said of others is void. */
    void forecast(int port, long minute, boolean[] scales, Forecast into) {
        forecast(rowOf(port), weekOf[port], minute, scales, into);
    }

    private void forecast(int at, int week, long minute, boolean[] scales, Forecast into) {
        int portClass = Climate.classOf(levelAt(at, 0));
        double drift = 1 + (table[at + RATIO] - 1) * persistence * persistence;
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            if (!scales[scale]) {
                continue;
            }
            double windows = priorWindows(at, scale);
            double sources = table[at + COUNTS + scale] + windows * climate.prior(scale);
            double level = sources / (table[at + WINDOWS + scale] + windows) * factor(week, portClass, scale, minute);
            into.mean[scale] = scale <= SurgeScales.HOUR ? level * drift : level;
            into.dispersion[scale] = climate.dispersion(portClass, scale) + 1 / sources;
        }
    }

    /**
     * Takes in the windows that end with {@code minute}; counts far above the expectation are cut, but raw ones not.
     */
    void learn(int port, long minute, int[] counts, float[] observed, Forecast forecast, boolean raw) {
        boolean any = isUsed(port);
        for (int count : counts) {
            any |= count > 0;
        }
        if (!any) {
            return;
        }
        int at = use(port);
        table[at + HITS] += counts[0];
        if (minute != learntMinute) {
            learntMinute = minute;
            learnt = SurgeScales.learntWith(minute);
        }
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            if (learnt[scale] && observed[scale] >= rules.learntObserved()) {
                double count =
                        raw ? counts[scale] : Math.min(counts[scale], forecast.surelyBelow(rules.winsor(), scale) + 1);
                table[at + NEW_COUNTS + scale] += (float) count;
                if (scale < SurgeScales.HOUR) {
                    table[at + NEW_SQUARES + scale] += (float) (count * count);
                }
            }
        }
    }

    /** Takes in several windows at once that are known to be ordinary. */
    void learnOrdinary(int port, int scale, double sum, double squares) {
        if (sum == 0 && !isUsed(port)) {
            return;
        }
        int at = use(port);
        table[at + NEW_COUNTS + scale] += (float) sum;
        if (scale < SurgeScales.HOUR) {
            table[at + NEW_SQUARES + scale] += (float) squares;
        }
        if (scale == 0) {
            table[at + HITS] += (float) sum;
        }
    }

    /**
     * How surprising the sources of single minutes, added up, are over the hours that hold the window that ends with
     * {@code minute}.
     */
    double support(int port, int scale, long minute) {
        int at = rowOf(port);
        int hours = SurgeScales.minutes(scale) / SurgeScales.MINUTES_OF_HOUR;
        long hour = Math.floorDiv(minute, (long) SurgeScales.MINUTES_OF_HOUR);
        double hits = table[at + HITS];
        for (int back = 1; back <= hours; back++) {
            hits += table[at + HOURLY_HITS + (int) Math.floorMod(hour - back, (long) HOURS_OF_DAY)];
        }
        int portClass = Climate.classOf(level(port, 0));
        double minutes = (double) hours * SurgeScales.MINUTES_OF_HOUR
                + Math.floorMod(minute, (long) SurgeScales.MINUTES_OF_HOUR)
                + 1;
        return NegativeBinomial.score(
                hits,
                level(port, 0) * factor(weekOf[port], portClass, scale, minute) * minutes,
                climate.dispersion(portClass, scale));
    }

    /**
     * The hour that ends with {@code minute} is over for all ports.
     *
     * @param windows how many windows of each scale were learnt, each as much as was observed of it
     * @param frozen ports in a surge: they learn nothing
     * @param mayBeginWeeks whether the climate is known so well that a week of a port's own may begin with it
     * @param learner learns the climate, or null
     */
    void closeHour(
            long minute,
            double[] windows,
            IntPredicate frozen,
            boolean mayBeginWeeks,
            @Nullable ClimateLearner learner) {
        boolean endOfDay = SurgeScales.isLearnt(SurgeScales.DAY, minute);
        for (int port = 0; port < ports; port++) {
            if (isUsed(port)) {
                boolean learns = !frozen.test(port);
                closeHour(port * WIDTH, weekOf[port], 1, minute, windows, !learns, learner);
                if (learns
                        && mayBeginWeeks
                        && weekOf[port] < 0
                        && weeksUsed < rules.ownShapes()
                        && level(port, 0) >= rules.ownShape()) {
                    beginWeek(port);
                }
            }
        }
        int silent = ports - usedPorts;
        if (silent > 0) {
            closeHour(ports * WIDTH, NO_WEEK, silent, minute, windows, false, learner);
        }
        if (endOfDay && learner != null) {
            tellLevels(learner);
        }
        if (learner != null) {
            learner.endHour(minute, windows[0] > 0);
        }
    }

    private void tellLevels(ClimateLearner learner) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            for (int port = 0; port < ports; port++) {
                if (isUsed(port)) {
                    learner.level(scale, levelAt(port * WIDTH, scale), 1);
                }
            }
            if (usedPorts < ports) {
                learner.level(scale, levelAt(ports * WIDTH, scale), ports - usedPorts);
            }
        }
    }

    /** @param alike so many ports share the row */
    private void closeHour(
            int at,
            int week,
            int alike,
            long minute,
            double[] windows,
            boolean frozen,
            @Nullable ClimateLearner learner) {
        double perMinute = levelAt(at, 0);
        int portClass = Climate.classOf(perMinute);
        if (!frozen && learner != null) {
            tell(at, week, alike, minute, windows, learner);
        }
        double hourFactor = factor(week, portClass, SurgeScales.HOUR, minute);
        drift(at, portClass, frozen ? 0 : perMinute * hourFactor * windows[0]);
        if (!frozen) {
            if (week >= 0) {
                learnWeek(at, week, minute, perMinute * windows[0]);
            }
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                if (windows[scale] > 0) {
                    double factor = scale <= SurgeScales.HOUR ? hourFactor : factor(week, portClass, scale, minute);
                    table[at + COUNTS + scale] += table[at + NEW_COUNTS + scale];
                    table[at + WINDOWS + scale] += (float) (windows[scale] * factor);
                }
                table[at + COUNTS + scale] *= (float) hourForgetting;
                table[at + WINDOWS + scale] *= (float) hourForgetting;
            }
        }
        int hour = (int) Math.floorMod(Math.floorDiv(minute, (long) SurgeScales.MINUTES_OF_HOUR), (long) HOURS_OF_DAY);
        table[at + HOURLY_HITS + hour] = table[at + HITS];
        Arrays.fill(table, at + NEW_COUNTS, at + NEW_SQUARES + SurgeScales.HOUR, 0);
        table[at + HITS] = 0;
    }

    private void tell(int at, int week, int alike, long minute, double[] windows, ClimateLearner learner) {
        int portClass = Climate.classOf(levelAt(at, 0));
        learner.hour(portClass, table[at + NEW_COUNTS], levelAt(at, 0) * windows[0], alike);
        forecast(at, week, minute, ALL, hourForecast);
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            double number = windows[scale];
            if (number > 0) {
                double mean = scale < SurgeScales.HOUR
                        ? hourForecast.mean[SurgeScales.HOUR] / levelAt(at, SurgeScales.HOUR) * levelAt(at, scale)
                        : hourForecast.mean[scale];
                double sum = table[at + NEW_COUNTS + scale];
                double squares = scale < SurgeScales.HOUR ? table[at + NEW_SQUARES + scale] : sum * sum;
                learner.residuals(
                        portClass,
                        scale,
                        alike * (squares - 2 * mean * sum + number * mean * mean - number * mean),
                        alike * number * mean * mean);
            }
        }
    }

    /** A step of the Kalman filter with the hour before the one that ends. */
    private void drift(int at, int portClass, double expected) {
        double spread =
                Math.min(MOST_VARIANCE, Math.max(LEAST_VARIANCE, climate.dispersion(portClass, SurgeScales.DAY)));
        double ratio = 1 + (table[at + RATIO] - 1) * persistence;
        double variance = persistence * persistence * table[at + VARIANCE] + (1 - persistence * persistence) * spread;
        double waiting = table[at + WAITING_EXPECTED];
        if (waiting > 0) {
            double noise = ratio / waiting + HOUR_DISPERSION;
            double gain = variance / (variance + noise);
            double most = MOST_INNOVATION * Math.sqrt(variance + noise);
            double innovation = Math.max(-most, Math.min(most, table[at + WAITING_COUNT] / waiting - ratio));
            ratio += gain * innovation;
            variance *= 1 - gain;
        }
        table[at + RATIO] = (float) Math.max(LEAST_RATIO, Math.min(MOST_RATIO, ratio));
        table[at + VARIANCE] = (float) variance;
        table[at + WAITING_COUNT] = table[at + NEW_COUNTS];
        table[at + WAITING_EXPECTED] = (float) expected;
    }

    private void beginWeek(int port) {
        int portClass = Climate.classOf(level(port, 0));
        if ((weeksUsed + 1) * Climate.HOURS > weeks.length) {
            int rows = Math.min(rules.ownShapes(), Math.max(4, weeksUsed * 2));
            weeks = Arrays.copyOf(weeks, rows * Climate.HOURS);
            weekHours = Arrays.copyOf(weekHours, rows);
        }
        for (int hour = 0; hour < Climate.HOURS; hour++) {
            weeks[weeksUsed * Climate.HOURS + hour] = climate.shape(portClass, hour);
        }
        weekHours[weeksUsed] = 0;
        weekOf[port] = weeksUsed++;
    }

    /** The class's week counts as two weeks of the port's own. */
    private void learnWeek(int at, int row, long minute, double levelSources) {
        if (levelSources > 0) {
            double drift = 1 + (table[at + RATIO] - 1) * persistence * persistence;
            double factor = Math.max(0.02, Math.min(5, table[at + NEW_COUNTS] / (levelSources * drift)));
            int cell = row * Climate.HOURS + Climate.hourOfWeek(minute);
            double weight = Math.min(MOST_WEIGHT, 3 + Math.floor(weekHours[row] / Climate.HOURS));
            weeks[cell] += (float) ((factor - weeks[cell]) / weight);
            weekHours[row]++;
        }
    }

    /** The raw counts of the running hour, of which a lasting surge is learnt. */
    float counted(int port, int scale) {
        return table[rowOf(port) + NEW_COUNTS + scale];
    }

    double hourFactor(int port, int scale, long minute) {
        return factor(weekOf[port], Climate.classOf(level(port, 0)), Math.max(scale, SurgeScales.HOUR), minute);
    }

    /** Puts other levels in the place of those learnt; they weigh as much as a day. */
    void settle(int port, double[] levels) {
        int at = use(port);
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            double windows = (double) SurgeScales.MINUTES_OF_DAY / SurgeScales.minutes(scale);
            table[at + WINDOWS + scale] = (float) windows;
            table[at + COUNTS + scale] = (float) (windows * levels[scale]);
        }
        table[at + RATIO] = 1;
        table[at + VARIANCE] = (float) FIRST_VARIANCE;
        table[at + WAITING_EXPECTED] = 0;
    }

    /** Of each port that was used only what is not zero. */
    void write(DataOutput out) throws IOException {
        out.writeInt(ports);
        for (int port = 0; port <= ports; port++) {
            if (port == ports || isUsed(port)) {
                out.writeInt(port);
                writeRow(port * WIDTH, out);
                out.writeInt(port == ports ? NO_WEEK : weekOf[port]);
            }
        }
        out.writeInt(weeksUsed);
        Floats.write(Arrays.copyOf(weeks, weeksUsed * Climate.HOURS), out);
        Floats.write(Arrays.copyOf(weekHours, weeksUsed), out);
        climate.write(out);
    }

    private void writeRow(int at, DataOutput out) throws IOException {
        long present = 0;
        for (int i = 0; i < WIDTH; i++) {
            present |= table[at + i] == 0 ? 0 : 1L << i;
        }
        out.writeLong(present);
        for (int i = 0; i < WIDTH; i++) {
            if (table[at + i] != 0) {
                out.writeFloat(table[at + i]);
            }
        }
    }

    /** Takes over what {@link #write} wrote. */
    void read(DataInput in) throws IOException {
        int written = in.readInt();
        if (written != ports) {
            throw new IOException("a table of " + written + " ports was written, this one has " + ports);
        }
        Arrays.fill(used, 0);
        Arrays.fill(weekOf, NO_WEEK);
        usedPorts = 0;
        for (int port = in.readInt(); port < ports; port = in.readInt()) {
            int at = use(port);
            readRow(at, in);
            weekOf[port] = in.readInt();
        }
        readRow(ports * WIDTH, in);
        in.readInt();
        weeksUsed = in.readInt();
        weeks = Floats.read(in);
        weekHours = Floats.read(in);
        setClimate(Climate.read(in));
    }

    private void readRow(int at, DataInput in) throws IOException {
        long present = in.readLong();
        for (int i = 0; i < WIDTH; i++) {
            table[at + i] = (present & (1L << i)) == 0 ? 0 : in.readFloat();
        }
    }
}
