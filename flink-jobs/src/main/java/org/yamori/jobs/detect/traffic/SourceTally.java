package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.function.LongConsumer;
import org.yamori.jobs.flow.TrafficKind;

/** Distinct sources of every series that follows from a source's row alone. */
final class SourceTally {
    private final SourceTable sources;
    private final SensorNames names;
    private final LongOpenHashSet furtherSensors;

    SourceTally(SourceTable sources, SensorNames names, LongOpenHashSet furtherSensors) {
        this.sources = sources;
        this.names = names;
        this.furtherSensors = furtherSensors;
    }

    /**
     * Counts all sources into their series.
     *
     * @param countries empty before and after
     * @param moved packets of a source's scan that were recognised as misconfiguration, by slot
     */
    void count(SeriesCounts into, CountryCounts countries, Int2LongOpenHashMap moved) {
        long[] protocols = new long[4];
        long[] kinds = new long[5];
        long[] groups = new long[31];
        long[] sensors = new long[names.count()];
        long[] networks = new long[names.networks()];
        long[] networkSeen = new long[names.networks()];
        for (int slot = 1; slot < sources.slots(); slot++) {
            long traits = sources.get(slot, SourceTable.TRAITS);
            countBits(protocols, traits >>> SourceTable.PROTOCOL_SHIFT & 0xf);
            countBits(kinds, kindsOf(slot, traits, moved.get(slot)));
            long country = traits & 0xffff;
            countries.add((short) country, 0, 0, 0, 1);
            for (long mask = traits >>> SourceTable.GROUP_SHIFT; mask != 0; mask &= mask - 1) {
                int group = Long.numberOfTrailingZeros(mask);
                groups[group]++;
                into.addSources(Breakdown.GROUP_COUNTRY.series((long) group << 16 | country), 1);
            }
            for (long mask = sources.get(slot, SourceTable.SENSORS); mask != 0; mask &= mask - 1) {
                int sensor = Long.numberOfTrailingZeros(mask);
                sensors[sensor]++;
                int network = names.networkOf(sensor);
                if (networkSeen[network] != slot) {
                    networkSeen[network] = slot;
                    networks[network]++;
                }
            }
        }
        countries.addTo(into, Breakdown.COUNTRY::series);
        countries.clear();
        countFurther(sensors, networks);
        into.addSources(Breakdown.TOTAL.series(0), sources.size());
        addAll(into, Breakdown.PROTOCOL, protocols);
        addAll(into, Breakdown.KIND, kinds);
        addAll(into, Breakdown.PORT_GROUP, groups);
        addAll(into, Breakdown.SENSOR, sensors);
        addAll(into, Breakdown.NETWORK, networks);
    }

    /** Sensors beyond the mask: a source counts for their network unless an earlier sensor of it saw the source. */
    private void countFurther(long[] sensors, long[] networks) {
        LongOpenHashSet counted = new LongOpenHashSet();
        furtherSensors.forEach((long pair) -> {
            int slot = (int) (pair >>> 32);
            int sensor = (int) pair;
            if (slot == SourceTable.NOBODY) {
                return;
            }
            sensors[sensor]++;
            int network = names.networkOf(sensor);
            boolean seen = !counted.add((long) slot << 32 | network);
            for (long mask = sources.get(slot, SourceTable.SENSORS); mask != 0 && !seen; mask &= mask - 1) {
                seen = names.networkOf(Long.numberOfTrailingZeros(mask)) == network;
            }
            networks[network] += seen ? 0 : 1;
        });
    }

    /** Names every series one source belongs to. */
    void eachSeries(int slot, LongConsumer series) {
        long traits = sources.get(slot, SourceTable.TRAITS);
        long country = traits & 0xffff;
        series.accept(Breakdown.TOTAL.series(0));
        series.accept(Breakdown.COUNTRY.series(country));
        eachBit(traits >>> SourceTable.PROTOCOL_SHIFT & 0xf, bit -> series.accept(Breakdown.PROTOCOL.series(bit)));
        eachBit(traits >>> SourceTable.KIND_SHIFT & 0x1f, bit -> series.accept(Breakdown.KIND.series(bit)));
        eachBit(traits >>> SourceTable.GROUP_SHIFT, bit -> {
            series.accept(Breakdown.PORT_GROUP.series(bit));
            series.accept(Breakdown.GROUP_COUNTRY.series(bit << 16 | country));
        });
        eachBit(sources.get(slot, SourceTable.SENSORS), bit -> {
            series.accept(Breakdown.SENSOR.series(bit));
            series.accept(Breakdown.NETWORK.series(names.networkOf((int) bit)));
        });
    }

    /** Names the series of sensors beyond the mask, with the slot of each source they saw. */
    void eachFurther(Further further) {
        furtherSensors.forEach((long pair) -> {
            int slot = (int) (pair >>> 32);
            int sensor = (int) pair;
            if (slot != SourceTable.NOBODY) {
                further.saw(slot, Breakdown.SENSOR.series(sensor));
                further.saw(slot, Breakdown.NETWORK.series(names.networkOf(sensor)));
            }
        });
    }

    /** Told which source belongs to which series. */
    interface Further {
        void saw(int slot, long series);
    }

    private long kindsOf(int slot, long traits, long moved) {
        long kinds = traits >>> SourceTable.KIND_SHIFT & 0x1f;
        kinds &= ~(1L << TrafficKind.SCAN.ordinal());
        kinds |= sources.get(slot, SourceTable.SCAN_PACKETS) > moved ? 1L << TrafficKind.SCAN.ordinal() : 0;
        return kinds | (moved > 0 ? 1L << TrafficKind.MISCONFIGURATION.ordinal() : 0);
    }

    private static void eachBit(long mask, LongConsumer bits) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            bits.accept(Long.numberOfTrailingZeros(rest));
        }
    }

    private static void countBits(long[] counts, long mask) {
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            counts[Long.numberOfTrailingZeros(rest)]++;
        }
    }

    private static void addAll(SeriesCounts into, Breakdown breakdown, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                into.addSources(breakdown.series(i), counts[i]);
            }
        }
    }
}
