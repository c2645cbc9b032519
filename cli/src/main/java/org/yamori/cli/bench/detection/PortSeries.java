package org.yamori.cli.bench.detection;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.yamori.jobs.detect.surge.SurgeScales;

/**
 * A port's distinct sources, minute by minute, and of every longer window. A source that comes back within a window is
 * counted once there: every source of a minute has a time since it was last seen, so that all windows fit together.
 *
 * <p>Expected is level x rhythm of the week; the drift of the level and the scatter of the minutes are noise.
 */
final class PortSeries implements SourceSeries {
    static final int DAY = 1440;
    private static final int PIECE = 15;
    private static final double AMPLITUDE = 0.25;
    private static final double WEEKEND = 0.85;
    /** Minutes since a source was last seen, and how many are such; the others are new. */
    private static final int[] GAPS = {2, 10, 30, 120, 700};

    private static final double[] SHARES = {0.05, 0.10, 0.10, 0.15, 0.15};

    private final int minutes;
    private final double level;
    private final Noise noise;
    private final double amplitude;
    private final double phase;
    private final boolean returning;
    private final SplittableRandom random;
    private final CountDraw draw;
    /** Sums of sources up to each minute; with returning sources one for each gap and one for the new ones. */
    private final int[][] sums;

    private final int[] hits;
    /** Logarithm of the level's drift in each quarter of an hour. */
    private final float[] drift;

    /** @param returning whether sources come back, as they do on ports that worms look for */
    PortSeries(double level, int minutes, boolean returning, Noise noise, CountDraw draw, SplittableRandom random) {
        this.level = level;
        this.minutes = minutes;
        this.noise = noise;
        this.returning = returning;
        this.random = random;
        this.draw = draw;
        amplitude = AMPLITUDE * (0.75 + 0.5 * random.nextDouble());
        phase = random.nextDouble() - 0.5;
        hits = new int[minutes];
        drift = new float[minutes / PIECE + 1];
        sums = new int[returning ? GAPS.length + 1 : 1][minutes + 1];
    }

    @Override
    public int minutes() {
        return minutes;
    }

    /** What is expected in a minute without noise and without surges. */
    double expected(int minute) {
        double hours = minute / 60.0;
        boolean weekend = (int) (hours / 24) % 7 >= 5;
        return level * (weekend ? WEEKEND : 1) * (1 + amplitude * Math.sin((hours + phase) / 24 * 2 * Math.PI));
    }

    /** Draws all minutes. */
    void fill() {
        fill(0, new double[0], minutes);
    }

    /**
     * Draws the minutes from {@code from} on anew; those before stay as they are.
     *
     * @param from begin of a quarter of an hour
     * @param excess what is expected besides the ordinary, from the minute {@code start} on
     */
    void fill(int from, double[] excess, int start) {
        double keep = Math.exp(-PIECE / (double) DAY);
        double push = noise.drift() * Math.sqrt(1 - keep * keep);
        for (int piece = from / PIECE; piece * PIECE < minutes; piece++) {
            double next = random.nextGaussian();
            drift[piece] = (float) (piece == 0 ? noise.drift() * next : drift[piece - 1] * keep + push * next);
            int begin = piece * PIECE;
            int end = Math.min(minutes, begin + PIECE);
            double mean = expected(begin + PIECE / 2) * Math.exp(drift[piece] - noise.drift() * noise.drift() / 2);
            int table = draw.table(mean);
            if (table >= 0 && (end <= start || begin >= start + excess.length)) {
                fillPiece(begin, end, table);
                continue;
            }
            for (int minute = begin; minute < end; minute++) {
                int at = minute - start;
                hits[minute] = draw.draw(mean + (at >= 0 && at < excess.length ? excess[at] : 0), random);
            }
        }
        addUp(from);
    }

    /** Takes the minutes as they are given. */
    void give(IntUnaryOperator sources) {
        Arrays.setAll(hits, sources);
        addUp(0);
    }

    /** The same of sources that were all seen two minutes before. */
    void giveReturning(IntUnaryOperator sources) {
        Arrays.setAll(hits, sources);
        for (int minute = 0; minute < minutes; minute++) {
            sums[0][minute + 1] = sums[0][minute] + hits[minute];
        }
    }

