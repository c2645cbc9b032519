package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Radix;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketRow;

/**
 * Every packet of one minute in one shard, exactly: the only table that packets touch. A packet costs two probes, one
 * for its source and one for its (source, port) pair; every other count follows from these when the minute is told.
 */
final class MinuteTable {
    /** Sources and pairs that a table may hold: numbers of so many bits are packed into keys that are sorted. */
    private static final int NUMBER_BITS = 19;

    private static final int RANK_SHIFT = NUMBER_BITS;
    private static final int PORT_SHIFT = 2 * NUMBER_BITS;

    /** Sensors that fit into the mask of a source's row; later ones are kept as pairs. */
    private static final int MASKED_SENSORS = 64;

    private final SourceTable sources;
    private final PairTable pairs = new PairTable();
    private final long[] kindPackets = new long[TrafficKind.count()];
    private final long[] kindBytes = new long[TrafficKind.count()];
    private final long[] kindMissing = new long[TrafficKind.count()];
    private long[] sensorPackets = new long[4];
    private long[] sensorBytes = new long[4];
    private long[] sensorMissing = new long[4];
    private long[] sensorRows = new long[4];
    private final Int2LongOpenHashMap victims = new Int2LongOpenHashMap();
    private final LongOpenHashSet furtherSensors = new LongOpenHashSet();
    private final TreeMap<String, FeedCount> feedCounts = new TreeMap<>();
    private final TreeMap<Short, FeedCount> feedCountries = new TreeMap<>();
    /** Nobody reads it; without it the compiler would leave out what only brings memory near. */
    long touched;
    /** Used while a minute is told. */
    private long[] keys = {};

    private long[] spareKeys = {};
    private int[] ranks = {};

    /** What feeds say of one series. */
    static final class FeedCount {
        long packets;
        long missing;
        /** Country of the source, the smallest one named. */
        short country;

        void add(long weight, boolean unknown, short sourceCountry) {
            packets += weight;
            missing += unknown ? 1 : 0;
            country = country == 0 || (sourceCountry != 0 && sourceCountry < country) ? sourceCountry : country;
        }

        void add(FeedCount other) {
            packets += other.packets;
            missing += other.missing;
            country = country == 0 || (other.country != 0 && other.country < country) ? other.country : country;
        }

        void write(DataOutput out) throws IOException {
            out.writeLong(packets);
            out.writeLong(missing);
            out.writeShort(country);
        }

        static FeedCount read(DataInput in) throws IOException {
            FeedCount count = new FeedCount();
            count.packets = in.readLong();
            count.missing = in.readLong();
            count.country = in.readShort();
            return count;
        }
    }

    MinuteTable(int fewDestinations) {
        sources = new SourceTable(fewDestinations);
    }

    SourceTable sources() {
        return sources;
    }

    /** Whether a feed's minute should go into a larger table before more of it is added. */
    boolean isFull() {
        return sources.size() >= TrafficRules.FEED_ROWS || pairs.size() >= TrafficRules.FEED_ROWS;
    }

    Int2LongOpenHashMap victims() {
        return victims;
    }

    Map<String, FeedCount> feedCounts() {
        return feedCounts;
    }

    void clear() {
        sources.clear();
        pairs.clear();
        Arrays.fill(kindPackets, 0);
        Arrays.fill(kindBytes, 0);
        Arrays.fill(kindMissing, 0);
        Arrays.fill(sensorPackets, 0);
        Arrays.fill(sensorBytes, 0);
        Arrays.fill(sensorMissing, 0);
        Arrays.fill(sensorRows, 0);
        victims.clear();
        furtherSensors.clear();
        feedCounts.clear();
        feedCountries.clear();
    }

