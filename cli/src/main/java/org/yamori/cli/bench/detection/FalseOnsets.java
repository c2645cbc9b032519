package org.yamori.cli.bench.detection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.yamori.cli.Progress;
import org.yamori.jobs.detect.surge.ScoredMinute;

/**
 * Onsets of ports without surges.
 *
 * @param budget whose thresholds
 * @param portDays simulated
 * @param portsOfTelescope that the budget is for
 */
record FalseOnsets(Telescope telescope, Noise noise, String budget, long portDays, int portsOfTelescope, int onsets) {
    static final String ALL_PORTS = "all ports";
    static final String WATCH_LIST = "watch list";

    private static final int MONTH = 30;

    double telescopeDays() {
        return (double) portDays / portsOfTelescope;
    }

    double perMonth() {
        return onsets / telescopeDays() * MONTH;
    }

    double limitPerMonth() {
        return PoissonLimit.upper95(onsets) / telescopeDays() * MONTH;
    }

    /** All ports' budget holds for a sample of ports of the tail, the watch list's for all that are watched. */
    static FalseOnsets run(Telescope telescope, Watch watch, boolean watched, int ports, int days, Progress progress) {
        AtomicInteger onsets = new AtomicInteger();
        int minutes = (Watch.LEARNT_DAYS + days) * PortSeries.DAY;
        IntStream.range(0, ports).parallel().forEach(index -> {
            int port = watched ? index : portOf(index, ports);
            PortSeries series = new PortSeries(
                    telescope.level(port),
                    minutes,
                    port < Telescope.WATCHED,
                    watch.noise,
                    watch.draw,
                    watch.chance(1_000_000 + port));
            series.fill();
            SurgeRun run = new SurgeRun(watch.rules, series, watched);
            run.until(Watch.LEARNT_DAYS * PortSeries.DAY, watch.climates, null);
            run.until(minutes, watch.climates, new Count(onsets));
            progress.done(1);
        });
        return new FalseOnsets(
                telescope,
                watch.noise,
                watched ? WATCH_LIST : ALL_PORTS,
                (long) ports * days,
                watched ? Telescope.WATCHED : Telescope.PORTS,
                onsets.get());
    }

    /** Spread over all ports, so that a sample has its share of watched ones. */
    private static int portOf(int index, int ports) {
        return (int) ((long) index * Telescope.PORTS / ports);
    }

    /** Counts onsets, and an open one again for each day. */
    private record Count(AtomicInteger onsets) implements SurgeRun.Listener {
        @Override
        public void hear(ScoredMinute scored) {
            if (scored.risen) {
                onsets.incrementAndGet();
            }
        }
    }
}
