package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yamori.jobs.flow.Radix;
import org.yamori.wire.DistinctSources;

/**
 * The shares of all shards in one window, added up. Adding is in no particular order, telling is in order of series.
 */
final class MergedWindow {
    private static final int INDEX_BITS = 22;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int SHARE_MASK = 0xffff;
    private static final int PORT_SHIFT = Long.SIZE - 1 - PortKey.BITS;

    /** All but ports, which are most. */
    private final SeriesCounts others = new SeriesCounts();

    private final List<TrafficPartial> shares = new ArrayList<>();
    private int portRows;
    private final LongOpenHashSet inexact = new LongOpenHashSet();
    private final TreeMap<String, Sum> sensors = new TreeMap<>();
    private final TreeMap<String, Sum> networks = new TreeMap<>();
    private final TreeMap<String, Sum> feed = new TreeMap<>();
    private final List<Victim> victims = new ArrayList<>();
    private long lateSlices;
    private final DistinctSources distinctSources = new DistinctSources();
    private boolean everyShareKnowsItsSources = true;

    /** What a series named by a text came to. */
    static final class Sum {
        long packets;
        long bytes;
        long missing;
        long sources;
        boolean inexact;
        short country;
    }

    record Victim(String source, long packets) {}

    void add(TrafficPartial share) {
        shares.add(share);
        lateSlices += share.lateSlices;
        if (share.sourceRegisters.length > 0) {
            distinctSources.add(DistinctSources.of(share.sourceRegisters));
        } else {
            everyShareKnowsItsSources = false;
        }
        for (long series : share.inexact) {
            inexact.add(series);
        }
        for (int i = 0; i < share.series.length; i++) {
            long series = share.series[i];
            int key = (int) Breakdown.key(series);
            switch (Breakdown.of(series)) {
                case SENSOR -> addNamed(sensors, share.sensors[key], share, i);
                case NETWORK -> addNamed(networks, share.networks[key], share, i);
                case PORT -> portRows++;
                default -> others.add(series, share.packets[i], share.bytes[i], share.missing[i], share.sources[i]);
            }
        }
        for (int i = 0; i < share.feedSeries.length; i++) {
            Sum sum = feed.computeIfAbsent(share.feedSeries[i], unseen -> new Sum());
            sum.packets += share.feedPackets[i];
            sum.missing += share.feedMissing[i];
            sum.country = share.feedCountries[i];
        }
        for (int i = 0; i < share.victims.length; i++) {
            victims.add(new Victim(share.victims[i], share.victimPackets[i]));
        }
    }

    /** Sensors and networks have numbers of their own in every shard. */
    private static void addNamed(Map<String, Sum> sums, String name, TrafficPartial share, int i) {
        Sum sum = sums.computeIfAbsent(name, unseen -> new Sum());
        sum.packets += share.packets[i];
        sum.bytes += share.bytes[i];
        sum.missing += share.missing[i];
        sum.sources += share.sources[i];
        sum.inexact |= Arrays.binarySearch(share.inexact, share.series[i]) >= 0;
    }

    long lateSlices() {
        return lateSlices;
    }

    /** All sources of a day; of shorter windows nobody keeps them. */
    Optional<DistinctSources> distinctSources() {
        return everyShareKnowsItsSources ? Optional.of(distinctSources) : Optional.empty();
    }

    SortedCounts numbered() {
        SortedCounts all = new SortedCounts(others.size() + portRows);
        boolean portsAreDue = true;
        for (int at : others.inOrder()) {
            if (portsAreDue && others.series(at) > Breakdown.PORT.series(0)) {
                addPorts(all);
                portsAreDue = false;
            }
            all.add(others.series(at), others.packets(at), others.bytes(at), others.missing(at), others.sources(at));
        }
        if (portsAreDue) {
            addPorts(all);
        }
        return all;
    }

    /** Each share has tens of thousands of ports: sorting them all is faster than looking each of them up. */
    private void addPorts(SortedCounts all) {
        long[] keys = new long[portRows];
        int filled = 0;
        for (int share = 0; share < shares.size(); share++) {
            long[] series = shares.get(share).series;
            for (int i = 0; i < series.length; i++) {
                if (Breakdown.of(series[i]) == Breakdown.PORT) {
                    keys[filled++] = Breakdown.key(series[i]) << PORT_SHIFT | (long) share << INDEX_BITS | i;
                }
            }
        }
        long[] sorted = Radix.sort(keys, new long[filled], filled, PORT_SHIFT, Long.SIZE - 1);
        for (int at = 0; at < filled; at++) {
            TrafficPartial share = shares.get((int) (sorted[at] >>> INDEX_BITS) & SHARE_MASK);
            int i = (int) sorted[at] & INDEX_MASK;
            all.add(share.series[i], share.packets[i], share.bytes[i], share.missing[i], share.sources[i]);
        }
    }

    boolean isExact(long series) {
        return !inexact.contains(series);
    }

    Map<String, Sum> sensors() {
        return sensors;
    }

    Map<String, Sum> networks() {
        return networks;
    }

    Map<String, Sum> feed() {
        return feed;
    }

    List<Victim> victims() {
        victims.sort(Comparator.comparingLong(Victim::packets).reversed().thenComparing(Victim::source));
        return victims.subList(0, Math.min(TrafficPartial.VICTIMS, victims.size()));
    }
}
