package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** A few ports watched minute by minute; every source is seen once, so that windows are sums of minutes. */
final class Watching {
    SurgeScorer scorer;
    final float[] observed = new float[SurgeScales.COUNT];
    final List<ScoredMinute> scored = new ArrayList<>();
    int destinations = 100;

    private final int ports;
    private final IntBinaryOperator sources;
    private final int[][] sums;
    private int minute;

    /** @param sources of a port and minute */
    Watching(SurgeRules rules, int ports, int minutes, IntBinaryOperator sources) {
        this.ports = ports;
        this.sources = sources;
        scorer = new SurgeScorer(rules, ports, port -> false);
        sums = new int[ports][minutes + 1];
        Arrays.fill(observed, 1);
    }

    /** Goes on with another scorer. */
    Watching with(SurgeScorer other) {
        scorer = other;
        return this;
    }

    Watching until(int end) {
        while (minute < end) {
            scorer.beginMinute(minute, observed);
            for (int port = 0; port < ports; port++) {
                int now = observed[0] > 0 ? sources.applyAsInt(port, minute) : 0;
                sums[port][minute + 1] = sums[port][minute] + now;
                if (now > 0 || scorer.isHot(port) || (minute + 1) % 5 == 0) {
                    ScoredMinute row = scorer.score(port, counts(port), destinations, 1);
                    if (row != null) {
                        scored.add(row);
                    }
                }
            }
            scorer.endMinute();
            minute++;
        }
        return this;
    }

    int[] counts(int port) {
        int[] counts = new int[SurgeScales.COUNT];
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            int end = minute + 1 - (minute + 1) % SurgeScales.step(scale);
            counts[scale] = sums[port][end] - sums[port][Math.max(0, end - SurgeScales.minutes(scale))];
        }
        return counts;
    }

    List<Long> onsets() {
        return scored.stream().filter(row -> row.risen).map(row -> row.minute).toList();
    }
}