    /** Counts packets. */
    void add(MinuteRows rows, PortKnowledge ports) {
        rows.forEach(new MinuteRows.Counting() {
            @Override
            public void soon(long high, long low) {
                touched += sources.touch(high, low);
            }

            @Override
            public void count(
                    long high, long low, int destination, int port, int kind, int length, short country, int sensor) {
                int slot = sources.slot(high, low);
                MinuteTable.this.count(slot, port, kind, 1, length, 0, sensor, ports);
                long[] table = sources.rows();
                table[slot * SourceTable.STRIDE + SourceTable.PACKETS]++;
                table[slot * SourceTable.STRIDE + SourceTable.BYTES] += length;
                if (kind == 0) {
                    sources.scanned(slot, destination);
                }
                sources.nameCountry(slot, country);
                countOfSensor(sensor, 1, length, 0);
            }
        });
    }

    private void countOfSensor(int sensor, long packets, long bytes, long missing) {
        if (sensor >= sensorPackets.length) {
            int length = Math.max(sensor + 1, sensorPackets.length * 2);
            sensorPackets = Arrays.copyOf(sensorPackets, length);
            sensorBytes = Arrays.copyOf(sensorBytes, length);
            sensorMissing = Arrays.copyOf(sensorMissing, length);
            sensorRows = Arrays.copyOf(sensorRows, length);
        }
        sensorPackets[sensor] += packets;
        sensorBytes[sensor] += bytes;
        sensorMissing[sensor] += missing;
        sensorRows[sensor]++;
    }

    private void count(
            int slot, int portKey, int kind, long packets, long bytes, long missing, int sensor, PortKnowledge ports) {
        long[] rows = sources.rows();
        int row = slot * SourceTable.STRIDE;
        if (sensor < MASKED_SENSORS) {
            rows[row + SourceTable.SENSORS] |= 1L << sensor;
        } else {
            furtherSensors.add((long) slot << 32 | sensor);
        }
        long traits = 1L << (SourceTable.KIND_SHIFT + kind);
        if (kind == 0) {
            rows[row + SourceTable.SCAN_PACKETS] += packets;
            rows[row + SourceTable.SCAN_BYTES] += bytes;
        } else if (kind == 1 && slot != SourceTable.NOBODY) {
            victims.addTo(slot, packets);
        }
        kindPackets[kind] += packets;
        kindBytes[kind] += bytes;
        kindMissing[kind] += missing;
        if (pairs.add(slot, portKey, packets, bytes, missing)) {
            int protocol = PortKey.protocol(portKey);
            int port = PortKey.port(portKey);
            if (protocol != PortKey.NO_PROTOCOL) {
                traits |= 1L << (SourceTable.PROTOCOL_SHIFT + PortKey.protocolClass(protocol));
            }
            if (port != PortKey.NO_PORT) {
                traits |= (long) ports.groupMask(protocol, port) << SourceTable.GROUP_SHIFT;
            }
        }
        rows[row + SourceTable.TRAITS] |= traits;
    }

    /** Counts rows {@code from} to {@code to} (exclusive) of a feed. */
    void addFeed(LabelledSlice labelled, int from, int to, int sensor, PortKnowledge ports) {
        Slice slice = labelled.slice;
        for (int row = from; row < to; row++) {
            int absent = slice.missing[row];
            String label = slice.text(Column.SOURCE_LABEL, slice.sourceLabels, row);
            boolean anonymous = (absent & PacketRow.NO_SOURCE) != 0 && label.isEmpty();
            int slot = anonymous ? SourceTable.NOBODY : slotOfFeed(slice, row, label);
            boolean unknown = (absent & PacketRow.NO_COUNT) != 0;
            long weight = unknown ? 0 : Bytes.longer(slice.data, slice.offset(Column.WEIGHT) + (row << 3));
            int protocol = (absent & PacketRow.NO_PROTOCOL) != 0
                    ? PortKey.NO_PROTOCOL
                    : slice.data[slice.offset(Column.PROTOCOL) + row] & 0xff;
            int port = (absent & PacketRow.NO_PORT) != 0
                    ? PortKey.NO_PORT
                    : Bytes.unsignedShort(slice.data, slice.offset(Column.DESTINATION_PORT) + (row << 1));
            int kind = kindOfFeed(labelled.kinds[row], absent);
            count(slot, PortKey.of(protocol, port), kind, weight, 0, unknown ? 1 : 0, sensor, ports);
            short country = labelled.countries[row];
            feedCountries.computeIfAbsent(country, unseen -> new FeedCount()).add(weight, unknown, country);
            countOfSensor(sensor, weight, 0, unknown ? 1 : 0);
            if (!anonymous) {
                sources.nameCountry(slot, country);
                String source = label.isEmpty() ? sourceText(slot) : label;
                String towards = slice.text(Column.DESTINATION_COUNTRY, slice.destinationCountries, row);
                feedCount(new FeedSeries(slice.network, label.isEmpty(), source, ""), weight, unknown, country);
                if (!towards.isEmpty()) {
                    feedCount(
                            new FeedSeries(slice.network, label.isEmpty(), source, towards), weight, unknown, country);
                }
            }
        }
    }

