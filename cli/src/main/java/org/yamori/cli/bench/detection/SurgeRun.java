package org.yamori.cli.bench.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.detect.surge.Climate;
import org.yamori.jobs.detect.surge.ScoredMinute;
import org.yamori.jobs.detect.surge.SurgeRules;
import org.yamori.jobs.detect.surge.SurgeScales;
import org.yamori.jobs.detect.surge.SurgeScorer;

/**
 * Our detector on the series of one port, under a climate that many ports have taught. Minutes in which nothing can
 * happen are given to it in bulk; it decides as if it had seen each.
 */
final class SurgeRun {
    private static final int HOUR = 60;

    private final SurgeScorer scorer;
    private final PortSeries series;
    private final float[] observed = new float[SurgeScales.COUNT];
    private final int[] most = new int[SurgeScales.COUNT];
    private final int[] counts = new int[SurgeScales.COUNT];
    private int minute;

    /** What a minute of a hot port said. */
    interface Listener {
        void hear(ScoredMinute minute);

        /** Whether it has heard enough. */
        default boolean isContent() {
            return false;
        }
    }

    SurgeRun(SurgeRules rules, PortSeries series, boolean watched) {
        scorer = SurgeScorer.underClimate(rules, 1, port -> watched);
        this.series = series;
        Arrays.fill(observed, 1);
        scorer.beginMinute(-1, observed);
    }

    /** Goes on where another run stopped, on a series that is the same up to there. */
    SurgeRun(SurgeRules rules, PortSeries series, boolean watched, int minute, byte[] state) {
        this(rules, series, watched);
        this.minute = minute;
        try {
            scorer.read(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] state() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            scorer.write(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    SurgeScorer scorer() {
        return scorer;
    }

    /** Goes on to {@code end}; {@code climates} holds one for each day. */
    void until(int end, List<Climate> climates, @Nullable Listener listener) {
        while (minute < end && (listener == null || !listener.isContent())) {
            if (minute % PortSeries.DAY == 0 && minute / PortSeries.DAY < climates.size()) {
                scorer.setClimate(climates.get(minute / PortSeries.DAY));
            }
            int stop = Math.min(end, (minute / HOUR + 1) * HOUR);
            if (!scorer.isHot(0)) {
                scorer.ordinaryUpTo(0, minute, stop - 1, most);
                int until = series.firstAbove(minute, stop, most);
                if (until > minute) {
                    learn(minute, until);
                    scorer.pass(until - 1);
                    minute = until;
                }
                if (minute == stop) {
                    continue;
                }
            }
            scorer.beginMinute(minute, observed);
            series.sources(minute, counts);
            ScoredMinute scored = scorer.score(0, counts, 1000, 10);
            if (scored != null && listener != null) {
                listener.hear(scored);
            }
            scorer.endMinute();
            minute++;
        }
    }

    private void learn(int from, int to) {
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            double sum = 0;
            double squares = 0;
            int length = SurgeScales.minutes(scale);
            for (int end = (from / length + 1) * length - 1; end < to; end += length) {
                double count = series.sources(scale, end);
                sum += count;
                squares += count * count;
            }
            scorer.learnOrdinary(0, scale, sum, squares);
        }
    }

    /** Takes the next minute as it is told, ordinary or not. */
    @Nullable
    ScoredMinute step(float share, int destinations, int sensors) {
        Arrays.fill(observed, share);
        scorer.beginMinute(minute, observed);
        series.sources(minute, counts);
        ScoredMinute scored = scorer.score(0, counts, destinations, sensors);
        scorer.endMinute();
        minute++;
        Arrays.fill(observed, 1);
        return scored;
    }
}
