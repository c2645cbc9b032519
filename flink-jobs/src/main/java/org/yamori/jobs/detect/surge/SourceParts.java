package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.yamori.jobs.enrich.CountryTable;

/**
 * The ports of a group that are also scored by parts of their sources: each {@link Part} of each port is a series. What
 * rises among the sources of one country, or from one network, may be lost among those of the whole port.
 *
 * <p>A source belongs to one country and one network, so what is remembered of it at its port serves here too. Windows
 * of up to an hour are counted; of sources of IPv6 only a hash is known, and they are of no part.
 */
final class SourceParts {
    /** Parts of a port by their place, in order: countries of ISO 3166, then networks. */
    private static final int[] PARTS = parts();

    private static final int[] PLACES = places();
    private static final int NONE = -1;
    private static final int[] NO_LONG_WINDOWS = {};

    private final GroupTable.Ports ports;
    private final CountryTable countries;
    /** Numbers of ports in their group. */
    private final int[] counted;
    /** For each port of the group where it stands among these, or -1. */
    private final int[] standing;

    private final SeriesTable series;
    /* Of the minute that was scored last. */
    private final BitSet held = new BitSet();
    private final BitSet told = new BitSet();

    /** @param chosen ports of the group, by number */
    SourceParts(GroupTable.Ports ports, IntPredicate chosen, SurgeRules rules, CountryTable countries) {
        this.ports = ports;
        this.countries = countries;
        counted = IntStream.range(0, ports.seriesOf().length).filter(chosen).toArray();
        standing = new int[ports.seriesOf().length];
        Arrays.fill(standing, NONE);
        for (int i = 0; i < counted.length; i++) {
            standing[counted[i]] = i;
        }
        series = new SeriesTable(counted.length * PARTS.length, rules, part -> false);
    }

    private static int[] parts() {
        IntStream ofCountries = Arrays.stream(Locale.getISOCountries())
                .sorted()
                .mapToInt(country -> Part.ofCountry(CountryTable.of(country)));
        return IntStream.concat(
                        ofCountries, IntStream.range(0, Part.NETWORK_PARTS).map(Part::ofNetworks))
                .toArray();
    }

    private static int[] places() {
        int[] places = new int[1 << Part.BITS];
        Arrays.fill(places, NONE);
        for (int place = 0; place < PARTS.length; place++) {
            places[PARTS[place]] = place;
        }
        return places;
    }

    void clear() {
        series.clear();
    }

    boolean isCounted(int port) {
        return standing[port] != NONE;
    }

    /**
     * Takes a sighting of a port that is counted.
     *
     * @param ago how many minutes ago the source was seen at the port before, as {@link SourceMemory#see} says it
     * @param weight how many sources it stands for
     * @param destinations of the whole port, as bits
     * @param sensors that saw the port, as bits
     */
    void see(int port, long sighting, long minute, int ago, int weight, long destinations, long sensors) {
        long pair = Sighting.pair(sighting);
        if (!Sighting.isIpv4(pair)) {
            return;
        }
        int address = Sighting.ipv4(pair);
        count(
                numberOf(port, Part.ofCountry(countries.countryOf(address))),
                sighting,
                minute,
                ago,
                weight,
                destinations,
                sensors);
        count(numberOf(port, Part.ofNetwork(address)), sighting, minute, ago, weight, destinations, sensors);
    }

    private void count(int number, long sighting, long minute, int ago, int weight, long destinations, long sensors) {
        if (number != NONE) {
            PortMinutes minutes = series.minutes();
            int row = minutes.rowAt(number, minute);
            minutes.add(row, (long) weight * Sighting.packets(sighting), destinations, sensors);
            minutes.see(row, ago, weight);
        }
    }

    private int numberOf(int port, int part) {
        int place = PLACES[part];
        return place == NONE ? NONE : standing[port] * PARTS.length + place;
    }

    /**
     * Scores a minute; {@link ScoredMinute#port} is the number of a part until {@link #name} was called.
     *
     * @param surging numbers of ports that are in a surge as a whole: none of their parts begins one meanwhile, and
     *     only surges that began before are told
     */
    SeriesTable.Minute score(long minute, float[] shares, SurgeRules rules, BitSet surging) {
        held.clear();
        for (int i = 0; i < counted.length; i++) {
            if (surging.get(counted[i])) {
                held.set(i * PARTS.length, (i + 1) * PARTS.length);
            }
        }
        SeriesTable.Minute scored = series.score(minute, shares, rules, NO_LONG_WINDOWS, NO_LONG_WINDOWS, held);
        told.clear();
        scored.hot().removeIf(part -> held.get(part.port) && !part.isInSurge());
        scored.hot().forEach(part -> told.set(part.port));
        return scored;
    }

    /** Tells the parts of a pair of source and port, those whose minute is told. */
    private void eachTold(long pair, IntConsumer part) {
        int port = ports.number(Sighting.series(pair));
        if (isCounted(port) && Sighting.isIpv4(pair)) {
            eachTold(port, Sighting.ipv4(pair), part);
        }
    }

    private void eachTold(int port, int address, IntConsumer part) {
        for (int number : new int[] {
            numberOf(port, Part.ofNetwork(address)), numberOf(port, Part.ofCountry(countries.countryOf(address)))
        }) {
            if (number != NONE && told.get(number)) {
                part.accept(number);
            }
        }
    }

    void takeSightings(long[] sightings, int size) {
        for (int i = 0; i < size; i++) {
            long sighting = sightings[i];
            eachTold(Sighting.pair(sighting), part -> series.take(part, sighting));
        }
    }

    void takePackets(SurgePartial partial) {
        for (int i = 0; i < partial.sampledSeries.length; i++) {
            int port = ports.number(partial.sampledSeries[i]);
            int begin = i * SampledPacket.LONGS;
            if (isCounted(port) && SampledPacket.isIpv4(partial.sampledPackets, begin)) {
                String signature = partial.sampledSignatures[i];
                eachTold(
                        port,
                        SampledPacket.ipv4(partial.sampledPackets, begin),
                        part -> series.take(part, partial.sampledPackets, begin, signature));
            }
        }
    }

    /** Writes into hot minutes who took part. */
    void tellSamples(SeriesTable.Minute minute, SourceMemory memory, Onlookers onlookers) {
        series.tellSamples(minute, memory, this::eachTold, onlookers);
    }

    /** Puts port and part in the place of the number. */
    void name(ScoredMinute scored) {
        scored.part = PARTS[scored.port % PARTS.length];
        scored.port = ports.seriesOf()[counted[scored.port / PARTS.length]];
    }

    void write(DataOutput out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        series.write(new DataOutputStream(bytes));
        writeAll(PARTS, out);
        writeAll(countedSeries(), out);
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
    }

    /**
     * Takes over what {@link #write} wrote.
     *
     * @return false where other ports or countries were written: then what is ordinary is learnt anew
     */
    boolean read(DataInput in) throws IOException {
        boolean same = List.of(readAll(in), readAll(in)).equals(List.of(boxed(PARTS), boxed(countedSeries())));
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        if (same) {
            series.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        }
        return same;
    }

    private int[] countedSeries() {
        return Arrays.stream(counted).map(port -> ports.seriesOf()[port]).toArray();
    }

    private static List<Integer> boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private static void writeAll(int[] numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static List<Integer> readAll(DataInput in) throws IOException {
        int[] numbers = new int[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
        return boxed(numbers);
    }
}
