package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.yamori.cli.Progress;
import org.yamori.jobs.detect.surge.Gate;
import org.yamori.jobs.detect.surge.ScoredMinute;

/** What is no surge and looks like one: each is done to many ports, and nobody may be paged. */
final class Nuisances {
    private static final int PORTS = 100;
    private static final int HOURS = 30;

    private Nuisances() {}

    /** What is done. */
    enum Kind {
        SPIKE("one minute with fifty times the sources"),
        OUTAGE("two hours in which nothing is observed"),
        HALF("half of the addresses away for six hours"),
        HALF_SAME("half of the addresses away, every source still seen"),
        RENUMBERED("all sources change their addresses"),
        ONE_SOURCE("one source more in every minute"),
        ONE_DESTINATION("twenty times the sources for half an hour, all to one address of one sensor"),
        STORM("a hundred times the sources for half an hour, labelled as a storm when it began");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * What came of it.
     *
     * @param ports it was done to
     * @param onsets of findings
     * @param paged of these, what would have paged somebody
     */
    record Result(double level, Kind kind, int ports, int onsets, int paged) {}

    static List<Result> run(Watch watch, double level, Progress progress) {
        List<Result> results = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            AtomicInteger onsets = new AtomicInteger();
            AtomicInteger paged = new AtomicInteger();
            IntStream.range(0, PORTS).parallel().forEach(port -> {
                one(watch, level, kind, port, onsets, paged);
                progress.done(1);
            });
            results.add(new Result(level, kind, PORTS, onsets.get(), paged.get()));
        }
        return results;
    }

    private static void one(Watch watch, double level, Kind kind, int port, AtomicInteger onsets, AtomicInteger paged) {
        int base = Watch.LEARNT_DAYS * PortSeries.DAY;
        int at = base + 6 * 60;
        int end = base + HOURS * 60;
        boolean returning = kind == Kind.RENUMBERED;
        PortSeries series =
                new PortSeries(level, end, returning, watch.noise, watch.draw, watch.chance(2_000_000 + port));
        series.fill();
        int from = at;
        int to = at;
        switch (kind) {
            case SPIKE -> series.add(at, (int) (50 * Math.max(2, level)));
            case OUTAGE -> {
                to = at + 120;
                series.lose(from, to, 0);
            }
            case HALF -> {
                to = at + 360;
                series.lose(from, to, 0.5);
            }
            case HALF_SAME -> to = at + 360;
            case RENUMBERED -> series.renumber(at);
            case ONE_SOURCE -> series.add(at, 1);
            case ONE_DESTINATION -> addAll(series, at, (int) Math.max(2, 20 * level));
            case STORM -> addAll(series, at, (int) Math.max(10, 100 * level));
        }
        SurgeRun run = new SurgeRun(watch.rules, series, true);
        run.until(base, watch.climates, null);
        for (int minute = base; minute < end; minute++) {
            float share = minute < from || minute >= to ? 1 : kind == Kind.OUTAGE ? 0 : 0.5f;
            boolean few = kind == Kind.ONE_DESTINATION;
            ScoredMinute scored = run.step(share, few ? 1 : 1000, few ? 1 : 10);
            if (scored != null && scored.risen) {
                onsets.incrementAndGet();
                if (Gate.of(scored, kind == Kind.STORM, watch.rules) == Gate.PAGE) {
                    paged.incrementAndGet();
                }
            }
        }
    }

    private static void addAll(PortSeries series, int from, int sources) {
        for (int minute = from; minute < from + 30; minute++) {
            series.add(minute, sources);
        }
    }
}
