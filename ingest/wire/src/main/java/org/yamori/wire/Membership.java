package org.yamori.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose an address is and whether it is in use, by the registry of one moment. The longest prefix of all organisations
 * that hold then decides; what lies in none of them but in the ranges of a sensor is a darknet of nobody. Questions
 * allocate nothing.
 */
public final class Membership {
    /** The place of addresses of which the registry says nothing. */
    public static final int NOWHERE = PrefixTable.NOWHERE;

    private static final int USES = 2;

    private final List<Organisation> organisations;
    private final PrefixTable table;
    private final DarkRanges darkRanges = new DarkRanges();
    private final long[] darkAddresses;
    /** Of each organisation with all below it. */
    private final long[] darkAddressesWithin;
    /** Place in the list of who an organisation lies within, or {@link #NOWHERE}. */
    private final int[] parents;

    private final long holdsFrom;
    private final long holdsUntil;

    /* Places: 2i are the livenets of organisation i, 2i + 1 its darknets; the last one is the sensors'. */
    private Membership(Registry registry, long timeMicros) {
        organisations = registry.organisations().stream()
                .filter(organisation -> organisation.validity().holdsAt(timeMicros))
                .toList();
        parents = parents();
        List<List<Cidr>> uses = new ArrayList<>(USES * organisations.size());
        for (Organisation organisation : organisations) {
            uses.add(organisation.livenets());
            uses.add(organisation.darknets());
        }
        List<Cidr> watched = registry.sensorsAt(timeMicros).stream()
                .filter(sensor -> sensor.kind() != SensorKind.FEED)
                .flatMap(sensor -> sensor.ranges().stream())
                .toList();
        table = PrefixTable.of(uses, watched);
        darkAddresses = new long[organisations.size() + 1];
        table.forEachIpv4((first, last, place) -> {
            if (darknet(place)) {
                darkRanges.add(first, last);
                darkAddresses[place / USES] += Integer.toUnsignedLong(last) - Integer.toUnsignedLong(first) + 1;
            }
        });
        darkAddressesWithin = darkAddressesWithin();
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (Organisation organisation : registry.organisations()) {
            from = Math.max(from, lastChange(organisation.validity(), timeMicros));
            until = Math.min(until, nextChange(organisation.validity(), timeMicros));
        }
        for (SensorEntry sensor : registry.sensors()) {
            from = Math.max(from, lastChange(sensor.validity(), timeMicros));
            until = Math.min(until, nextChange(sensor.validity(), timeMicros));
        }
        holdsFrom = from;
        holdsUntil = until;
    }

    private int[] parents() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < organisations.size(); number++) {
            numbers.put(organisations.get(number).name(), number);
        }
        return organisations.stream()
                .mapToInt(organisation -> numbers.getOrDefault(organisation.parent(), NOWHERE))
                .toArray();
    }

    private long[] darkAddressesWithin() {
        long[] within = darkAddresses.clone();
        for (int number = 0; number < parents.length; number++) {
            int at = parents[number];
            for (int up = 0; at != NOWHERE && up < parents.length; up++) {
                within[at] += darkAddresses[number];
                at = parents[at];
            }
        }
        return within;
    }

    /** What holds at a moment of event time. */
    public static Membership of(Registry registry, long timeMicros) {
        return new Membership(registry, timeMicros);
    }

    private static long lastChange(Validity validity, long timeMicros) {
        return validity.toMicros() <= timeMicros
                ? validity.toMicros()
                : validity.fromMicros() <= timeMicros ? validity.fromMicros() : Long.MIN_VALUE;
    }

    private static long nextChange(Validity validity, long timeMicros) {
        return validity.fromMicros() > timeMicros
                ? validity.fromMicros()
                : validity.toMicros() > timeMicros ? validity.toMicros() : Long.MAX_VALUE;
    }

    /** The first moment at which this registry says the same of every address. */
    public long holdsFrom() {
        return holdsFrom;
    }

    /** The first moment after, or {@link Long#MAX_VALUE} for never. */
    public long holdsUntil() {
        return holdsUntil;
    }

    /** The place of an address, or {@link #NOWHERE}. */
    public int find(int ipv4) {
        return table.find(ipv4);
    }

    /** The place of an address, or {@link #NOWHERE}. */
    public int find(long high, long low) {
        return table.find(high, low);
    }

    /** Whose place it is; null for nowhere and for the ranges of a sensor that lie in no organisation. */
    public @Nullable Organisation organisation(int place) {
        int number = place == NOWHERE ? organisations.size() : place / USES;
        return number == organisations.size() ? null : organisations.get(number);
    }

    public boolean livenet(int place) {
        return place != NOWHERE && place < USES * organisations.size() && place % USES == 0;
    }

    public boolean darknet(int place) {
        return place != NOWHERE && (place % USES == 1 || place == USES * organisations.size());
    }

    /** How many addresses of IPv4 are darknet, those of sensors without an organisation too. */
    public long darkAddresses() {
        long sum = 0;
        for (long addresses : darkAddresses) {
            sum += addresses;
        }
        return sum;
    }

    /**
     * How many addresses of IPv4 are darknet of whoever a place belongs to, whether it is a livenet or a darknet, or of
     * an organisation below.
     */
    public long darkAddressesOf(int place) {
        return place == NOWHERE ? 0 : darkAddressesWithin[place / USES];
    }

    /** Whether an address is the next darknet address after another; what is no darknet between them is skipped. */
    public boolean follows(int before, int after) {
        return darkRanges.follows(before, after);
    }

    /** No organisation has an address. */
    public boolean isEmpty() {
        return organisations.isEmpty();
    }

    /** Whether an address is of the organisation of another address, or of one below it. */
    public boolean within(int place, int other) {
        int number = ownerOf(place);
        int at = number == NOWHERE ? NOWHERE : ownerOf(other);
        for (int up = 0; at != NOWHERE && at != number && up < parents.length; up++) {
            at = parents[at];
        }
        return at != NOWHERE && at == number;
    }

    private int ownerOf(int place) {
        return place == NOWHERE || place >= USES * organisations.size() ? NOWHERE : place / USES;
    }
}
