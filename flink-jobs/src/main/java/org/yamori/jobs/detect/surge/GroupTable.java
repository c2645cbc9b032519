package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * One group of ports: whose sources were when, how many are usual, and which ports are hot. Minutes are scored one
 * after the other, each when event time has passed it, those without a packet too.
 */
final class GroupTable {
    private static final int MIDDLE = 4;
    /** After so long without any packet a group begins anew. */
    private static final long MOST_SILENT_MINUTES = 40L * SurgeScales.MINUTES_OF_DAY;

    private final Ports ports;
    private final Supplier<SurgeScorer> newScorer;
    private SurgeScorer scorer;
    private final SourceMemory memory;
    private final PortMinutes minutes;
    private final GroupMinute latest;
    private final int mostSampled;
    private final int leastNetworks;
    private final int mostPublished;
    private final IntPredicate watchedPort;
    private Exposure exposure = new Exposure();
    private int[] ofFourHours;
    private int[] ofDay;
    private final TreeMap<Long, List<SurgePartial>> pending = new TreeMap<>();
    /** Of ports that are hot. */
    private final TreeMap<Integer, HotSources> hotSources = new TreeMap<>();
    /** Of ports that are hot, too. */
    private final TreeMap<Integer, HotPackets> packets = new TreeMap<>();

    private final float[] shares = new float[SurgeScales.COUNT];
    private final int[] counts = new int[SurgeScales.COUNT];
    private long lastScored = Long.MIN_VALUE;

    /**
     * The ports of a group, numbered from 0.
     *
     * @param seriesOf the port of each number
     * @param numberOf the number of each port in its own group, whichever that is: one table for all groups
     */
    record Ports(int[] seriesOf, int[] numberOf) {
        static Ports[] ofAll(PortGroups groups) {
            int[] numbers = new int[PortSeries.COUNT];
            int[] sizes = new int[groups.count()];
            for (int series = 0; series < PortSeries.COUNT; series++) {
                numbers[series] = sizes[groups.of(series)]++;
            }
            Ports[] all = new Ports[groups.count()];
            for (int group = 0; group < all.length; group++) {
                all[group] = new Ports(new int[sizes[group]], numbers);
            }
            for (int series = 0; series < PortSeries.COUNT; series++) {
                all[groups.of(series)].seriesOf[numbers[series]] = series;
            }
            return all;
        }

        int number(int series) {
            return numberOf[series];
        }
    }

    GroupTable(Ports ports, SurgeSetup setup) {
        this.ports = ports;
        int count = ports.seriesOf.length;
        watchedPort = port -> setup.isWatched(ports.seriesOf[port]);
        newScorer = () -> new SurgeScorer(setup.rules(), count, watchedPort);
        scorer = newScorer.get();
        mostSampled = setup.rules().sampleSources();
        leastNetworks = setup.rules().leastNetworks();
        mostPublished = setup.rules().seriesPorts();
        memory = new SourceMemory(count, setup.rules().pairsPerGroup());
        minutes = new PortMinutes(count);
        latest = new GroupMinute(ports);
        ofFourHours = new int[count];
        ofDay = new int[count];
    }

    void add(SurgePartial partial) {
        if (partial.minute > lastScored) {
            pending.computeIfAbsent(partial.minute, unseen -> new ArrayList<>()).add(partial);
        }
    }

    /** Whether a minute that is over was not scored yet. */
    boolean isBehind(long lastOver) {
        return lastScored < lastOver && (lastScored > Long.MIN_VALUE || !pending.isEmpty());
    }

    /**
     * Scores all minutes up to the last that is over.
     *
     * @param firstMinute since when sensors watched, for a group that begins
     * @param rules that hold in a minute
     */
    void advance(
            long lastOver,
            long firstMinute,
            LongFunction<Watched> watched,
            LongFunction<RulesOverTime.Version> rules,
            Onlookers onlookers,
            Consumer<ScoredMinute> out) {
        if (lastScored == Long.MIN_VALUE) {
            if (pending.isEmpty() || pending.firstKey() > lastOver) {
                return;
            }
            lastScored = Math.min(firstMinute, pending.firstKey()) - 1;
        }
        while (lastScored < lastOver) {
            long next = pending.isEmpty() ? Long.MAX_VALUE : pending.firstKey();
            if (Math.min(next, lastOver) - lastScored > MOST_SILENT_MINUTES) {
                begin(Math.min(next, lastOver + 1) - 1);
                if (next > lastOver) {
                    return;
                }
            }
            lastScored++;
            score(lastScored, watched.apply(lastScored), rules.apply(lastScored), onlookers, out);
        }
    }