    private int slotOfFeed(Slice slice, int row, String label) {
        if (!label.isEmpty()) {
            return sources.slot(SourceKeys.highOfLabel(), SourceKeys.lowOfLabel(label));
        }
        int at = slice.offset(Column.SOURCE);
        return slice.ipv6
                ? sources.slot(
                        Bytes.bigEndian(slice.data, at + (row << 4)), Bytes.bigEndian(slice.data, at + (row << 4) + 8))
                : sources.slot(0, SourceKeys.lowOfIpv4(Bytes.integer(slice.data, at + (row << 2))));
    }

    private String sourceText(int slot) {
        return SourceKeys.text(sources.get(slot, SourceTable.HIGH), sources.get(slot, SourceTable.LOW));
    }

    /** A table says nothing about flags: without protocol or port there is no kind to read from a row. */
    private static int kindOfFeed(int kind, int absent) {
        boolean readable = (absent & (PacketRow.NO_PROTOCOL | PacketRow.NO_PORT)) == 0;
        return readable ? kind : TrafficKind.OTHER.ordinal();
    }

    private void feedCount(FeedSeries series, long weight, boolean unknown, short country) {
        feedCounts.computeIfAbsent(series.packed(), unseen -> new FeedCount()).add(weight, unknown, country);
    }

    /**
     * The minute's packets, bytes and empty cells by series; what ports received is returned.
     *
     * @param countries empty before and after
     */
    PortRun count(SeriesCounts into, CountryCounts countries, SensorNames names, TrafficRules rules) {
        long packets = 0;
        long bytes = 0;
        long missing = 0;
        for (int sensor = 0; sensor < Math.min(sensorRows.length, names.count()); sensor++) {
            if (sensorRows[sensor] == 0) {
                continue;
            }
            packets += sensorPackets[sensor];
            bytes += sensorBytes[sensor];
            missing += sensorMissing[sensor];
            for (long series :
                    new long[] {Breakdown.SENSOR.series(sensor), Breakdown.NETWORK.series(names.networkOf(sensor))}) {
                into.add(series, sensorPackets[sensor], sensorBytes[sensor], sensorMissing[sensor], 0);
            }
        }
        into.add(Breakdown.TOTAL.series(0), packets, bytes, missing, 0);
        for (int kind = 0; kind < kindPackets.length; kind++) {
            if (kindPackets[kind] + kindMissing[kind] > 0) {
                into.add(Breakdown.KIND.series(kind), kindPackets[kind], kindBytes[kind], kindMissing[kind], 0);
            }
        }
        feedCountries.forEach((country, count) ->
                into.add(Breakdown.COUNTRY.series(country & 0xffff), count.packets, 0, count.missing, 0));
        for (int slot = 1; slot < sources.slots(); slot++) {
            long sourcePackets = sources.get(slot, SourceTable.PACKETS);
            if (sourcePackets > 0) {
                countries.add(sources.country(slot), sourcePackets, sources.get(slot, SourceTable.BYTES), 0, 0);
            }
        }
        countries.addTo(into, Breakdown.COUNTRY::series);
        countries.clear();
        return countPairs(into, countries, rules);
    }

