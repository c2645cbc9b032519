package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Shards;

/**
 * Every packet of one minute in one shard, exactly: the only table that packets touch. A packet costs two probes, one
 * for its source and one for its (source, port) pair; every other count follows from these when the minute closes.
 */
final class MinuteTable {
    /** Sensors that fit into the mask of a source's row; later ones are kept as pairs. */
    private static final int MASKED_SENSORS = 64;

    private static final int PROTOCOL_CLASSES = 4;

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

    PairTable pairs() {
        return pairs;
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

    /** Counts rows {@code from} to {@code to} (exclusive), which all lie in this minute. */
    void add(LabelledSlice labelled, int from, int to, int sensor, PortKnowledge ports) {
        if (sensor >= sensorPackets.length) {
            int length = Math.max(sensor + 1, sensorPackets.length * 2);
            sensorPackets = Arrays.copyOf(sensorPackets, length);
            sensorBytes = Arrays.copyOf(sensorBytes, length);
            sensorMissing = Arrays.copyOf(sensorMissing, length);
            sensorRows = Arrays.copyOf(sensorRows, length);
        }
        if (labelled.slice.feed) {
            addFeed(labelled, from, to, sensor, ports);
        } else {
            addPackets(labelled, from, to, sensor, ports);
        }
    }

    private void addPackets(LabelledSlice labelled, int from, int to, int sensor, PortKnowledge ports) {
        Slice slice = labelled.slice;
        byte[] data = slice.data;
        boolean ipv6 = slice.ipv6;
        int sourceAt = slice.offset(Column.SOURCE);
        int destinationAt = slice.offset(Column.DESTINATION);
        int protocolAt = slice.offset(Column.PROTOCOL);
        int sourcePortAt = slice.offset(Column.SOURCE_PORT);
        int portAt = slice.offset(Column.DESTINATION_PORT);
        int lengthAt = slice.offset(Column.TOTAL_LENGTH);
        long bytesInAll = 0;
        for (int row = from; row < to; row++) {
            long high = ipv6 ? Bytes.bigEndian(data, sourceAt + (row << 4)) : 0;
            long low = ipv6
                    ? Bytes.bigEndian(data, sourceAt + (row << 4) + 8)
                    : SourceKeys.lowOfIpv4(Bytes.integer(data, sourceAt + (row << 2)));
            int protocol = data[protocolAt + row] & 0xff;
            int port = Bytes.unsignedShort(data, portAt + (row << 1));
            if (PortKey.isIcmp(protocol)) {
                port = PortKey.icmp(Bytes.unsignedShort(data, sourcePortAt + (row << 1)), port);
            }
            int length = lengthAt < 0 ? 0 : Bytes.unsignedShort(data, lengthAt + (row << 1));
            int destination = ipv6
                    ? (int) Shards.mix(Bytes.bigEndian(data, destinationAt + (row << 4))
                            ^ Shards.mix(Bytes.bigEndian(data, destinationAt + (row << 4) + 8)))
                    : Bytes.integer(data, destinationAt + (row << 2));
            bytesInAll += length;
            int slot = sources.slot(high, low);
            count(slot, protocol, port, labelled.kinds[row], 1, length, 0, sensor, ports);
            long[] rows = sources.rows();
            rows[slot * SourceTable.STRIDE + SourceTable.PACKETS]++;
            rows[slot * SourceTable.STRIDE + SourceTable.BYTES] += length;
            if (labelled.kinds[row] == 0) {
                sources.scanned(slot, destination);
            }
            sources.nameCountry(slot, labelled.countries[row]);
        }
        sensorPackets[sensor] += to - from;
        sensorRows[sensor] += to - from;
        sensorBytes[sensor] += bytesInAll;
    }

    private void count(
            int slot,
            int protocol,
            int port,
            int kind,
            long packets,
            long bytes,
            long missing,
            int sensor,
            PortKnowledge ports) {
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
        if (pairs.add(slot, PortKey.of(protocol, port), packets, bytes, missing)) {
            if (protocol != PortKey.NO_PROTOCOL) {
                traits |= 1L << (SourceTable.PROTOCOL_SHIFT + PortKey.protocolClass(protocol));
            }
            if (port != PortKey.NO_PORT) {
                traits |= (long) ports.groupMask(protocol, port) << SourceTable.GROUP_SHIFT;
            }
        }
        rows[row + SourceTable.TRAITS] |= traits;
    }

    private void addFeed(LabelledSlice labelled, int from, int to, int sensor, PortKnowledge ports) {
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
            count(slot, protocol, port, kind, weight, 0, unknown ? 1 : 0, sensor, ports);
            short country = labelled.countries[row];
            feedCountries.computeIfAbsent(country, unseen -> new FeedCount()).add(weight, unknown, country);
            sensorPackets[sensor] += weight;
            sensorMissing[sensor] += unknown ? 1 : 0;
            sensorRows[sensor]++;
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

    /** The minute's packets, bytes and empty cells by series; of ports the distinct sources too. */
    void count(SeriesCounts into, SensorNames names, PortKnowledge ports, WatchList watchList) {
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
                into.add(
                        Breakdown.COUNTRY.series(sources.country(slot) & 0xffff),
                        sourcePackets,
                        sources.get(slot, SourceTable.BYTES),
                        0,
                        0);
            }
        }
        countPairs(into, ports, watchList);
    }

