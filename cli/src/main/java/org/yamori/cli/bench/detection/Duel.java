package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.yamori.cli.Progress;
import org.yamori.jobs.detect.surge.ScoredMinute;
import org.yamori.jobs.detect.surge.SurgeRules;

/**
 * Our detector and its rivals on the same series. Each has its threshold swept on ports without surges, drawn with
 * other seeds, to the same numbers of false days; a false day has an onset. Then all see the same surges. Rivals have a
 * threshold for each level of ports, which is more than they would have in life; ours are moved all at once.
 */
final class Duel {
    static final String OURS = "Yamori";

    /** False days a month of a watch list of 256 ports to which thresholds are swept. */
    static final double[] RATES = {1, 3, 10, 30, 100};

    static final int RATE = 0;

    static final List<Double> LEVELS = List.of(0.1, 1.0, 10.0, 100.0);
    private static final List<Double> PLATEAUS = List.of(3.0, 10.0);
    private static final List<String> GROWTHS = List.of("2 %", "5 %", "20 %", "step");
    /** By how much all our thresholds are moved for the sweep. */
    private static final double[] SHIFTS = {-1.2, -0.9, -0.6, -0.3, 0, 0.3, 0.6};

    private static final int MONTH = 30;

    private final Map<Double, Watch> watches;
    private final Map<String, Function<SourceSeries, Rival>> rivals = Rivals.all();
    private final int ports;
    private final int days;
    private final int surges;
    private final long seed;
    private final Progress progress;

    /** By name and place of the level, for each of {@link #RATES}. */
    private final Map<String, double[][]> thresholds = new LinkedHashMap<>();

    private final double[] shifts = new double[RATES.length];

    /** What one detector did with equal surges, for each of {@link #RATES}. */
    record Outcome(double level, double times, String growth, String name, List<Delays> delays) {}

    Duel(Map<Double, Watch> watches, int ports, int days, int surges, long seed, Progress progress) {
        this.watches = watches;
        this.ports = ports;
        this.days = days;
        this.surges = surges;
        this.seed = seed;
        this.progress = progress;
    }

    /** By how much our thresholds were moved, for each of {@link #RATES}. */
    double[] shifts() {
        return shifts.clone();
    }

    /** So many false days are wanted in the days of the sweep. */
    private double wanted(double rate) {
        return rate * ports * days / (MONTH * (double) Telescope.WATCHED);
    }

    private SplittableRandom chance(int what, int port) {
        return new SplittableRandom((seed * 31 + what) * 0x9E3779B97F4A7C15L + port);
    }

    /** Sweeps all thresholds on ports of all levels. */
    void sweep() {
        progress.stage("sweeping thresholds");
        progress.total(ports);
        double[][] highest = new double[rivals.size()][ports * days];
        boolean[][] ours = new boolean[SHIFTS.length][ports * days];
        IntStream.range(0, ports).parallel().forEach(port -> {
            Watch watch = Objects.requireNonNull(watches.get(LEVELS.get(port % LEVELS.size())));
            int learnt = Watch.LEARNT_DAYS * PortSeries.DAY;
            int minutes = learnt + days * PortSeries.DAY;
            double level = LEVELS.get(port % LEVELS.size());
            PortSeries series = new PortSeries(level, minutes, false, watch.noise, watch.draw, chance(1, port));
            series.fill();
            int index = 0;
            for (Function<SourceSeries, Rival> rival : rivals.values()) {
                sweepRival(rival.apply(series), learnt, port * days, highest[index++]);
            }
            for (int shift = 0; shift < SHIFTS.length; shift++) {
                boolean[] falseDays = ours[shift];
                SurgeRun run = new SurgeRun(shifted(watch.rules, SHIFTS[shift]), series, true);
                run.until(learnt, watch.climates, null);
                run.until(minutes, watch.climates, scored -> mark(scored, port, learnt, falseDays));
            }
            progress.done(1);
        });
        int index = 0;
        for (String name : rivals.keySet()) {
            thresholds.put(name, thresholdsOf(highest[index++]));
        }
        for (int rate = 0; rate < RATES.length; rate++) {
            shifts[rate] = shiftFor(ours, wanted(RATES[rate]));
        }
    }

    private void mark(ScoredMinute scored, int port, int learnt, boolean[] falseDays) {
        if (scored.risen) {
            falseDays[port * days + (int) (scored.minute - learnt) / PortSeries.DAY] = true;
        }
    }

    private void sweepRival(Rival rival, int learnt, int firstDay, double[] highest) {
        for (int minute = 0; minute < learnt; minute++) {
            rival.learn(minute);
        }
        for (int day = 0; day < days; day++) {
            double most = 0;
            int begin = learnt + day * PortSeries.DAY;
            for (int minute = begin; minute < begin + PortSeries.DAY; minute++) {
                most = Math.max(most, rival.judge(minute));
            }
            highest[firstDay + day] = most;
        }
    }

