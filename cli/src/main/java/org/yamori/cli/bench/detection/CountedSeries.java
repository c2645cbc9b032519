package org.yamori.cli.bench.detection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.yamori.jobs.detect.surge.SurgeScales;

/** The distinct sources of a port as its packets have them, every window counted for itself; packets come in order. */
final class CountedSeries implements SourceSeries {
    /** Scales of the hour and the day. */
    private static final int[] WINDOWS = {3, 5};

    private final int minutes;
    private final int[] packets;
    private final int[] hits;
    /** Of the hour and the day: at first what begins and ends in each minute, then the sources. */
    private final int[][] windows = new int[SurgeScales.COUNT][];

    private final Map<Long, Integer> lastSeen = new HashMap<>();

    CountedSeries(int minutes) {
        this.minutes = minutes;
        packets = new int[minutes];
        hits = new int[minutes];
        for (int scale : WINDOWS) {
            windows[scale] = new int[minutes + 1];
        }
    }

    void add(int minute, long source) {
        packets[minute]++;
        Integer before = lastSeen.put(source, minute);
        if (before != null && before == minute) {
            return;
        }
        hits[minute]++;
        for (int scale : WINDOWS) {
            int length = SurgeScales.minutes(scale);
            // A source is in all windows that end within their length after it was seen.
            int from = before == null ? minute : Math.max(minute, before + length);
            windows[scale][Math.min(minutes, from)]++;
            windows[scale][Math.min(minutes, minute + length)]--;
        }
    }

    /** All packets have come. */
    void finish() {
        lastSeen.clear();
        for (int scale : WINDOWS) {
            Arrays.parallelPrefix(windows[scale], Integer::sum);
        }
    }

    @Override
    public int minutes() {
        return minutes;
    }

    int packets(int minute) {
        return packets[minute];
    }

    @Override
    public int hits(int minute) {
        return hits[minute];
    }

    @Override
    public int sources(int scale, int minute) {
        return minute < 0 ? 0 : windows[scale][minute];
    }
}
