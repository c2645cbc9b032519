package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Series that are scored together: how many sources each had in the last hour, how many are usual, which are hot, and
 * of these who took part. Series are numbers from 0 up; the caller knows what they stand for.
 */
final class SeriesTable {
    private static final int MIDDLE = 4;

    private final Supplier<SurgeScorer> newScorer;
    private final IntPredicate watched;
    private final int mostSampled;
    private final int leastNetworks;
    private final PortMinutes minutes;
    private SurgeScorer scorer;
    private final TreeMap<Integer, HotSources> hotSources = new TreeMap<>();
    private final TreeMap<Integer, HotPackets> hotPackets = new TreeMap<>();
    private final int[] counts = new int[SurgeScales.COUNT];

    /** @param watched series of which every minute with a source is told, hot or not */
    SeriesTable(int count, SurgeRules rules, IntPredicate watched) {
        this.watched = watched;
        newScorer = () -> new SurgeScorer(rules, count, watched);
        scorer = newScorer.get();
        mostSampled = rules.sampleSources();
        leastNetworks = rules.leastNetworks();
        minutes = new PortMinutes(count);
    }

    PortMinutes minutes() {
        return minutes;
    }

    /** Forgets everything. */
    void clear() {
        scorer = newScorer.get();
        minutes.clear();
        hotSources.clear();
        hotPackets.clear();
    }

    /**
     * Scores a minute; its sources are in {@link #minutes} by now.
     *
     * @param shares share of each window that was observed
     * @param rules that hold in it
     * @param ofFourHours sources of the window of four hours, by series
     * @param ofDay the same of a day
     * @param held series that may not begin a surge now
     */
    Minute score(long minute, float[] shares, SurgeRules rules, int[] ofFourHours, int[] ofDay, BitSet held) {
        scorer.setThresholds(rules);
        scorer.hold(held);
        scorer.beginMinute(minute, shares);
        int widest = widestLearnt(minute);
        Minute scored = new Minute(new ArrayList<>(), new ArrayList<>());
        for (int row = 0; row < minutes.rows(); row++) {
            int series = minutes.port(row);
            counts[MIDDLE] = series < ofFourHours.length ? ofFourHours[series] : 0;
            counts[SurgeScales.DAY] = series < ofDay.length ? ofDay[series] : 0;
            scoreRow(series, minute, widest, scored);
        }
        scorer.endMinute();
        hotSources.keySet().removeIf(series -> !scorer.isHot(series));
        hotPackets.keySet().removeIf(series -> !scorer.isHot(series));
        return scored;
    }

    /**
     * What became of a minute.
     *
     * @param hot of every hot series
     * @param quiet of watched series that were used and are not hot
     */
    record Minute(List<ScoredMinute> hot, List<ScoredMinute> quiet) {
        List<ScoredMinute> risen() {
            return hot.stream().filter(scored -> scored.risen).toList();
        }

        /** Numbers of series that are in a surge. */
        BitSet surging() {
            BitSet surging = new BitSet();
            hot.stream().filter(ScoredMinute::isInSurge).forEach(scored -> surging.set(scored.port));
            return surging;
        }
    }

    /** The longest window that is learnt at the end of this minute, or -1. */
    private static int widestLearnt(long minute) {
        int widest = -1;
        for (int scale = 1; scale < SurgeScales.COUNT; scale++) {
            widest = SurgeScales.isLearnt(scale, minute) ? scale : widest;
        }
        return widest;
    }

    private void scoreRow(int series, long minute, int widest, Minute into) {
        boolean active = minutes.isActive(series, minute);
        if (!active && widest < 0 && !scorer.isHot(series)) {
            return;
        }
        int row = minutes.rowAt(series, minute);
        boolean any = active || scorer.isHot(series);
        minutes.sources(row, counts);
        for (int scale = 0; scale <= Math.min(widest, MIDDLE - 1); scale++) {
            any |= counts[scale] > 0;
        }
        any |= widest >= MIDDLE && counts[MIDDLE] > 0;
        any |= widest == SurgeScales.DAY && counts[SurgeScales.DAY] > 0;
        if (!any) {
            return;
        }
        ScoredMinute scored = scorer.score(series, counts, minutes.destinations(row), minutes.sensors(row));
        if (scored != null) {
            scored.packets = minutes.packets(row);
            scored.newcomers = minutes.newcomers(row);
            into.hot.add(scored);
        } else if (active && watched.test(series)) {
            ScoredMinute ordinary = scorer.quiet(series, counts);
            ordinary.packets = minutes.packets(row);
            into.quiet.add(ordinary);
        }
    }

    boolean isHot(int series) {
        return scorer.isHot(series);
    }

    /** Takes a sighting of a series that is hot. */
    void take(int series, long sighting) {
        hotSources
                .computeIfAbsent(series, unseen -> new HotSources(mostSampled))
                .add(sighting);
    }

    /** Takes a packet of a series that is hot. */
    void take(int series, long[] packets, int begin, String signature) {
        HotPackets shown = hotPackets.computeIfAbsent(series, unseen -> new HotPackets());
        shown.add(packets, begin);
        shown.mark(packets, begin, signature);
    }

    /** Writes into hot minutes who took part, when all sightings and packets of the minute were taken. */
    void tellSamples(Minute minute, SourceMemory memory, EarlierSources.Numbers numbers, Onlookers onlookers) {
        List<ScoredMinute> risen = minute.risen();
        if (!risen.isEmpty()) {
            EarlierSources.tell(risen, memory, numbers, hotSources, mostSampled);
        }
        for (ScoredMinute scored : minute.hot) {
            HotSources sample = hotSources.get(scored.port);
            if (sample == null) {
                continue;
            }
            scored.networks = sample.networks(leastNetworks);
            if (isWanted(scored)) {
                scored.sample = sample.sightings();
                HotPackets shown = hotPackets.get(scored.port);
                if (shown != null) {
                    scored.packetSample = shown.packets();
                    shown.marks().tell(scored);
                }
                onlookers.tell(scored, minutes.sensorBits(minutes.rowAt(scored.port, scored.minute)));
            }
        }
    }

    /** A sample is large, and minutes may wait for long: it is told as a surge begins, and each quarter of an hour. */
    private static boolean isWanted(ScoredMinute scored) {
        return scored.risen || (scored.calmNeeded > 0 && SurgeScales.isNew(MIDDLE, scored.minute));
    }

    void write(DataOutput out) throws IOException {
        scorer.write(out);
        minutes.write(out);
        out.writeInt(hotSources.size());
        for (Map.Entry<Integer, HotSources> sample : hotSources.entrySet()) {
            out.writeInt(sample.getKey());
            sample.getValue().write(out);
        }
        out.writeInt(hotPackets.size());
        for (Map.Entry<Integer, HotPackets> shown : hotPackets.entrySet()) {
            out.writeInt(shown.getKey());
            shown.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        scorer.read(in);
        minutes.read(in);
        for (int n = in.readInt(); n > 0; n--) {
            hotSources.put(in.readInt(), HotSources.read(mostSampled, in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            hotPackets.put(in.readInt(), HotPackets.read(in));
        }
    }
}
