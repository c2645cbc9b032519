package org.yamori.jobs.detect.surge;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.SourceSketch;

/**
 * Who was at a port in the day before it became hot: a sample that hashes choose, so that it depends on the sources and
 * not on their order. It is looked up when a surge is seen, for all ports of a minute at once.
 */
final class EarlierSources {
    private final HotSources sinceHot;
    private final HotSources kept;
    private int level;

    /** Says of which series a pair of source and port is. */
    interface Numbers {
        void each(long pair, IntConsumer series);
    }

    private EarlierSources(HotSources sinceHot, int most) {
        this.sinceHot = sinceHot;
        kept = new HotSources(most);
    }

    /**
     * Writes them into the minutes in which surges begin.
     *
     * @param risen minutes whose ports are still the series that {@code numbers} says
     * @param samples of each of these ports, what was seen since it became hot
     */
    static void tell(
            List<ScoredMinute> risen,
            SourceMemory memory,
            Numbers numbers,
            Map<Integer, HotSources> samples,
            int most) {
        int highest = risen.stream().mapToInt(minute -> minute.port).max().orElse(-1);
        @Nullable EarlierSources[] byPort = new EarlierSources[highest + 1];
        for (ScoredMinute minute : risen) {
            HotSources sample = samples.get(minute.port);
            byPort[minute.port] = new EarlierSources(sample == null ? new HotSources(most) : sample, most);
        }
        memory.each((pair, level) -> numbers.each(pair, series -> {
            EarlierSources earlier = series > highest ? null : byPort[series];
            if (earlier != null) {
                earlier.add(pair, level);
            }
        }));
        for (ScoredMinute minute : risen) {
            minute.before = Objects.requireNonNull(byPort[minute.port]).sources();
        }
    }

    private void add(long pair, int ofLevel) {
        if (sinceHot.wasBefore(Sighting.source(pair))) {
            level = Math.max(level, ofLevel);
            kept.add(Sighting.of(pair, 1));
        }
    }

    /** Old sources are thinned, young ones are not: those stay that would be there if all were thinned alike. */
    private long[] sources() {
        return Arrays.stream(kept.sightings())
                .map(sighting -> Sighting.source(Sighting.pair(sighting)))
                .filter(source -> SourceSketch.isAmong(source, level))
                .toArray();
    }
}
