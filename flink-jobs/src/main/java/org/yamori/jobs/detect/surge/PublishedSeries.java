package org.yamori.jobs.detect.surge;

import java.util.Comparator;
import java.util.List;

/**
 * Whose series are published in a minute: all of the watch list, and of hot ports as many as are allowed, so that
 * nobody who touches every port can fill the index.
 */
final class PublishedSeries {
    private static final Comparator<ScoredMinute> MOST_WANTED = Comparator.comparing(
                    (ScoredMinute minute) -> !minute.isInSurge())
            .thenComparing(Comparator.comparingDouble(PublishedSeries::nearness).reversed())
            .thenComparingInt(ScoredMinute::series);

    private PublishedSeries() {}

    /** Marks the others as not published. */
    static void choose(List<ScoredMinute> minutes, int mostUnwatched) {
        minutes.stream()
                .filter(minute -> !minute.watched)
                .sorted(MOST_WANTED)
                .skip(mostUnwatched)
                .forEach(minute -> minute.published = false);
    }

    private static double nearness(ScoredMinute minute) {
        int nearest = minute.nearest();
        return minute.scores[nearest] / minute.thresholds[nearest];
    }
}
