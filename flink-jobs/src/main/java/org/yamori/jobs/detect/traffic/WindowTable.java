package org.yamori.jobs.detect.traffic;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.SourceSet;

/**
 * An hour or a day in one shard, fed from closed minutes; also a minute that grew too large for its own table.
 *
 * <p>Packets and bytes are exact. Sources are exact while the shard's window holds no more of them than the rules
 * allow; above that every series is a sketch of 4,096 registers. Ports of the watch list keep exact sets of their own
 * up to their own limit, other ports share {@link TailSources}.
 */
final class WindowTable {
    private static final long MISCONFIGURATION =
            Breakdown.KIND.series(org.yamori.jobs.flow.TrafficKind.MISCONFIGURATION.ordinal());

    private final TrafficRules rules;
    private final SeriesCounts counts = new SeriesCounts();
    private @Nullable SourceTable sources;
    private final Long2ObjectOpenHashMap<UltraLogLog> sketches = new Long2ObjectOpenHashMap<>();
    private final LongOpenHashSet furtherSensors = new LongOpenHashSet();
    private final Int2LongOpenHashMap victims = new Int2LongOpenHashMap();
    private final Int2ObjectOpenHashMap<SourceSet> watched = new Int2ObjectOpenHashMap<>();
    private final Long2LongOpenHashMap watchedByCountry = new Long2LongOpenHashMap();
    private final TailSources tail;
    private final TreeMap<String, MinuteTable.FeedCount> feedCounts = new TreeMap<>();

    WindowTable(TrafficRules rules) {
        this.rules = rules;
        this.sources = new SourceTable(rules.fewDestinations());
        this.tail = new TailSources(rules.tailPairsPerShard());
    }

    /** Adds a minute, or a part of one. */
    void add(MinuteTable minute, SeriesCounts minuteCounts, SensorNames names, WatchList watchList) {
        addAllButPairs(minute, minuteCounts, names);
        addPairs(minute, watchList, null);
    }

    /**
     * Adds a minute here and to a wider window, which was always given what this one was: a source that is known here
     * need not be looked for there.
     */
    void addHereAndAround(
            WindowTable wider, MinuteTable minute, SeriesCounts minuteCounts, SensorNames names, WatchList watchList) {
        addAllButPairs(minute, minuteCounts, names);
        wider.addAllButPairs(minute, minuteCounts, names);
        addPairs(minute, watchList, wider);
    }

    private void addAllButPairs(MinuteTable minute, SeriesCounts minuteCounts, SensorNames names) {
        counts.addCounts(minuteCounts);
        SourceTally theirs = new SourceTally(minute.sources(), names, minute.furtherSensors());
        if (sources != null) {
            addSources(sources, minute);
            if (sources.size() > rules.sourcesPerShard()) {
                becomeSketches(new SourceTally(sources, names, furtherSensors), sources);
            }
        } else {
            sketch(theirs, minute.sources());
        }
        minute.feedCounts()
                .forEach((series, count) -> feedCounts
                        .computeIfAbsent(series, unseen -> new MinuteTable.FeedCount())
                        .add(count));
    }

    private void addSources(SourceTable mine, MinuteTable minute) {
        SourceTable theirs = minute.sources();
        int[] slotHere = new int[theirs.slots()];
        for (int slot = 0; slot < slotHere.length; slot++) {
            slotHere[slot] = slot == SourceTable.NOBODY
                    ? SourceTable.NOBODY
                    : mine.slot(theirs.get(slot, SourceTable.HIGH), theirs.get(slot, SourceTable.LOW));
            mine.merge(slotHere[slot], theirs, slot);
        }
        for (Int2LongMap.Entry entry : minute.victims().int2LongEntrySet()) {
            victims.addTo(slotHere[entry.getIntKey()], entry.getLongValue());
        }
        minute.furtherSensors()
                .forEach((long pair) ->
                        furtherSensors.add((long) slotHere[(int) (pair >>> 32)] << 32 | (pair & 0xffffffffL)));
    }

    private void becomeSketches(SourceTally tally, SourceTable known) {
        sketch(tally, known);
        sources = null;
        victims.clear();
        victims.trim();
        furtherSensors.clear();
    }

    private void sketch(SourceTally tally, SourceTable known) {
        for (int slot = 1; slot < known.slots(); slot++) {
            long hash = SourceKeys.hash(known.get(slot, SourceTable.HIGH), known.get(slot, SourceTable.LOW));
            tally.eachSeries(slot, series -> sketch(series).add(hash));
        }
        tally.eachFurther((slot, series) -> sketch(series)
                .add(SourceKeys.hash(known.get(slot, SourceTable.HIGH), known.get(slot, SourceTable.LOW))));
    }

