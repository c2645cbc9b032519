package org.yamori.jobs.detect.surge;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Counts labelled slices in the tables of their shards. */
final class SurgeFunction extends ShardOperator<SurgePartial> {
    private final PortGroups groups;
    private transient @Nullable Scratch scratch;

    SurgeFunction(PortGroups groups) {
        this.groups = groups;
    }

    @Override
    protected ShardTable<SurgePartial> newTable(int shard) {
        if (scratch == null) {
            scratch = new Scratch(groups);
        }
        return new SurgeTable(shard, scratch);
    }

    /** Where one minute after the other is counted, of all shards of a task: it stays in the processor's cache. */
    static final class Scratch {
        /** Sources of a port in one minute and one shard; 16 times as many in all are more than any worm had. */
        static final int MOST_OF_SERIES = 1 << 16;

        private final PortGroups groups;
        private final MinuteSightings sightings = newSightings();
        private final SortedRows sorted = new SortedRows();
        private final byte[] groupOf = new byte[PortSeries.COUNT];

        Scratch(PortGroups groups) {
            this.groups = groups;
            for (int series = 0; series < groupOf.length; series++) {
                groupOf[series] = (byte) groups.of(series);
            }
        }

        MinuteSightings emptySightings() {
            sightings.clear();
            return sightings;
        }

        @SuppressWarnings("MethodCanBeStatic")
        MinuteSightings newSightings() {
            return new MinuteSightings(MOST_OF_SERIES);
        }

        /** Whether so many rows may be sorted: no port can have too many sources among them. */
        static boolean areFew(int rows) {
            return rows <= MOST_OF_SERIES;
        }

        /** Says for each group of ports what the rows of a minute came to; they are few. */
        void tell(int shard, long minute, long[] rows, int filled, PacketSamples samples, Consumer<SurgePartial> out) {
            sorted.take(rows, filled);
            int[] ports = new int[groups.count()];
            int[] sources = new int[groups.count()];
            sorted.forEach(new SortedRows.Reader() {
                private int inARow;

                @Override
                public void source(long pair, int packets) {
                    inARow++;
                }

                @Override
                public void port(int series, long packets, long destinations, long sensors) {
                    ports[group(series)]++;
                    sources[group(series)] += inARow;
                    inARow = 0;
                }
            });
            SurgePartial[] partials = empty(ports, sources);
            sorted.forEach(new SortedRows.Reader() {
                @Override
                public void source(long pair, int packets) {
                    int group = group(Sighting.series(pair));
                    partials[group].sightings[--sources[group]] = Sighting.of(pair, packets);
                }

                @Override
                public void port(int series, long packets, long destinations, long sensors) {
                    SurgePartial partial = partials[group(series)];
                    int at = --ports[group(series)];
                    partial.series[at] = series;
                    partial.packets[at] = packets;
                    partial.destinations[at] = destinations;
                    partial.sensors[at] = sensors;
                }
            });
            tell(shard, minute, partials, samples, out);
        }

        /** Says for each group of ports what a minute came to. */
        void tell(int shard, long minute, MinuteSightings counted, PacketSamples samples, Consumer<SurgePartial> out) {
            SeriesTallies tallies = counted.tallies();
            int[] ports = new int[groups.count()];
            for (int row = 0; row < tallies.size(); row++) {
                ports[group(tallies.series(row))]++;
            }
            int[] sources = new int[groups.count()];
            counted.forEach(sighting -> sources[groupOfSighting(sighting)]++);
            SurgePartial[] partials = empty(ports, sources);
            for (int row = 0; row < tallies.size(); row++) {
                int group = group(tallies.series(row));
                tallies.copy(row, partials[group], --ports[group]);
            }
            counted.forEach(sighting -> {
                int group = groupOfSighting(sighting);
                partials[group].sightings[--sources[group]] = sighting;
            });
            tell(shard, minute, partials, samples, out);
        }

        private static SurgePartial[] empty(int[] ports, int[] sources) {
            SurgePartial[] partials = new SurgePartial[ports.length];
            for (int group = 0; group < partials.length; group++) {
                partials[group] = SurgePartial.empty(ports[group], sources[group]);
            }
            return partials;
        }

        private void tell(
                int shard, long minute, SurgePartial[] partials, PacketSamples samples, Consumer<SurgePartial> out) {
            tellPackets(samples, partials);
            for (int group = 0; group < partials.length; group++) {
                if (partials[group].series.length > 0) {
                    partials[group].shard = shard;
                    partials[group].minute = minute;
                    partials[group].key = groups.key(group);
                    out.accept(partials[group]);
                }
            }
        }

        private void tellPackets(PacketSamples samples, SurgePartial[] partials) {
            int[] ports = new int[partials.length];
            samples.forEach((series, packets, begin, signature) -> ports[group(series)]++);
            for (int group = 0; group < partials.length; group++) {
                partials[group].sampledSeries = new int[ports[group]];
                partials[group].sampledPackets = new long[ports[group] * SampledPacket.LONGS];
                partials[group].sampledSignatures = new String[ports[group]];
            }
            samples.forEach((series, packets, begin, signature) -> {
                SurgePartial partial = partials[group(series)];
                int at = --ports[group(series)];
                partial.sampledSeries[at] = series;
                partial.sampledSignatures[at] = signature;
                System.arraycopy(packets, begin, partial.sampledPackets, at * SampledPacket.LONGS, SampledPacket.LONGS);
            });
        }

        private int group(int series) {
            return groupOf[series] & 0xff;
        }

        private int groupOfSighting(long sighting) {
            return group(Sighting.series(Sighting.pair(sighting)));
        }
    }
}