    private PortRun countPairs(SeriesCounts into, CountryCounts countries, TrafficRules rules) {
        long[] sorted = pairsByPort();
        PortRun run = new PortRun(portsAmong(sorted), pairs.size());
        int end;
        for (int from = 0; from < pairs.size(); from = end) {
            end = endOfPort(sorted, from);
            int key = (int) (sorted[from] >>> PORT_SHIFT);
            int protocol = PortKey.protocol(key);
            int port = PortKey.port(key);
            if (port == PortKey.NO_PORT) {
                countProtocol(into, protocol, sorted, from, end);
                continue;
            }
            int groups = rules.ports().groupMask(protocol, port);
            boolean byCountry = groups != 0 || rules.watchList().contains(protocol, port);
            run.begin(key);
            for (int i = from; i < end; i++) {
                addPair(run, numberOf(sorted[i]), byCountry ? countries : null);
            }
            int at = run.size() - 1;
            if (protocol != PortKey.NO_PROTOCOL) {
                long series = Breakdown.PROTOCOL.series(PortKey.protocolClass(protocol));
                into.add(series, run.packets[at], run.bytes[at], run.missing[at], 0);
            }
            if (rules.watchList().contains(protocol, port)) {
                countries.addTo(into, country -> Breakdown.PORT_COUNTRY.series((long) key << 16 | country));
            }
            for (int mask = groups; mask != 0; mask &= mask - 1) {
                long group = Integer.numberOfTrailingZeros(mask);
                into.add(Breakdown.PORT_GROUP.series(group), run.packets[at], run.bytes[at], run.missing[at], 0);
                countries.addTo(into, country -> Breakdown.GROUP_COUNTRY.series(group << 16 | country));
            }
            countries.clear();
        }
        return run;
    }

    private static int numberOf(long key) {
        return (int) key & ((1 << NUMBER_BITS) - 1);
    }

    private int endOfPort(long[] sorted, int from) {
        int end = from + 1;
        while (end < pairs.size() && sorted[end] >>> PORT_SHIFT == sorted[from] >>> PORT_SHIFT) {
            end++;
        }
        return end;
    }

    private void addPair(PortRun run, int number, @Nullable CountryCounts countries) {
        int row = number * PairTable.STRIDE;
        long packets = pairs.rows()[row + PairTable.PACKETS];
        long bytes = pairs.rows()[row + PairTable.BYTES];
        long missing = pairs.rows()[row + PairTable.MISSING];
        run.count(packets, bytes, missing);
        int slot = pairs.slot(number);
        short country = sources.country(slot);
        if (slot != SourceTable.NOBODY) {
            run.addOrMerge(
                    PortRun.member(sources.get(slot, SourceTable.HIGH), sources.get(slot, SourceTable.LOW), country));
        }
        if (countries != null) {
            countries.add(country, packets, bytes, missing, 0);
        }
    }

    /** Rows of a feed that name no port. */
    private void countProtocol(SeriesCounts into, int protocol, long[] sorted, int from, int end) {
        if (protocol == PortKey.NO_PROTOCOL) {
            return;
        }
        long series = Breakdown.PROTOCOL.series(PortKey.protocolClass(protocol));
        for (int i = from; i < end; i++) {
            int row = numberOf(sorted[i]) * PairTable.STRIDE;
            into.add(
                    series,
                    pairs.rows()[row + PairTable.PACKETS],
                    pairs.rows()[row + PairTable.BYTES],
                    pairs.rows()[row + PairTable.MISSING],
                    0);
        }
    }

    /** Keys that end with the numbers of the pairs, in the order of their ports and of the members of a run. */
    private long[] pairsByPort() {
        int most = Math.max(sources.slots(), pairs.size());
        if (keys.length < most) {
            keys = new long[most * 2];
            spareKeys = new long[most * 2];
            ranks = new int[most * 2];
        }
        rankSources();
        for (int number = 0; number < pairs.size(); number++) {
            keys[number] =
                    (long) pairs.port(number) << PORT_SHIFT | (long) ranks[pairs.slot(number)] << RANK_SHIFT | number;
        }
        return Radix.sort(keys, spareKeys, pairs.size(), RANK_SHIFT, PORT_SHIFT + PortKey.BITS);
    }