    private void countPairs(SeriesCounts into, PortKnowledge ports, WatchList watchList) {
        long[] entries = pairs.entries();
        long[] protocolSums = new long[4 * PROTOCOL_CLASSES];
        for (int at = 0; at < entries.length; at += PairTable.STRIDE) {
            long key = entries[at + PairTable.KEY];
            if (key == 0) {
                continue;
            }
            int slot = PairTable.slot(key);
            int portKey = PairTable.port(key);
            int protocol = PortKey.protocol(portKey);
            int port = PortKey.port(portKey);
            long packets = entries[at + PairTable.PACKETS];
            long bytes = entries[at + PairTable.BYTES];
            long missing = entries[at + PairTable.MISSING];
            if (protocol != PortKey.NO_PROTOCOL) {
                int sums = 4 * PortKey.protocolClass(protocol);
                protocolSums[sums]++;
                protocolSums[sums + 1] += packets;
                protocolSums[sums + 2] += bytes;
                protocolSums[sums + 3] += missing;
            }
            if (port == PortKey.NO_PORT) {
                continue;
            }
            into.add(Breakdown.PORT.series(portKey), packets, bytes, missing, slot == SourceTable.NOBODY ? 0 : 1);
            long country = sources.country(slot) & 0xffff;
            if (watchList.contains(protocol, port)) {
                into.add(Breakdown.PORT_COUNTRY.series((long) portKey << 16 | country), packets, bytes, missing, 0);
            }
            for (int mask = ports.groupMask(protocol, port); mask != 0; mask &= mask - 1) {
                long group = Integer.numberOfTrailingZeros(mask);
                into.add(Breakdown.PORT_GROUP.series(group), packets, bytes, missing, 0);
                into.add(Breakdown.GROUP_COUNTRY.series(group << 16 | country), packets, bytes, missing, 0);
            }
        }
        for (int of = 0; of < PROTOCOL_CLASSES; of++) {
            if (protocolSums[4 * of] > 0) {
                into.add(
                        Breakdown.PROTOCOL.series(of),
                        protocolSums[4 * of + 1],
                        protocolSums[4 * of + 2],
                        protocolSums[4 * of + 3],
                        0);
            }
        }
    }

    /** Sensors from the 64th on, as {@code slot << 32 | sensor}. */
    LongOpenHashSet furtherSensors() {
        return furtherSensors;
    }

    /** Adds a later delivery of the same minute. */
    void merge(MinuteTable other) {
        int[] slotHere = new int[other.sources.slots()];
        for (int slot = 1; slot < slotHere.length; slot++) {
            slotHere[slot] =
                    sources.slot(other.sources.get(slot, SourceTable.HIGH), other.sources.get(slot, SourceTable.LOW));
        }
        for (int slot = 0; slot < slotHere.length; slot++) {
            sources.merge(slotHere[slot], other.sources, slot);
        }
        long[] entries = other.pairs.entries();
        for (int at = 0; at < entries.length; at += PairTable.STRIDE) {
            if (entries[at] != 0) {
                pairs.add(
                        slotHere[PairTable.slot(entries[at])],
                        PairTable.port(entries[at]),
                        entries[at + PairTable.PACKETS],
                        entries[at + PairTable.BYTES],
                        entries[at + PairTable.MISSING]);
            }
        }
        addTo(kindPackets, other.kindPackets);
        addTo(kindBytes, other.kindBytes);
        addTo(kindMissing, other.kindMissing);
        int length = Math.max(sensorRows.length, other.sensorRows.length);
        sensorPackets = addTo(Arrays.copyOf(sensorPackets, length), other.sensorPackets);
        sensorBytes = addTo(Arrays.copyOf(sensorBytes, length), other.sensorBytes);
        sensorMissing = addTo(Arrays.copyOf(sensorMissing, length), other.sensorMissing);
        sensorRows = addTo(Arrays.copyOf(sensorRows, length), other.sensorRows);
        for (Int2LongMap.Entry entry : other.victims.int2LongEntrySet()) {
            victims.addTo(slotHere[entry.getIntKey()], entry.getLongValue());
        }
        other.furtherSensors.forEach((long pair) ->
                furtherSensors.add((long) slotHere[(int) (pair >>> 32)] << 32 | (pair & 0xffffffffL)));
        other.feedCounts.forEach((series, count) ->
                feedCounts.computeIfAbsent(series, unseen -> new FeedCount()).add(count));
        other.feedCountries.forEach((country, count) -> feedCountries
                .computeIfAbsent(country, unseen -> new FeedCount())
                .add(count));
    }

    private static long[] addTo(long[] sums, long[] more) {
        for (int i = 0; i < more.length; i++) {
            sums[i] += more[i];
        }
        return sums;
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
