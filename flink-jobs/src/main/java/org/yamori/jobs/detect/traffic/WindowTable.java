package org.yamori.jobs.detect.traffic;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.DistinctSources;

/**
 * An hour or a day in one shard: hours are fed from closed minutes, days from closed hours; also a minute that grew too
 * large for its own table.
 *
 * <p>Packets and bytes are exact. Sources are exact while the shard's window holds no more of them than the rules
 * allow; above that every series is a sketch of 4,096 registers, those of countries of 256. Ports are counted apart, in
 * {@link PortSources}.
 */
final class WindowTable {
    /** Of sketches of 4,096 registers: standard error 1.2 % of one shard, 0.3 % of the sum of 16. */
    static final int SKETCH_PRECISION = 12;

    /** Of countries, which are many, 256: standard error 4.9 % of one shard, 1.2 % of the sum of 16. */
    private static final int COUNTRY_PRECISION = 8;

    private static final long ALL = Breakdown.TOTAL.series(0);
    private static final long SCAN = Breakdown.KIND.series(TrafficKind.SCAN.ordinal());
    private static final long MISCONFIGURATION = Breakdown.KIND.series(TrafficKind.MISCONFIGURATION.ordinal());

    /** So many sources before its turn a source's row is read, and there when it is needed. */
    private static final int SOURCES_AHEAD = 16;

    private final TrafficRules rules;
    private final int mostSources;
    private final int fewDestinations;
    /** Nobody reads it; without it the compiler would leave out what only brings memory near. */
    long touched;

    private final SeriesCounts counts = new SeriesCounts();
    private @Nullable SourceTable sources;
    private final Long2ObjectOpenHashMap<UltraLogLog> sketches = new Long2ObjectOpenHashMap<>();
    private final LongOpenHashSet furtherSensors = new LongOpenHashSet();
    private final Int2LongOpenHashMap victims = new Int2LongOpenHashMap();
    private final PortSources ports;
    private final TreeMap<String, MinuteTable.FeedCount> feedCounts = new TreeMap<>();

    /** What a window has room for: a minute for less, since several are kept. Only hours tell destinations apart. */
    private record Room(int sources, int watched, int tail, int fewDestinations) {
        static Room of(Resolution resolution, TrafficRules rules) {
            boolean minute = resolution == Resolution.MINUTE;
            int part = minute ? TrafficRules.PART_OF_MINUTE : 1;
            return new Room(
                    rules.sourcesPerShard() / part,
                    rules.watchedSources() / part,
                    rules.tailPairsPerShard() / (minute ? TrafficRules.TAIL_PART_OF_MINUTE : 1),
                    resolution == Resolution.HOUR ? rules.fewDestinations() : 0);
        }
    }

    /** An empty window. */
    WindowTable(Resolution resolution, TrafficRules rules) {
        Room room = Room.of(resolution, rules);
        this.rules = rules;
        this.mostSources = room.sources;
        this.fewDestinations = room.fewDestinations;
        this.sources = new SourceTable(fewDestinations);
        this.ports = new PortSources(rules.watchList(), room.watched, room.tail);
    }

    /** Bytes that sources make a window take, at most. */
    static long mostBytes(Resolution resolution, TrafficRules rules) {
        Room room = Room.of(resolution, rules);
        return SourceTable.mostBytes(room.sources, room.fewDestinations)
                + PortSources.mostBytes(
                        room.watched, room.tail, rules.watchList().ports().size());
    }

    /** Adds a minute, or a part of one. */
    void add(MinuteTable minute, SeriesCounts minuteCounts, PortRun minutePorts, SensorNames names) {
        counts.addCounts(minuteCounts);
        addSources(minute.sources(), minute.victims(), minute.furtherSensors(), names);
        ports.add(minutePorts);
        addFeed(minute.feedCounts());
    }

    /** Adds a narrower window. */
    void add(WindowTable other, SensorNames names) {
        counts.addCounts(other.counts);
        if (other.sources != null) {
            addSources(other.sources, other.victims, other.furtherSensors, names);
        } else {
            becomeSketches(names);
            for (Long2ObjectMap.Entry<UltraLogLog> entry : other.sketches.long2ObjectEntrySet()) {
                sketch(entry.getLongKey()).add(entry.getValue());
            }
        }
        ports.add(other.ports);
        addFeed(other.feedCounts);
    }

    private void addFeed(Map<String, MinuteTable.FeedCount> more) {
        more.forEach((series, count) -> feedCounts
                .computeIfAbsent(series, unseen -> new MinuteTable.FeedCount())
                .add(count));
    }

