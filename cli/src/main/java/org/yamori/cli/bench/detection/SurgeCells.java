package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.yamori.cli.Progress;
import org.yamori.jobs.detect.surge.ScoredMinute;

/** Surges planted into ports that were learnt for four weeks and more, and when our detector found them. */
final class SurgeCells {
    static final List<Double> LEVELS = List.of(0.1, 1.0, 10.0, 100.0, 1000.0);
    static final List<Double> PLATEAUS = List.of(1.5, 3.0, 10.0, 100.0);

    /** Between the end of learning and the first infected packet. */
    static final int BEFORE = 60;

    static final int PATIENCE = 48 * 60;
    private static final int LONGEST_GROWTH = 600;

    private SurgeCells() {}

    /**
     * Surges of one size.
     *
     * @param level sources a minute before
     * @param times of it at the plateau
     * @param ofAll with the thresholds of all ports
     * @param ofWatched with those of the watch list
     * @param hosts mean excess a minute at the onset, of those found among all ports
     */
    record Cell(double level, double times, Growth growth, Delays ofAll, Delays ofWatched, double hosts) {}

    static List<Cell> run(Watch watch, double level, int surges, Progress progress) {
        int cells = PLATEAUS.size() * Growth.ALL.size();
        double[][][] delays = new double[2][cells][surges];
        double[][] hosts = new double[cells][surges];
        IntStream.range(0, surges).parallel().forEach(port -> {
            plant(watch, level, port, delays, hosts);
            progress.done(1);
        });
        List<Cell> result = new ArrayList<>();
        for (double times : PLATEAUS) {
            for (Growth growth : Growth.ALL) {
                int cell = result.size();
                result.add(new Cell(
                        level,
                        times,
                        growth,
                        Delays.of(delays[0][cell]),
                        Delays.of(delays[1][cell]),
                        java.util.Arrays.stream(hosts[cell])
                                .filter(value -> value >= 0)
                                .average()
                                .orElse(Double.NaN)));
            }
        }
        return result;
    }

    private static void plant(Watch watch, double level, int port, double[][][] delays, double[][] hosts) {
        SplittableRandom random = watch.chance(port);
        int quarters = (Watch.LEARNT_DAYS * PortSeries.DAY + random.nextInt(7 * PortSeries.DAY)) / 15;
        int base = quarters * 15;
        int start = base + BEFORE;
        int minutes = start + LONGEST_GROWTH + PATIENCE;
        PortSeries series = new PortSeries(level, minutes, false, watch.noise, watch.draw, random);
        series.fill();
        byte[][] learnt = new byte[2][];
        for (int budget = 0; budget < 2; budget++) {
            SurgeRun run = new SurgeRun(watch.rules, series, budget == 1);
            run.until(base, watch.climates, null);
            learnt[budget] = run.state();
        }
        double before = series.expected(start);
        double[] excess = new double[minutes - start];
        int cell = 0;
        for (double times : PLATEAUS) {
            for (Growth growth : Growth.ALL) {
                for (int i = 0; i < excess.length; i++) {
                    excess[i] = before * growth.excess(i, times);
                }
                series.fill(base, excess, start);
                int noticeable = start + growth.noticeable(times);
                for (int budget = 0; budget < 2; budget++) {
                    SurgeRun run = new SurgeRun(watch.rules, series, budget == 1, base, learnt[budget]);
                    FirstOnset first = new FirstOnset();
                    run.until(noticeable + PATIENCE, watch.climates, first);
                    delays[budget][cell][port] = delay(first.minute, start, noticeable);
                    if (budget == 0) {
                        hosts[cell][port] = first.minute < start ? -1 : excess[first.minute - start];
                    }
                }
                cell++;
            }
        }
    }

    /** A finding is told when its minute is over. */
    static double delay(int onset, int start, int noticeable) {
        return onset < 0 ? Delays.MISSED : onset < start ? Delays.EARLY : onset + 1 - noticeable;
    }

    /** The first minute with which a surge began, or -1. */
    static final class FirstOnset implements SurgeRun.Listener {
        int minute = -1;

        @Override
        public void hear(ScoredMinute scored) {
            if (scored.risen && minute < 0) {
                minute = (int) scored.minute;
            }
        }

        @Override
        public boolean isContent() {
            return minute >= 0;
        }
    }
}
