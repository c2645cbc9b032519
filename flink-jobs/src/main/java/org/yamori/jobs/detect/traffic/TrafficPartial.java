package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.DistinctSources;

/**
 * One shard's share of a window, column by column: what leaves the tables. Shares of all shards add up, sources
 * included, because a source lives in one shard.
 */
public final class TrafficPartial {
    static final int VICTIMS = 100;

    public int shard;
    /** {@link Resolution} by ordinal. */
    public int resolution;

    public long startMicros;
    public long endMicros;
    /** Late slices that went into the window here. */
    public long lateSlices;
    /** Rows of one late block whose minute is not kept any more; empty for a share of a window. */
    public String lateBlock = "";

    public long[] series = {};
    public long[] packets = {};
    public long[] bytes = {};
    public long[] missing = {};
    public long[] sources = {};
    /** Series whose number of sources is an estimate, sorted. */
    public long[] inexact = {};

    /** Of a day, all its sources as {@link DistinctSources#registers} are; else empty. */
    public byte[] sourceRegisters = {};

    public String[] sensors = {};
    public String[] networks = {};
    public String[] feedSeries = {};
    public long[] feedPackets = {};
    public long[] feedMissing = {};
    public short[] feedCountries = {};
    public String[] victims = {};
    public long[] victimPackets = {};

    void take(SeriesCounts counts, PortColumns ports, LongOpenHashSet estimated, SensorNames names) {
        boolean byPortAndCountry = resolution != Resolution.MINUTE.ordinal();
        int others = 0;
        for (int i = 0; i < counts.size(); i++) {
            others += byPortAndCountry || !Breakdown.of(counts.series(i)).isOnlyOfHoursAndDays() ? 1 : 0;
        }
        int size = others + ports.run().size();
        series = new long[size];
        packets = new long[size];
        bytes = new long[size];
        missing = new long[size];
        sources = new long[size];
        for (int i = 0, to = 0; i < counts.size(); i++) {
            if (byPortAndCountry || !Breakdown.of(counts.series(i)).isOnlyOfHoursAndDays()) {
                series[to] = counts.series(i);
                packets[to] = counts.packets(i);
                bytes[to] = counts.bytes(i);
                missing[to] = counts.missing(i);
                sources[to++] = counts.sources(i);
            }
        }
        for (int i = others; i < size; i++) {
            series[i] = Breakdown.PORT.series(ports.run().ports[i - others]);
        }
        System.arraycopy(ports.run().packets, 0, packets, others, size - others);
        System.arraycopy(ports.run().bytes, 0, bytes, others, size - others);
        System.arraycopy(ports.run().missing, 0, missing, others, size - others);
        System.arraycopy(ports.sources(), 0, sources, others, size - others);
        inexact = estimated.toLongArray();
        Arrays.sort(inexact);
        sensors = new String[names.count()];
        for (int i = 0; i < sensors.length; i++) {
            sensors[i] = names.sensorName(i);
        }
        networks = new String[names.networks()];
        for (int i = 0; i < networks.length; i++) {
            networks[i] = names.networkName(i);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(shard);
        out.writeInt(resolution);
        out.writeLong(startMicros);
        out.writeLong(endMicros);
        out.writeUTF(lateBlock);
        for (long[] column : List.of(series, packets, bytes, missing, sources)) {
            out.writeInt(column.length);
            for (long number : column) {
                out.writeLong(number);
            }
        }
        for (String[] column : List.of(sensors, networks)) {
            out.writeInt(column.length);
            for (String text : column) {
                out.writeUTF(text);
            }
        }
    }

    /** Reads what {@link #write} wrote: the share of a late block, which has neither feed nor victims. */
    static TrafficPartial read(DataInput in) throws IOException {
        TrafficPartial share = new TrafficPartial();
        share.shard = in.readInt();
        share.resolution = in.readInt();
        share.startMicros = in.readLong();
        share.endMicros = in.readLong();
        share.lateBlock = in.readUTF();
        share.series = readNumbers(in);
        share.packets = readNumbers(in);
        share.bytes = readNumbers(in);
        share.missing = readNumbers(in);
        share.sources = readNumbers(in);
        share.sensors = readTexts(in);
        share.networks = readTexts(in);
        return share;
    }

    private static long[] readNumbers(DataInput in) throws IOException {
        long[] numbers = new long[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        return numbers;
    }

    private static String[] readTexts(DataInput in) throws IOException {
        String[] texts = new String[in.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.readUTF();
        }
        return texts;
    }

    void takeFeed(Map<String, MinuteTable.FeedCount> counts) {
        feedSeries = new String[counts.size()];
        feedPackets = new long[counts.size()];
        feedMissing = new long[counts.size()];
        feedCountries = new short[counts.size()];
        int next = 0;
        for (Map.Entry<String, MinuteTable.FeedCount> entry : counts.entrySet()) {
            feedSeries[next] = entry.getKey();
            feedPackets[next] = entry.getValue().packets;
            feedMissing[next] = entry.getValue().missing;
            feedCountries[next++] = entry.getValue().country;
        }
    }

    /** The sources that sent most backscatter; ties by their text. */
    void takeVictims(Int2LongOpenHashMap packetsOfSlot, SourceTable table) {
        record Victim(String source, long packets) {}
        List<Victim> all = new ArrayList<>();
        for (Int2LongMap.Entry entry : packetsOfSlot.int2LongEntrySet()) {
            long high = table.get(entry.getIntKey(), SourceTable.HIGH);
            if (!SourceKeys.isLabel(high)) {
                String source = SourceKeys.text(high, table.get(entry.getIntKey(), SourceTable.LOW));
                all.add(new Victim(source, entry.getLongValue()));
            }
        }
        all.sort(Comparator.comparingLong(Victim::packets).reversed().thenComparing(Victim::source));
        List<Victim> most = all.subList(0, Math.min(VICTIMS, all.size()));
        victims = most.stream().map(Victim::source).toArray(String[]::new);
        victimPackets = most.stream().mapToLong(Victim::packets).toArray();
    }
}