    /** Forgets everything: nothing was heard for so long that nothing known still holds. */
    private void begin(long before) {
        scorer = newScorer.get();
        memory.clear();
        minutes.clear();
        exposure = new Exposure();
        hotSources.clear();
        packets.clear();
        Arrays.fill(ofFourHours, 0);
        Arrays.fill(ofDay, 0);
        lastScored = before;
    }

    private void score(
            long minute,
            Watched watched,
            RulesOverTime.Version rules,
            Onlookers onlookers,
            Consumer<ScoredMinute> out) {
        scorer.setThresholds(rules.rules());
        exposure.add(minute, watched.expected(), watched.known());
        exposure.shares(shares);
        List<SurgePartial> partials = pending.containsKey(minute) ? pending.remove(minute) : List.of();
        latest.take(partials);
        latest.count(minute, minutes, memory);
        List<SurgePartial> samples =
                partials.stream().filter(SurgePartial::isSample).toList();
        samples.forEach(partial -> countSample(partial, minute));
        memory.fit(minute);
        if (SurgeScales.isNew(MIDDLE, minute)) {
            SourceMemory.Swept swept = memory.sweep(minute, ports::number);
            ofFourHours = swept.middle();
            if (SurgeScales.isNew(SurgeScales.DAY, minute)) {
                ofDay = swept.day();
            }
        }
        scorer.beginMinute(minute, shares);
        int widest = widestLearnt(minute);
        List<ScoredMinute> hot = new ArrayList<>();
        List<ScoredMinute> quiet = new ArrayList<>();
        for (int row = 0; row < minutes.rows(); row++) {
            scoreRow(minutes.port(row), minute, widest, hot, quiet);
        }
        scorer.endMinute();
        hotSources.keySet().removeIf(port -> !scorer.isHot(port));
        packets.keySet().removeIf(port -> !scorer.isHot(port));
        if (!hot.isEmpty()) {
            takeSamples(samples);
            takePackets(partials);
            List<ScoredMinute> risen =
                    hot.stream().filter(scored -> scored.risen).toList();
            if (!risen.isEmpty()) {
                EarlierSources.tell(risen, memory, ports::number, hotSources, mostSampled);
            }
        }
        for (ScoredMinute scored : hot) {
            HotSources sample = hotSources.get(scored.port);
            if (sample != null) {
                scored.networks = sample.networks(leastNetworks);
            }
            if (sample != null && isWanted(scored)) {
                scored.sample = sample.sightings();
                HotPackets shown = packets.get(scored.port);
                if (shown != null) {
                    scored.packetSample = shown.packets();
                    shown.marks().tell(scored);
                }
                onlookers.tell(scored, minutes.sensorBits(minutes.rowAt(scored.port, minute)));
            }
        }
        hot.addAll(quiet);
        for (ScoredMinute scored : hot) {
            scored.port = ports.seriesOf[scored.port];
            scored.thresholds = rules.thresholds(scored.watched);
            scored.rulesVersion = rules.name();
        }
        PublishedSeries.choose(hot, mostPublished);
        hot.forEach(out);
    }

    /** A sample is large, and minutes may wait for long: it is told as a surge begins, and each quarter of an hour. */
    private static boolean isWanted(ScoredMinute scored) {
        return scored.risen || (scored.calmNeeded > 0 && SurgeScales.isNew(MIDDLE, scored.minute));
    }