    /** For each level, between the last day that is false and the first that is not. */
    private double[][] thresholdsOf(double[] highest) {
        double[][] found = new double[LEVELS.size()][RATES.length];
        for (int level = 0; level < LEVELS.size(); level++) {
            int which = level;
            double[] sorted = IntStream.range(0, highest.length)
                    .filter(day -> day / days % LEVELS.size() == which)
                    .mapToDouble(day -> highest[day])
                    .sorted()
                    .toArray();
            for (int rate = 0; rate < RATES.length; rate++) {
                int many = (int) Math.floor(wanted(RATES[rate]) / LEVELS.size());
                int at = sorted.length - many;
                found[level][rate] = many == 0 ? sorted[sorted.length - 1] : (sorted[at - 1] + sorted[at]) / 2;
            }
        }
        return found;
    }

    private static double shiftFor(boolean[][] ours, double wanted) {
        for (int shift = 0; shift < SHIFTS.length; shift++) {
            int falseDays = 0;
            for (boolean isFalse : ours[shift]) {
                falseDays += isFalse ? 1 : 0;
            }
            if (falseDays <= wanted) {
                return SHIFTS[shift];
            }
        }
        return SHIFTS[SHIFTS.length - 1];
    }

    private static SurgeRules shifted(SurgeRules rules, double by) {
        List<Double> moved = rules.watchedThresholds().stream()
                .map(threshold -> Math.max(rules.hot(), threshold + by))
                .toList();
        return rules.withThresholds(moved, moved);
    }

    /** Plants surges and asks all. */
    List<Outcome> fight() {
        record Task(double level, double times, Growth growth) {}
        List<Task> tasks = new ArrayList<>();
        for (double level : LEVELS) {
            for (double times : PLATEAUS) {
                Growth.ALL.stream()
                        .filter(growth -> GROWTHS.contains(growth.name()))
                        .forEach(growth -> tasks.add(new Task(level, times, growth)));
            }
        }
        progress.stage("surges against rivals");
        progress.total((long) tasks.size() * surges);
        List<Outcome> outcomes = new ArrayList<>();
        for (int index = 0; index < tasks.size(); index++) {
            Task task = tasks.get(index);
            int what = index + 2;
            List<String> names = new ArrayList<>(rivals.keySet());
            names.add(OURS);
            double[][][] delays = new double[names.size()][RATES.length][surges];
            IntStream.range(0, surges).parallel().forEach(port -> {
                plant(task.level, task.times, task.growth, chance(what, port), port, delays);
                progress.done(1);
            });
            for (int name = 0; name < names.size(); name++) {
                outcomes.add(new Outcome(
                        task.level,
                        task.times,
                        task.growth.name(),
                        names.get(name),
                        Arrays.stream(delays[name]).map(Delays::of).toList()));
            }
        }
        return outcomes;
    }

    private void plant(
            double level, double times, Growth growth, SplittableRandom random, int port, double[][][] delays) {
        Watch watch = Objects.requireNonNull(watches.get(level));
        int base = (Watch.LEARNT_DAYS * PortSeries.DAY + random.nextInt(7 * PortSeries.DAY)) / 15 * 15;
        int start = base + SurgeCells.BEFORE;
        int noticeable = start + growth.noticeable(times);
        int end = noticeable + SurgeCells.PATIENCE;
        PortSeries series = new PortSeries(level, end, false, watch.noise, watch.draw, random);
        double before = series.expected(start);
        double[] excess = new double[end - start];
        for (int i = 0; i < excess.length; i++) {
            excess[i] = before * growth.excess(i, times);
        }
        series.fill(0, excess, start);
        int name = 0;
        for (Map.Entry<String, Function<SourceSeries, Rival>> rival : rivals.entrySet()) {
            double[] at = Objects.requireNonNull(thresholds.get(rival.getKey()))[LEVELS.indexOf(level)];
            int[] onsets = onsets(rival.getValue().apply(series), base, end, at);
            for (int rate = 0; rate < RATES.length; rate++) {
                delays[name][rate][port] = SurgeCells.delay(onsets[rate], start, noticeable);
            }
            name++;
        }
        SurgeRun learning = new SurgeRun(watch.rules, series, true);
        learning.until(base, watch.climates, null);
        byte[] learnt = learning.state();
        for (int rate = 0; rate < RATES.length; rate++) {
            SurgeRun run = new SurgeRun(shifted(watch.rules, shifts[rate]), series, true, base, learnt);
            SurgeCells.FirstOnset first = new SurgeCells.FirstOnset();
            run.until(end, watch.climates, first);
            delays[name][rate][port] = SurgeCells.delay(first.minute, start, noticeable);
        }
    }

    private static int[] onsets(Rival rival, int base, int end, double[] thresholds) {
        for (int minute = 0; minute < base; minute++) {
            rival.learn(minute);
        }
        int[] onsets = new int[thresholds.length];
        Arrays.fill(onsets, -1);
        int open = onsets.length;
        for (int minute = base; minute < end && open > 0; minute++) {
            double value = rival.judge(minute);
            for (int rate = 0; rate < onsets.length; rate++) {
                if (onsets[rate] < 0 && value > thresholds[rate]) {
                    onsets[rate] = minute;
                    open--;
                }
            }
        }
        return onsets;
    }
}