    private UltraLogLog sketch(long series) {
        return sketches.computeIfAbsent(series, unseen -> UltraLogLog.create(SourceSet.SKETCH_PRECISION));
    }

    private void addPairs(MinuteTable minute, WatchList watchList, @Nullable WindowTable wider) {
        long[] entries = minute.pairs().entries();
        SourceTable theirs = minute.sources();
        for (int at = 0; at < entries.length; at += PairTable.STRIDE) {
            long key = entries[at];
            int slot = key == 0 ? SourceTable.NOBODY : PairTable.slot(key);
            int port = PairTable.port(key);
            if (slot == SourceTable.NOBODY || PortKey.port(port) == PortKey.NO_PORT) {
                continue;
            }
            long high = theirs.get(slot, SourceTable.HIGH);
            long low = theirs.get(slot, SourceTable.LOW);
            if (watchList.contains(PortKey.protocol(port), PortKey.port(port))) {
                short country = theirs.country(slot);
                if (!addWatched(port, high, low, country) && wider != null) {
                    wider.addWatched(port, high, low, country);
                }
            } else if (!tail.add(port, high, low) && wider != null) {
                wider.tail.add(port, high, low);
            }
        }
    }

    /** True if it is certain that the source was here already. */
    private boolean addWatched(int port, long high, long low, short country) {
        SourceSet set = watched.get(port);
        if (set == null) {
            set = new SourceSet(rules.watchedSources());
            watched.put(port, set);
        }
        if (set.add(high, low)) {
            watchedByCountry.addTo((long) port << 16 | (country & 0xffff), 1);
            return false;
        }
        return set.exact();
    }

    /** Told about each source whose scan of the hour was repeated packets to few addresses. */
    interface Misconfigured {
        void of(long high, long low, int slot, long packets, long bytes);
    }

    void eachMisconfigured(Misconfigured told) {
        if (sources == null) {
            return;
        }
        for (int slot = 1; slot < sources.slots(); slot++) {
            long packets = sources.get(slot, SourceTable.SCAN_PACKETS);
            if (packets > 0 && TrafficLogic.isMisconfiguration(packets, sources.scannedDestinations(slot), rules)) {
                told.of(
                        sources.get(slot, SourceTable.HIGH),
                        sources.get(slot, SourceTable.LOW),
                        slot,
                        packets,
                        sources.get(slot, SourceTable.SCAN_BYTES));
            }
        }
    }

    /** Takes over from an hour that will not change any more what was no scan. */
    void settleMisconfigured(WindowTable hour) {
        hour.eachMisconfigured((high, low, slotThere, packets, bytes) -> {
            move(counts, packets, bytes);
            if (sources != null) {
                int row = sources.slot(high, low) * SourceTable.STRIDE;
                sources.rows()[row + SourceTable.SCAN_PACKETS] -= packets;
                sources.rows()[row + SourceTable.SCAN_BYTES] -= bytes;
                sources.rows()[row + SourceTable.TRAITS] |=
                        1L << (SourceTable.KIND_SHIFT + org.yamori.jobs.flow.TrafficKind.MISCONFIGURATION.ordinal());
            } else {
                sketch(MISCONFIGURATION).add(SourceKeys.hash(high, low));
            }
        });
    }

    private static void move(SeriesCounts counts, long packets, long bytes) {
        counts.add(Breakdown.KIND.series(org.yamori.jobs.flow.TrafficKind.SCAN.ordinal()), -packets, -bytes, 0, 0);
        counts.add(
                Breakdown.KIND.series(org.yamori.jobs.flow.TrafficKind.MISCONFIGURATION.ordinal()),
                packets,
                bytes,
                0,
                0);
    }

