package org.yamori.sensor.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources of an actor: how many there are at a time, where they are, and when they take other addresses.
 *
 * @param ranges where they are; empty for anywhere
 * @param countries in which countries they are, in place of ranges; empty for anywhere
 * @param leaseSeconds how long a source keeps its address; 0 for ever
 * @param renumberedSecond when all of them get another address; {@link #NEVER} for never
 */
record Population(
        Growth growth, List<AddressRange> ranges, List<Nation> countries, int leaseSeconds, int renumberedSecond) {
    /** A country with its share of the sources and its ranges. */
    record Nation(String name, double weight, List<AddressRange> ranges) {
        Nation {
            ranges = List.copyOf(ranges);
        }
    }

    static final int NEVER = Integer.MAX_VALUE;
    static final Limits SOURCES = Limits.whole(
            "sources", 1, 5_000_000, "how many sources there are, or a list of ranges of which every address is one");
    static final Word COUNTRIES =
            new Word("countries", "where the sources are: countries of the scenario, with weights");
    static final Word LEASE = new Word("lease", "how long a source keeps its address, as with DHCP");
    static final Word RENUMBERED = new Word("renumbered", "when all sources get other addresses");
    private static final Limits WEIGHT = Limits.real("countries", 1e-6, 1e6, "");
    /** Numbers of addresses are counted as bits. */
    private static final long MOST_ADDRESSES = 1 << 29;

    Population {
        ranges = List.copyOf(ranges);
        countries = List.copyOf(countries);
    }

    static Population steady(int sources) {
        return new Population(Growth.steady(sources), List.of(), List.of(), 0, NEVER);
    }

    /** Reads what an actor says of its sources; null where something is wrong. */
    static @Nullable Population read(Fields actor, Actor.Role role, Stage stage) {
        List<AddressRange> ranges = List.of();
        boolean grows = actor.has(Growth.GROWTH, "a block, see there", "as many all the time");
        boolean listed = actor.isList(SOURCES.word());
        @Nullable Growth growth = null;
        if (listed) {
            ranges = actor.ranges(SOURCES.word());
            List<AddressRange> of = ranges;
            of.forEach(range -> stage.requireNotDark(actor, SOURCES.word(), range));
            growth = actor.made(
                    !of.isEmpty() && !grows,
                    () -> Growth.steady(
                            (int) of.stream().mapToLong(AddressRange::size).sum()));
        } else if (!grows) {
            growth = Growth.steady(actor.wholeNumber(SOURCES));
        } else if (actor.has(SOURCES.word(), SOURCES.allowed(), "")) {
            actor.problem(
                    actor.lineOf(SOURCES.key()),
                    actor.path() + " has a number of sources and a growth; allowed: one of the two");
        }
        if (grows) {
            Fields block = actor.block(Growth.GROWTH, "a block such as {shape: step, from: 10, to: 100, at: +1h}");
            growth = block == null ? null : Growth.read(block, role, stage);
        }
        List<Nation> countries = stage.countries(actor, COUNTRIES, WEIGHT);
        Duration never = Duration.ZERO;
        int lease = (int) actor.duration(
                        LEASE, Duration.ofSeconds(1), stage.duration(), true, new Fields.Absent<>(never, "for ever"))
                .toSeconds();
        int renumbered = stage.moment(actor, RENUMBERED, NEVER, "never");
        @Nullable Growth grown = growth;
        List<AddressRange> where = ranges;
        if (grown == null) {
            return null;
        }
        Population population = new Population(grown, where, countries, lease, renumbered);
        String wrong = population.problem(stage);
        if (!wrong.isEmpty()) {
            actor.problem(actor.line(), actor.path() + ": " + wrong);
        }
        return population;
    }

    /** What does not go together, or nothing. */
    private String problem(Stage stage) {
        if (!ranges.isEmpty() && !countries.isEmpty()) {
            return "sources are in ranges or in countries, not in both";
        }
        long generations = 1
                + (leaseSeconds == 0 ? 0 : stage.duration().toSeconds() / leaseSeconds + 1)
                + (renumberedSecond == NEVER ? 0 : 1);
        if (growth.most() * generations > MOST_ADDRESSES) {
            return "sources take up to " + growth.most() * generations + " addresses one after the other; allowed: "
                    + MOST_ADDRESSES;
        }
        if (!ranges.isEmpty() || !countries.isEmpty()) {
            long room = pool(0, List.of()).size();
            if (room < growth.most()) {
                return "up to " + growth.most() + " sources need as many addresses, in ranges or in each country;"
                        + " there are " + room;
            }
        }
        return "";
    }

    SourcePool pool(long seed, List<DarkSensor> dark) {
        if (!ranges.isEmpty()) {
            return new RangedSources(seed, ranges);
        }
        if (!countries.isEmpty()) {
            List<List<AddressRange>> of = new ArrayList<>();
            countries.forEach(nation -> of.add(nation.ranges()));
            double[] weights = countries.stream().mapToDouble(Nation::weight).toArray();
            return new CountrySources(seed, weights, of);
        }
        return new SourceAddresses(seed, dark);
    }

    /** How many sources are expected to reach a port within a minute in which each sends so many packets. */
    double sourcesAMinute(List<PortWeight> ports, int port, double packetsOfEach, int second) {
        double all = 0;
        double own = 0;
        for (PortWeight weighted : ports) {
            all += weighted.weight();
            own += weighted.port() == port ? weighted.weight() : 0;
        }
        double sources = growth.at(second);
        return Actor.heard(sources, sources * packetsOfEach * own / all);
    }

    /** How often a source has taken another address by then; leases end at an hour of each source's own. */
    int generation(long traits, int second) {
        int renumbered = second >= renumberedSecond ? 1 : 0;
        if (leaseSeconds == 0) {
            return renumbered;
        }
        return renumbered + (second + RandomStream.scaleLower(traits, leaseSeconds)) / leaseSeconds;
    }
}
