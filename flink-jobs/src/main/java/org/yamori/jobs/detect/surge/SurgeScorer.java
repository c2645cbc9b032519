package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Scores the distinct sources of all ports, minute by minute, and learns what is ordinary. Ports are numbers from 0 up;
 * the caller knows what they stand for.
 *
 * <p>A minute is {@link #beginMinute}, then {@link #score} for ports in any order, then {@link #endMinute}. A port
 * needs a row in a minute if it was active in it, if it is hot, or if a learnt window of it (see
 * {@link SurgeScales#isLearnt}) that is not empty ends with it. All others cost nothing until the end of the hour.
 */
public final class SurgeScorer {
    private SurgeRules rules;
    private final IntPredicate watched;
    private final Baselines baselines;
    private final @Nullable ClimateLearner learner;
    private final TreeMap<Integer, HotPort> hotPorts = new TreeMap<>();
    private final long[] hotBits;
    private final Forecast forecast = new Forecast();
    private final double[] windows = new double[SurgeScales.COUNT];
    private final double[] levels = new double[SurgeScales.COUNT];
    private final float[] observed = new float[SurgeScales.COUNT];
    /** Ports that may not begin a surge now. */
    private BitSet held = new BitSet();

    private boolean[] newScales = new boolean[SurgeScales.COUNT];
    private long minute = Long.MIN_VALUE;
    private long learntMinutes;

    public SurgeScorer(SurgeRules rules, int ports, IntPredicate watched) {
        this(rules, ports, watched, new ClimateLearner(rules));
    }

    private SurgeScorer(SurgeRules rules, int ports, IntPredicate watched, @Nullable ClimateLearner learner) {
        this.rules = rules;
        this.watched = watched;
        this.learner = learner;
        baselines = new Baselines(rules, ports);
        hotBits = new long[(ports + 63) / 64];
    }

    /** A scorer that learns no climate but is given one with {@link #setClimate}. */
    public static SurgeScorer underClimate(SurgeRules rules, int ports, IntPredicate watched) {
        return new SurgeScorer(rules, ports, watched, null);
    }

    /** From the next minute on other thresholds hold; nothing else may differ, since all that is learnt rests on it. */
    void setThresholds(SurgeRules next) {
        if (!rules.withThresholds(next.thresholds(), next.watchedThresholds()).equals(next)) {
            throw new IllegalArgumentException("only thresholds may change while a job runs; was " + next);
        }
        rules = next;
    }

    /** In the minutes to come these ports begin no surge, and learn nothing, as if they were in one. */
    void hold(BitSet ports) {
        held = ports;
    }

    public Climate climate() {
        return baselines.climate();
    }

    public void setClimate(Climate climate) {
        baselines.setClimate(climate);
    }

    /** Expected sources of a window of an average hour. */
    public double level(int port, int scale) {
        return baselines.level(port, scale);
    }

    /** How much of a port's state there is at all times; hot ports have some 900 bytes more. */
    public static int bytesPerPort() {
        return Baselines.BYTES;
    }

    public boolean isHot(int port) {
        return (hotBits[port >> 6] & (1L << port)) != 0;
    }

    /** Hot ports in order: each needs a row in the next minute. */
    public int[] hotPorts() {
        return hotPorts.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whole days of observed minutes so far; nothing is paged before {@link SurgeRules#learningDays}. */
    public int learntDays() {
        return (int) Math.min(Integer.MAX_VALUE, learntMinutes / SurgeScales.MINUTES_OF_DAY);
    }

    /** The ordinary is not known yet: nothing is too much to be learnt, and nothing is paged. */
    public boolean isLearning() {
        return learntDays() < rules.learningDays();
    }

    /**
     * Minutes must come in order, unobserved ones too.
     *
     * @param shares share of each scale's window that was observed, of what is usual
     */
    public void beginMinute(long now, float[] shares) {
        if (minute != Long.MIN_VALUE && now != minute + 1) {
            throw new IllegalArgumentException("minute " + now + " does not follow minute " + minute);
        }
        minute = now;
        newScales = SurgeScales.newWith(minute);
        System.arraycopy(shares, 0, observed, 0, SurgeScales.COUNT);
    }

    /**
     * Learns a row and scores it.
     *
     * @param counts distinct sources of the latest window of each scale
     * @param destinations distinct addresses that they were sent to
     * @param sensors that saw them
     * @return what is known of the minute if the port is hot
     */
    public @Nullable ScoredMinute score(int port, int[] counts, int destinations, int sensors) {
        boolean hot = isHot(port);
        baselines.forecast(port, minute, newScales, forecast);
        if (!hot && learntDays() > 0) {
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                hot |= newScales[scale]
                        && observed[scale] >= rules.leastObserved()
                        && counts[scale] > forecast.surelyBelow(rules.hot(), scale)
                        && forecast.score(scale, counts[scale]) >= rules.hot();
            }
        }
        if (!hot) {
            baselines.learn(port, minute, counts, observed, forecast, isLearning());
            return null;
        }
        baselines.forecast(port, minute, forecast);
        HotPort hotPort = hotPorts.get(port);
        boolean entering = hotPort == null;
        if (hotPort == null) {
            hotPort = new HotPort();
            hotPorts.put(port, hotPort);
            hotBits[port >> 6] |= 1L << port;
        }
        baselines.learn(port, minute, counts, observed, forecast, isLearning() || hotPort.isInSurge());
        return scored(port, hotPort, counts, destinations, sensors, entering);
    }

    /**
     * The minute of the port that was given to {@link #score} last, and of which that said nothing, since it is not
     * hot: no more than its single minute.
     */
    ScoredMinute quiet(int port, int[] counts) {
        ScoredMinute quiet = new ScoredMinute();
        quiet.port = port;
        quiet.minute = minute;
        quiet.watched = watched.test(port);
        quiet.observed = observed[0];
        quiet.learntDays = learntDays();
        quiet.sources[0] = counts[0];
        quiet.expected[0] = thousandths(forecast.mean[0]);
        quiet.scores[0] = observed[0] < rules.leastObserved() ? 0 : scoreOf(0, counts[0]);
        return quiet;
    }

    private static double thousandths(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    private ScoredMinute scored(
            int port, HotPort hotPort, int[] counts, int destinations, int sensors, boolean entering) {
        ScoredMinute scored = new ScoredMinute();
        scored.port = port;
        scored.minute = minute;
        scored.hot = true;
        scored.watched = watched.test(port);
        scored.destinations = destinations;
        scored.sensors = sensors;
        scored.observed = observed[0];
        scored.learntDays = learntDays();
        hotPort.count(minute, counts[0]);
        double minuteMost = forecast.surelyBelow(rules.winsor(), 0);
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            scored.sources[scale] = counts[scale];
            scored.expected[scale] = thousandths(forecast.mean[scale]);
            if (observed[scale] < rules.leastObserved()) {
                hotPort.scores[scale] = 0;
            } else if (entering || SurgeScales.isNew(scale, minute)) {
                hotPort.scores[scale] = scoreOf(scale, counts[scale]);
                if (isOver(port, scale, counts[scale], hotPort, scored.watched, minuteMost)) {
                    scored.over |= 1 << scale;
                }
            }
            scored.scores[scale] = hotPort.scores[scale];
        }
        hotPort.decide(scored, rules, held.get(port), isBlind(hotPort));
        if (scored.settled) {
            settle(port, hotPort);
        }
        return scored;
    }

    /** Too little was observed for one of the windows that must be calm. */
    private boolean isBlind(HotPort hotPort) {
        for (int scale = 0; scale <= hotPort.longestAsked(); scale++) {
            if (observed[scale] < rules.leastObserved()) {
                return true;
            }
        }
        return false;
    }

    /** More than the usual may be observed: then more is expected. Less is no reason to expect less. */
    private double scoreOf(int scale, double count) {
        return NegativeBinomial.score(
                count, forecast.mean[scale] * Math.max(1, observed[scale]), forecast.dispersion[scale]);
    }

    private boolean isOver(int port, int scale, int count, HotPort hotPort, boolean isWatched, double minuteMost) {
        double threshold = rules.threshold(scale, isWatched);
        if (count < rules.leastSources() || hotPort.scores[scale] < threshold || hotPort.isMuted(scale)) {
            return false;
        }
        if (scale == 0) {
            return true;
        }
        double spike = Math.max(0, hotPort.busiest(scale) - minuteMost);
        return (spike == 0 || scoreOf(scale, count - spike) >= threshold)
                && (scale < SurgeScales.HOUR || baselines.support(port, scale, minute) >= rules.support());
    }

    private void settle(int port, HotPort hotPort) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            double level = hotPort.surgeLevel(scale);
            levels[scale] = Double.isNaN(level) ? baselines.level(port, scale) : level;
        }
        baselines.settle(port, levels);
    }

    /**
     * Goes on to the end of {@code last}, all of it observed as usual: its rows, if any, were given to
     * {@link #learnOrdinary}. It lies in the running hour and no port is hot.
     */
    public void pass(long last) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            int minutes = SurgeScales.minutes(scale);
            windows[scale] += Math.floorDiv(last + 1, minutes) - Math.floorDiv(minute + 1, minutes);
        }
        learntMinutes += last - minute;
        minute = last;
        if (SurgeScales.isLearnt(SurgeScales.HOUR, minute)) {
            endHour();
        }
    }

    /** All rows of the minute were given. At the end of an hour all ports learn. */
    public void endMinute() {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            if (SurgeScales.isLearnt(scale, minute) && observed[scale] >= rules.learntObserved()) {
                windows[scale] += observed[scale];
            }
        }
        if (observed[0] >= rules.learntObserved()) {
            learntMinutes++;
        }
        forgetColdPorts();
        if (SurgeScales.isLearnt(SurgeScales.HOUR, minute)) {
            endHour();
        }
    }

    private void forgetColdPorts() {
        if (!hotPorts.isEmpty()) {
            List<Integer> cold = new ArrayList<>();
            hotPorts.forEach((port, state) -> {
                if (state.isCold()) {
                    cold.add(port);
                }
            });
            for (int port : cold) {
                hotPorts.remove(port);
                hotBits[port >> 6] &= ~(1L << port);
            }
        }
    }

    private void endHour() {
        hotPorts.forEach((port, state) -> {
            if (state.isInSurge()) {
                for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                    state.surgeHour(
                            scale,
                            baselines.counted(port, scale),
                            windows[scale] * baselines.hourFactor(port, scale, minute));
                }
            }
        });
        boolean learning = isLearning();
        baselines.closeHour(
                minute, windows, port -> !learning && (isInSurge(port) || held.get(port)), !learning, learner);
        if (learner != null && SurgeScales.isLearnt(SurgeScales.DAY, minute)) {
            baselines.setClimate(learner.publish());
        }
        Arrays.fill(windows, 0);
    }

    private boolean isInSurge(int port) {
        if (!isHot(port)) {
            return false;
        }
        HotPort state = hotPorts.get(port);
        return state != null && state.isInSurge();
    }

    /**
     * Counts up to which a port that is not hot is ordinary in every minute from now to the end of the hour; of such
     * minutes {@link #learnOrdinary} may be told instead of {@link #score}.
     */
    public void ordinaryUpTo(int port, long fromMinute, long toMinute, int[] into) {
        Arrays.fill(into, Integer.MAX_VALUE);
        for (long each : new long[] {fromMinute, toMinute}) {
            baselines.forecast(port, each, forecast);
            for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
                double most = 0.98 * forecast.surelyBelow(Math.min(rules.hot(), rules.winsor()), scale);
                into[scale] = Math.min(into[scale], (int) most);
            }
        }
    }

    /** Learns windows that lie side by side and were ordinary: their sum and the sum of their squares. */
    public void learnOrdinary(int port, int scale, double sum, double squares) {
        baselines.learnOrdinary(port, scale, sum, squares);
    }

    /** All of it, between two minutes. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(minute);
        out.writeLong(learntMinutes);
        for (double count : windows) {
            out.writeDouble(count);
        }
        baselines.write(out);
        if (learner != null) {
            learner.write(out);
        }
        out.writeInt(hotPorts.size());
        for (Map.Entry<Integer, HotPort> hot : hotPorts.entrySet()) {
            out.writeInt(hot.getKey());
            hot.getValue().write(out);
        }
    }

    /** Takes over what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
        minute = in.readLong();
        learntMinutes = in.readLong();
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            windows[scale] = in.readDouble();
        }
        baselines.read(in);
        if (learner != null) {
            learner.read(in);
        }
        hotPorts.clear();
        Arrays.fill(hotBits, 0);
        for (int left = in.readInt(); left > 0; left--) {
            int port = in.readInt();
            hotPorts.put(port, HotPort.read(in));
            hotBits[port >> 6] |= 1L << port;
        }
    }
}