    private void addSources(
            SourceTable theirs, Int2LongOpenHashMap theirVictims, LongOpenHashSet theirSensors, SensorNames names) {
        if (sources != null && isTooMany(sources, theirs)) {
            becomeSketches(names);
        }
        if (sources == null) {
            sketch(new SourceTally(theirs, names, theirSensors), theirs);
            return;
        }
        SourceTable mine = sources;
        int[] slotHere = new int[theirs.slots()];
        for (int slot = 0; slot < slotHere.length; slot++) {
            int ahead = slot + SOURCES_AHEAD;
            if (ahead < slotHere.length) {
                touched += mine.touch(theirs.get(ahead, SourceTable.HIGH), theirs.get(ahead, SourceTable.LOW));
            }
            slotHere[slot] = slot == SourceTable.NOBODY
                    ? SourceTable.NOBODY
                    : mine.slot(theirs.get(slot, SourceTable.HIGH), theirs.get(slot, SourceTable.LOW));
            mine.merge(slotHere[slot], theirs, slot);
        }
        for (Int2LongMap.Entry entry : theirVictims.int2LongEntrySet()) {
            victims.addTo(slotHere[entry.getIntKey()], entry.getLongValue());
        }
        theirSensors.forEach((long pair) ->
                furtherSensors.add((long) slotHere[(int) (pair >>> 32)] << 32 | (pair & 0xffffffffL)));
    }

    /** Asked before they are added, so that the table never grows beyond its limit. */
    private boolean isTooMany(SourceTable mine, SourceTable theirs) {
        if (mine.size() + theirs.size() <= mostSources) {
            return false;
        }
        int together = mine.size();
        for (int slot = 1; slot < theirs.slots() && together <= mostSources; slot++) {
            together += mine.contains(theirs.get(slot, SourceTable.HIGH), theirs.get(slot, SourceTable.LOW)) ? 0 : 1;
        }
        return together > mostSources;
    }

    private void becomeSketches(SensorNames names) {
        if (sources == null) {
            return;
        }
        sketch(new SourceTally(sources, names, furtherSensors), sources);
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
        return sketches.computeIfAbsent(series, unseen -> UltraLogLog.create(precisionOf(series)));
    }

    private static int precisionOf(long series) {
        return switch (Breakdown.of(series)) {
            case COUNTRY, GROUP_COUNTRY -> COUNTRY_PRECISION;
            default -> SKETCH_PRECISION;
        };
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
                        1L << (SourceTable.KIND_SHIFT + TrafficKind.MISCONFIGURATION.ordinal());
            } else {
                sketch(MISCONFIGURATION).add(SourceKeys.hash(high, low));
            }
        });
    }

    private static void move(SeriesCounts counts, long packets, long bytes) {
        counts.add(SCAN, -packets, -bytes, 0, 0);
        counts.add(MISCONFIGURATION, packets, bytes, 0, 0);
    }

    /**
     * What the window came to.
     *
     * @param countries empty before and after
     * @param hours windows whose misconfigurations are not settled here yet: the hour itself, or a day's last hours
     */
    void tell(TrafficPartial partial, SensorNames names, CountryCounts countries, Iterable<WindowTable> hours) {
        SeriesCounts told = new SeriesCounts();
        told.addCounts(counts);
        Int2LongOpenHashMap moved = new Int2LongOpenHashMap();
        UltraLogLog unsettled = UltraLogLog.create(SKETCH_PRECISION);
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
            new SourceTally(sources, names, furtherSensors).count(told, countries, moved);
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
        if (partial.resolution == Resolution.DAY.ordinal()) {
            partial.sourceRegisters = distinctSources().registers();
        }
        PortColumns columns = ports.tell(told, inexact);
        partial.take(told, columns, inexact, names);
        partial.takeFeed(feedCounts);
    }

    /** All sources of the window; the same whether they are known one by one or not. */
    private DistinctSources distinctSources() {
        SourceTable known = sources;
        if (known == null) {
            return DistinctSources.of(sketch(ALL).getState());
        }
        DistinctSources distinct = new DistinctSources();
        for (int slot = 1; slot < known.slots(); slot++) {
            distinct.add(SourceKeys.hash(known.get(slot, SourceTable.HIGH), known.get(slot, SourceTable.LOW)));
        }
        return distinct;
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
        ports.write(out);
        out.writeInt(feedCounts.size());
        for (Map.Entry<String, MinuteTable.FeedCount> entry : feedCounts.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        counts.read(in);
        if (in.readBoolean()) {
            SourceTable read = new SourceTable(fewDestinations);
            read.read(in);
            sources = read;
        } else {
            sources = null;
        }
        for (int n = in.readInt(); n > 0; n--) {
            long series = in.readLong();
            byte[] state = new byte[1 << precisionOf(series)];
            in.readFully(state);
            sketches.put(series, UltraLogLog.wrap(state));
        }
        for (int n = in.readInt(); n > 0; n--) {
            furtherSensors.add(in.readLong());
        }
        for (int n = in.readInt(); n > 0; n--) {
            victims.put(in.readInt(), in.readLong());
        }
        ports.read(in);
        for (int n = in.readInt(); n > 0; n--) {
            feedCounts.put(in.readUTF(), MinuteTable.FeedCount.read(in));
        }
    }
}