    /** A shard that kept only some of the sources of a port: each stands for several. */
    private void countSample(SurgePartial partial, long minute) {
        byte[] levels = new byte[ports.seriesOf.length];
        for (int i = 0; i < partial.series.length; i++) {
            levels[ports.number(partial.series[i])] = partial.levels[i];
        }
        for (int i = 0; i < partial.sightings.length; i++) {
            long pair = Sighting.pair(partial.sightings[i]);
            int port = ports.number(Sighting.series(pair));
            int ago = memory.see(pair, minute);
            if (ago == SourceMemory.NEVER) {
                partial.sightings[i] = Sighting.asNewcomer(partial.sightings[i]);
            }
            minutes.see(minutes.rowAt(port, minute), ago, 1 << levels[port]);
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

    private void takeSamples(List<SurgePartial> samples) {
        takeHot(latest.sightings(), latest.size());
        samples.forEach(partial -> takeHot(partial.sightings, partial.sightings.length));
    }

    private void takeHot(long[] sightings, int size) {
        for (int i = 0; i < size; i++) {
            int port = ports.number(Sighting.series(Sighting.pair(sightings[i])));
            if (scorer.isHot(port)) {
                hotSources
                        .computeIfAbsent(port, unseen -> new HotSources(mostSampled))
                        .add(sightings[i]);
            }
        }
    }

    private void takePackets(List<SurgePartial> partials) {
        for (SurgePartial partial : partials) {
            for (int i = 0; i < partial.sampledSeries.length; i++) {
                int port = ports.number(partial.sampledSeries[i]);
                if (scorer.isHot(port)) {
                    HotPackets shown = packets.computeIfAbsent(port, unseen -> new HotPackets());
                    shown.add(partial.sampledPackets, i * SampledPacket.LONGS);
                    shown.mark(partial.sampledPackets, i * SampledPacket.LONGS, partial.sampledSignatures[i]);
                }
            }
        }
    }

    private void scoreRow(int port, long minute, int widest, List<ScoredMinute> hot, List<ScoredMinute> quiet) {
        boolean active = minutes.isActive(port, minute);
        if (!active && widest < 0 && !scorer.isHot(port)) {
            return;
        }
        int row = minutes.rowAt(port, minute);
        boolean any = active || scorer.isHot(port);
        minutes.sources(row, counts);
        for (int scale = 0; scale <= Math.min(widest, MIDDLE - 1); scale++) {
            any |= counts[scale] > 0;
        }
        counts[MIDDLE] = ofFourHours[port];
        counts[SurgeScales.DAY] = ofDay[port];
        any |= widest >= MIDDLE && counts[MIDDLE] > 0;
        any |= widest == SurgeScales.DAY && counts[SurgeScales.DAY] > 0;
        if (!any) {
            return;
        }
        ScoredMinute scored = scorer.score(port, counts, minutes.destinations(row), minutes.sensors(row));
        if (scored != null) {
            scored.packets = minutes.packets(row);
            scored.newcomers = minutes.newcomers(row);
            hot.add(scored);
        } else if (active && watchedPort.test(port)) {
            ScoredMinute ordinary = scorer.quiet(port, counts);
            ordinary.packets = minutes.packets(row);
            quiet.add(ordinary);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(lastScored);
        scorer.write(out);
        memory.write(out);
        minutes.write(out);
        exposure.write(out);
        for (int port = 0; port < ofDay.length; port++) {
            out.writeInt(ofFourHours[port]);
            out.writeInt(ofDay[port]);
        }
        out.writeInt(hotSources.size());
        for (Map.Entry<Integer, HotSources> sample : hotSources.entrySet()) {
            out.writeInt(sample.getKey());
            sample.getValue().write(out);
        }
        out.writeInt(packets.size());
        for (Map.Entry<Integer, HotPackets> shown : packets.entrySet()) {
            out.writeInt(shown.getKey());
            shown.getValue().write(out);
        }
        out.writeInt(pending.size());
        for (Map.Entry<Long, List<SurgePartial>> entry : pending.entrySet()) {
            out.writeInt(entry.getValue().size());
            for (SurgePartial partial : entry.getValue()) {
                partial.write(out);
            }
        }
    }

    void read(DataInput in) throws IOException {
        lastScored = in.readLong();
        scorer.read(in);
        memory.read(in);
        minutes.read(in);
        exposure.read(in);
        for (int port = 0; port < ofDay.length; port++) {
            ofFourHours[port] = in.readInt();
            ofDay[port] = in.readInt();
        }
        for (int n = in.readInt(); n > 0; n--) {
            hotSources.put(in.readInt(), HotSources.read(mostSampled, in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            packets.put(in.readInt(), HotPackets.read(in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            for (int m = in.readInt(); m > 0; m--) {
                SurgePartial partial = SurgePartial.read(in);
                pending.computeIfAbsent(partial.minute, unseen -> new ArrayList<>())
                        .add(partial);
            }
        }
    }
}