    /**
     * What the window came to.
     *
     * @param hours windows whose misconfigurations are not settled here yet: the hour itself, or a day's last hours
     */
    void tell(TrafficPartial partial, SensorNames names, Iterable<WindowTable> hours) {
        SeriesCounts told = new SeriesCounts();
        told.addCounts(counts);
        Int2LongOpenHashMap moved = new Int2LongOpenHashMap();
        UltraLogLog unsettled = UltraLogLog.create(SourceSet.SKETCH_PRECISION);
        for (WindowTable hour : hours) {
            hour.eachMisconfigured((high, low, slotThere, packets, bytes) -> {
                move(told, packets, bytes);
                if (sources != null) {
                    moved.addTo(sources.slot(high, low), packets);
                } else {
                    unsettled.add(SourceKeys.hash(high, low));
                }
            });
        }
        LongOpenHashSet inexact = new LongOpenHashSet();
        if (sources != null) {
            new SourceTally(sources, names, furtherSensors).count(told, moved);
            partial.takeVictims(victims, sources);
        } else {
            UltraLogLog settled = sketches.get(MISCONFIGURATION);
            UltraLogLog misconfigured = settled == null ? unsettled : UltraLogLog.merge(settled, unsettled);
            for (Long2ObjectMap.Entry<UltraLogLog> entry : sketches.long2ObjectEntrySet()) {
                if (entry.getLongKey() != MISCONFIGURATION) {
                    tellEstimate(told, inexact, entry.getLongKey(), entry.getValue());
                }
            }
            if (misconfigured.getDistinctCountEstimate() > 0) {
                tellEstimate(told, inexact, MISCONFIGURATION, misconfigured);
            }
        }
        tail.count(told, inexact::add);
        for (Int2ObjectMap.Entry<SourceSet> entry : watched.int2ObjectEntrySet()) {
            long series = Breakdown.PORT.series(entry.getIntKey());
            told.addSources(series, entry.getValue().count());
            if (!entry.getValue().exact()) {
                inexact.add(series);
            }
        }
        for (Long2LongMap.Entry entry : watchedByCountry.long2LongEntrySet()) {
            long series = Breakdown.PORT_COUNTRY.series(entry.getLongKey());
            if (watched.get((int) (entry.getLongKey() >>> 16)).exact()) {
                told.addSources(series, entry.getLongValue());
            } else {
                // A sketch does not say which sources are new: what was counted before depends on the order.
                inexact.add(series);
            }
        }
        partial.take(told, inexact, names);
        partial.takeFeed(feedCounts);
    }

    private static void tellEstimate(SeriesCounts told, LongOpenHashSet inexact, long series, UltraLogLog sketch) {
        told.addSources(series, Math.round(sketch.getDistinctCountEstimate()));
        inexact.add(series);
    }

    void write(DataOutput out) throws IOException {
        counts.write(out);
        out.writeBoolean(sources != null);
        if (sources != null) {
            sources.write(out);
        }
        out.writeInt(sketches.size());
        for (Long2ObjectMap.Entry<UltraLogLog> entry : sketches.long2ObjectEntrySet()) {
            out.writeLong(entry.getLongKey());
            out.write(entry.getValue().getState());
        }
        out.writeInt(furtherSensors.size());
        for (long pair : furtherSensors.toLongArray()) {
            out.writeLong(pair);
        }
        out.writeInt(victims.size());
        for (Int2LongMap.Entry entry : victims.int2LongEntrySet()) {
            out.writeInt(entry.getIntKey());
            out.writeLong(entry.getLongValue());
        }
        out.writeInt(watched.size());
        for (Int2ObjectMap.Entry<SourceSet> entry : watched.int2ObjectEntrySet()) {
            out.writeInt(entry.getIntKey());
            entry.getValue().write(out);
        }
        out.writeInt(watchedByCountry.size());
        for (Long2LongMap.Entry entry : watchedByCountry.long2LongEntrySet()) {
            out.writeLong(entry.getLongKey());
            out.writeLong(entry.getLongValue());
        }
        tail.write(out);
        out.writeInt(feedCounts.size());
        for (Map.Entry<String, MinuteTable.FeedCount> entry : feedCounts.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        counts.read(in);
        if (in.readBoolean()) {
            SourceTable read = new SourceTable(rules.fewDestinations());
            read.read(in);
            sources = read;
        } else {
            sources = null;
        }
        for (int n = in.readInt(); n > 0; n--) {
            long series = in.readLong();
            byte[] state = new byte[1 << SourceSet.SKETCH_PRECISION];
            in.readFully(state);
            sketches.put(series, UltraLogLog.wrap(state));
        }
        for (int n = in.readInt(); n > 0; n--) {
            furtherSensors.add(in.readLong());
        }
        for (int n = in.readInt(); n > 0; n--) {
            victims.put(in.readInt(), in.readLong());
        }
        for (int n = in.readInt(); n > 0; n--) {
            watched.put(in.readInt(), SourceSet.read(rules.watchedSources(), in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            watchedByCountry.put(in.readLong(), in.readLong());
        }
        tail.read(in);
        for (int n = in.readInt(); n > 0; n--) {
            feedCounts.put(in.readUTF(), MinuteTable.FeedCount.read(in));
        }
    }
}
