package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.yamori.jobs.enrich.CountryTable;

/**
 * One group of ports: whose sources were when, how many are usual, and which ports are hot. Minutes are scored one
 * after the other, each when event time has passed it, those without a packet too.
 */
final class GroupTable {
    private static final int MIDDLE = 4;
    private static final BitSet NONE_HELD = new BitSet();
    /** After so long without any packet a group begins anew. */
    private static final long MOST_SILENT_MINUTES = 40L * SurgeScales.MINUTES_OF_DAY;

    private final Ports ports;
    private final SeriesTable series;
    private final SourceParts parts;
    private final SourceMemory memory;
    private final GroupMinute latest;
    private final int mostPublished;
    private Exposure exposure = new Exposure();
    private int[] ofFourHours;
    private int[] ofDay;
    private final TreeMap<Long, List<SurgePartial>> pending = new TreeMap<>();
    private final float[] shares = new float[SurgeScales.COUNT];
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

    GroupTable(Ports ports, SurgeSetup setup, CountryTable countries) {
        this.ports = ports;
        int count = ports.seriesOf.length;
        SurgeRules rules = setup.rules();
        series = new SeriesTable(count, rules, port -> setup.isWatched(ports.seriesOf[port]));
        parts = new SourceParts(ports, port -> setup.isByParts(ports.seriesOf[port]), rules, countries);
        mostPublished = rules.seriesPorts();
        memory = new SourceMemory(count, rules.pairsPerGroup());
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
        series.clear();
        parts.clear();
        memory.clear();
        exposure = new Exposure();
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
        exposure.add(minute, watched.expected(), watched.known());
        exposure.shares(shares);
        List<SurgePartial> partials = pending.containsKey(minute) ? pending.remove(minute) : List.of();
        latest.take(partials);
        latest.count(minute, series.minutes(), memory, parts);
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
        SeriesTable.Minute ofPorts = series.score(minute, shares, rules.rules(), ofFourHours, ofDay, NONE_HELD);
        if (!ofPorts.hot().isEmpty()) {
            takeSightings(latest.sightings(), latest.size());
            samples.forEach(partial -> takeSightings(partial.sightings, partial.sightings.length));
            partials.forEach(this::takePackets);
            series.tellSamples(
                    ofPorts, memory, (pair, told) -> told.accept(ports.number(Sighting.series(pair))), onlookers);
        }
        SeriesTable.Minute ofParts = parts.score(minute, shares, rules.rules(), ofPorts.surging());
        if (!ofParts.hot().isEmpty()) {
            parts.takeSightings(latest.sightings(), latest.size());
            samples.forEach(partial -> parts.takeSightings(partial.sightings, partial.sightings.length));
            partials.forEach(parts::takePackets);
            parts.tellSamples(ofParts, memory, onlookers);
        }
        List<ScoredMinute> scored = new ArrayList<>(ofPorts.hot());
        scored.addAll(ofPorts.quiet());
        scored.forEach(port -> port.port = ports.seriesOf[port.port]);
        ofParts.hot().forEach(parts::name);
        tell(scored, rules, out);
        tell(ofParts.hot(), rules, out);
    }

    private void tell(List<ScoredMinute> minutes, RulesOverTime.Version rules, Consumer<ScoredMinute> out) {
        for (ScoredMinute scored : minutes) {
            scored.thresholds = rules.thresholds(scored.watched);
            scored.rulesVersion = rules.name();
        }
        PublishedSeries.choose(minutes, mostPublished);
        minutes.forEach(out);
    }

    /** A shard that kept only some of the sources of a port: each stands for several. */
    private void countSample(SurgePartial partial, long minute) {
        PortMinutes minutes = series.minutes();
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
            int weight = 1 << levels[port];
            int row = minutes.rowAt(port, minute);
            minutes.see(row, ago, weight);
            if (parts.isCounted(port)) {
                parts.see(
                        port,
                        partial.sightings[i],
                        minute,
                        ago,
                        weight,
                        minutes.destinationBits(row),
                        minutes.sensorBits(row));
            }
        }
    }

    private void takeSightings(long[] sightings, int size) {
        for (int i = 0; i < size; i++) {
            int port = ports.number(Sighting.series(Sighting.pair(sightings[i])));
            if (series.isHot(port)) {
                series.take(port, sightings[i]);
            }
        }
    }

    private void takePackets(SurgePartial partial) {
        for (int i = 0; i < partial.sampledSeries.length; i++) {
            int port = ports.number(partial.sampledSeries[i]);
            if (series.isHot(port)) {
                series.take(port, partial.sampledPackets, i * SampledPacket.LONGS, partial.sampledSignatures[i]);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(lastScored);
        series.write(out);
        parts.write(out);
        memory.write(out);
        exposure.write(out);
        for (int port = 0; port < ofDay.length; port++) {
            out.writeInt(ofFourHours[port]);
            out.writeInt(ofDay[port]);
        }
        out.writeInt(pending.size());
        for (Map.Entry<Long, List<SurgePartial>> entry : pending.entrySet()) {
            out.writeInt(entry.getValue().size());
            for (SurgePartial partial : entry.getValue()) {
                partial.write(out);
            }
        }
    }

    /**
     * Takes over what {@link #write} wrote.
     *
     * @return false where parts of other ports or countries were written, and are learnt anew
     */
    boolean read(DataInput in) throws IOException {
        lastScored = in.readLong();
        series.read(in);
        boolean sameParts = parts.read(in);
        memory.read(in);
        exposure.read(in);
        for (int port = 0; port < ofDay.length; port++) {
            ofFourHours[port] = in.readInt();
            ofDay[port] = in.readInt();
        }
        for (int n = in.readInt(); n > 0; n--) {
            for (int m = in.readInt(); m > 0; m--) {
                SurgePartial partial = SurgePartial.read(in);
                pending.computeIfAbsent(partial.minute, unseen -> new ArrayList<>())
                        .add(partial);
            }
        }
        return sameParts;
    }
}