    /** Gives each slot its place among the members: first what is no IPv4 address, by its hash. */
    private void rankSources() {
        int ipv4 = 0;
        LongArrayList others = new LongArrayList();
        IntArrayList otherSlots = new IntArrayList();
        for (int slot = 1; slot < sources.slots(); slot++) {
            long high = sources.get(slot, SourceTable.HIGH);
            long low = sources.get(slot, SourceTable.LOW);
            if (SourceKeys.isIpv4(high, low)) {
                keys[ipv4++] = (low & 0xffffffffL) << NUMBER_BITS | slot;
            } else {
                others.add(PortRun.member(high, low, (short) 0));
                otherSlots.add(slot);
            }
        }
        int rank = 1;
        if (!others.isEmpty()) {
            int[] order = new int[others.size()];
            Arrays.setAll(order, i -> i);
            IntArrays.quickSort(order, (i, j) -> Long.compare(others.getLong(i), others.getLong(j)));
            for (int i : order) {
                ranks[otherSlots.getInt(i)] = rank++;
            }
        }
        long[] sorted = Radix.sort(keys, spareKeys, ipv4, NUMBER_BITS, NUMBER_BITS + 32);
        for (int i = 0; i < ipv4; i++) {
            ranks[numberOf(sorted[i])] = rank++;
        }
    }

    private int portsAmong(long[] sorted) {
        int ports = 0;
        long last = -1;
        for (int i = 0; i < pairs.size(); i++) {
            ports += sorted[i] >>> PORT_SHIFT == last ? 0 : 1;
            last = sorted[i] >>> PORT_SHIFT;
        }
        return ports;
    }

    /** Sensors from the 64th on, as {@code slot << 32 | sensor}. */
    LongOpenHashSet furtherSensors() {
        return furtherSensors;
    }

    void write(DataOutput out) throws IOException {
        sources.write(out);
        pairs.write(out);
        for (long[] numbers :
                List.of(kindPackets, kindBytes, kindMissing, sensorPackets, sensorBytes, sensorMissing, sensorRows)) {
            writeNumbers(out, numbers);
        }
        out.writeInt(victims.size());
        for (Int2LongMap.Entry entry : victims.int2LongEntrySet()) {
            out.writeInt(entry.getIntKey());
            out.writeLong(entry.getLongValue());
        }
        writeNumbers(out, furtherSensors.toLongArray());
        out.writeInt(feedCounts.size());
        for (Map.Entry<String, FeedCount> entry : feedCounts.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().write(out);
        }
        out.writeInt(feedCountries.size());
        for (Map.Entry<Short, FeedCount> entry : feedCountries.entrySet()) {
            out.writeShort(entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        sources.read(in);
        pairs.read(in);
        for (long[] numbers : List.of(kindPackets, kindBytes, kindMissing)) {
            System.arraycopy(readNumbers(in), 0, numbers, 0, numbers.length);
        }
        sensorPackets = readNumbers(in);
        sensorBytes = readNumbers(in);
        sensorMissing = readNumbers(in);
        sensorRows = readNumbers(in);
        for (int n = in.readInt(); n > 0; n--) {
            victims.put(in.readInt(), in.readLong());
        }
        for (long pair : readNumbers(in)) {
            furtherSensors.add(pair);
        }
        for (int n = in.readInt(); n > 0; n--) {
            feedCounts.put(in.readUTF(), FeedCount.read(in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            feedCountries.put(in.readShort(), FeedCount.read(in));
        }
    }

    private static void writeNumbers(DataOutput out, long[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (long number : numbers) {
            out.writeLong(number);
        }
    }

    private static long[] readNumbers(DataInput in) throws IOException {
        long[] numbers = new long[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        return numbers;
    }
}