    private void fillPiece(int from, int to, int table) {
        double any = draw.anyOf(table);
        if (any > 0.15) {
            for (int minute = from; minute < to; minute++) {
                hits[minute] = draw.draw(table, random);
            }
            return;
        }
        Arrays.fill(hits, from, to, 0);
        double scale = -1 / Math.log1p(-any);
        for (double minute = from + Math.floor(scale * -Math.log(1 - random.nextDouble()));
                minute < to;
                minute += 1 + Math.floor(scale * -Math.log(1 - random.nextDouble()))) {
            int count = 0;
            while (count == 0) {
                double u = (1 - random.nextDouble()) * any;
                count = draw.atMost(table, u);
            }
            hits[(int) minute] = count;
        }
    }

    private void addUp(int from) {
        for (int minute = from; minute < minutes; minute++) {
            int left = hits[minute];
            if (returning) {
                double share = 1;
                for (int gap = 0; gap < GAPS.length; gap++) {
                    int some = binomial(left, SHARES[gap] / share);
                    sums[gap][minute + 1] = sums[gap][minute] + some;
                    left -= some;
                    share -= SHARES[gap];
                }
            }
            int[] fresh = sums[sums.length - 1];
            fresh[minute + 1] = fresh[minute] + left;
        }
    }

    private int binomial(int of, double probability) {
        if (of > 60) {
            double mean = of * probability;
            return (int) Math.max(
                    0, Math.min(of, Math.rint(mean + Math.sqrt(mean * (1 - probability)) * random.nextGaussian())));
        }
        int some = 0;
        for (int i = 0; i < of; i++) {
            some += random.nextDouble() < probability ? 1 : 0;
        }
        return some;
    }

    /** From {@code from} on nothing is seen of the addresses; until {@code to} a share of the sources. */
    void lose(int from, int to, double share) {
        for (int minute = from; minute < to; minute++) {
            hits[minute] = binomial(hits[minute], share);
        }
        addUp(from);
    }

    /** All sources that were seen before have other addresses now. */
    void renumber(int minute) {
        for (int gap = 0; gap < sums.length - 1; gap++) {
            int moved = 0;
            for (int after = minute; after < minutes; after++) {
                int some = sums[gap][after + 1] - moved - sums[gap][after];
                boolean seenBefore = after - GAPS[gap] < minute;
                moved += seenBefore ? some : 0;
                sums[gap][after + 1] -= moved;
                sums[GAPS.length][after + 1] += moved;
            }
        }
    }

    @Override
    public int hits(int minute) {
        return hits[minute];
    }

    /** More sources in one minute, all new. */
    void add(int minute, int sources) {
        hits[minute] += sources;
        int[] fresh = sums[sums.length - 1];
        for (int after = minute + 1; after <= minutes; after++) {
            fresh[after] += sources;
        }
    }

    @Override
    public int sources(int scale, int minute) {
        int length = SurgeScales.minutes(scale);
        int end = minute + 1;
        int begin = Math.max(0, end - length);
        if (!returning) {
            return sums[0][end] - sums[0][begin];
        }
        int count = sums[GAPS.length][end] - sums[GAPS.length][begin];
        for (int gap = 0; gap < GAPS.length; gap++) {
            // Who was last seen before the window began counts, and who is first in it after that.
            count += sums[gap][Math.min(end, begin + GAPS[gap])] - sums[gap][begin];
        }
        return count;
    }

    void sources(int minute, int[] into) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            into[scale] = sources(scale, minute - Math.floorMod(minute + 1, SurgeScales.step(scale)));
        }
    }

    /**
     * The first minute in which a window has more sources than allowed, or {@code to}.
     *
     * @param most of each scale
     */
    int firstAbove(int from, int to, int[] most) {
        int minute = from;
        while (minute < to && !isAbove(minute, most)) {
            minute++;
        }
        return minute;
    }

    private boolean isAbove(int minute, int[] most) {
        if (returning || minute < 60) {
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                if (SurgeScales.isNew(scale, minute) && sources(scale, minute) > most[scale]) {
                    return true;
                }
            }
            return false;
        }
        int[] sum = sums[0];
        int end = sum[minute + 1];
        return end - sum[minute] > most[0]
                || end - sum[minute - 4] > most[1]
                || end - sum[minute - 14] > most[2]
                || end - sum[minute - 59] > most[3]
                || ((minute + 1) % 15 == 0
                        && (end - sum[Math.max(0, minute - 239)] > most[4]
                                || ((minute + 1) % 60 == 0 && end - sum[Math.max(0, minute - 1439)] > most[5])));
    }
}
