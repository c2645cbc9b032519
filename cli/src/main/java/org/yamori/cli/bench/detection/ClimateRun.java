package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.yamori.jobs.detect.surge.Climate;
import org.yamori.jobs.detect.surge.SurgeRules;
import org.yamori.jobs.detect.surge.SurgeScales;
import org.yamori.jobs.detect.surge.SurgeScorer;

/** Many ports for some days, to learn what is common to them: the climate of each day. */
final class ClimateRun {
    private ClimateRun() {}

    static List<Climate> of(
            SurgeRules rules,
            int ports,
            int days,
            IntToDoubleFunction level,
            IntPredicate returning,
            Noise noise,
            CountDraw draw,
            long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int minutes = days * PortSeries.DAY;
        PortSeries[] series = new PortSeries[ports];
        for (int port = 0; port < ports; port++) {
            series[port] = new PortSeries(
                    level.applyAsDouble(port), minutes, returning.test(port), noise, draw, random.split());
            series[port].fill();
        }
        SurgeScorer scorer = new SurgeScorer(rules, ports, port -> false);
        float[] observed = new float[SurgeScales.COUNT];
        Arrays.fill(observed, 1);
        List<Climate> climates = new ArrayList<>();
        int[] counts = new int[SurgeScales.COUNT];
        for (int minute = 0; minute < minutes; minute++) {
            if (minute % PortSeries.DAY == 0) {
                climates.add(scorer.climate());
            }
            scorer.beginMinute(minute, observed);
            for (int port = 0; port < ports; port++) {
                if (series[port].hits(minute) > 0
                        || scorer.isHot(port)
                        || ((minute + 1) % 5 == 0 && series[port].sources(SurgeScales.COUNT - 1, minute) > 0)) {
                    series[port].sources(minute, counts);
                    scorer.score(port, counts, 1000, 10);
                }
            }
            scorer.endMinute();
        }
        return climates;
    }
}
