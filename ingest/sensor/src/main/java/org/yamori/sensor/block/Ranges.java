package org.yamori.sensor.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.AddressSet;
import org.yamori.wire.Cidr;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.Validity;

/**
 * The addresses a sensor watches, by time; no range at all means every address at every time. Where ranges are named
 * and none is valid, no address is watched.
 */
public final class Ranges implements Serializable {
    private static final long serialVersionUID = 1;

    /** No range named: every address is watched and no address is the sensor's own. */
    public static final Ranges EVERYTHING = new Ranges(List.of());

    private final boolean everything;
    /** Moments at which a range begins or ends to be watched, sorted; period i lies before moment i. */
    private final long[] changes;

    private final List<Period> periods;

    private record Dated(Cidr prefix, Validity validity) {}

    /**
     * A time in which the watched addresses do not change.
     *
     * @param fromMicros its first moment
     * @param toMicros the first moment after it; part of it where it is {@link Long#MAX_VALUE}
     */
    public record Period(AddressSet addresses, long fromMicros, long toMicros) implements Serializable {
        /** Whether a time lies in it. */
        public boolean holdsAt(long micros) {
            return fromMicros <= micros && (micros < toMicros || toMicros == Long.MAX_VALUE);
        }
    }

    private Ranges(List<Dated> ranges) {
        everything = ranges.isEmpty();
        Set<Long> moments = new TreeSet<>();
        for (Dated range : ranges) {
            moments.add(range.validity.fromMicros());
            moments.add(range.validity.toMicros());
        }
        moments.remove(Long.MIN_VALUE);
        moments.remove(Long.MAX_VALUE);
        changes = moments.stream().mapToLong(Long::longValue).toArray();
        List<Period> all = new ArrayList<>();
        for (int i = 0; i <= changes.length; i++) {
            long from = i == 0 ? Long.MIN_VALUE : changes[i - 1];
            List<Cidr> valid = ranges.stream()
                    .filter(range -> range.validity.holdsAt(from))
                    .map(Dated::prefix)
                    .toList();
            all.add(new Period(AddressSet.of(valid), from, i == changes.length ? Long.MAX_VALUE : changes[i]));
        }
        periods = List.copyOf(all);
    }

    /**
     * Ranges as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address, each valid always, or as
     * {@code 192.0.2.0/24@2026-01-01/2026-06-30} from the first day to before the second.
     */
    public static Ranges of(List<String> texts) {
        return new Ranges(texts.stream().map(Ranges::parse).toList());
    }

    /** What the registry says of one sensor. */
    public static Ranges ofEntries(Collection<SensorEntry> entries) {
        return new Ranges(entries.stream()
                .flatMap(entry -> entry.ranges().stream().map(prefix -> new Dated(prefix, entry.validity())))
                .toList());
    }

    private static Dated parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new Dated(Cidr.parsePrefixOrAddress(text), Validity.ALWAYS)
                : new Dated(Cidr.parsePrefixOrAddress(text.substring(0, at)), Validity.parse(text.substring(at + 1)));
    }

    public boolean isEverything() {
        return everything;
    }

    /** What is watched at a time, and for how long that holds; without a meaning where everything is watched. */
    public Period at(long micros) {
        int found = Arrays.binarySearch(changes, micros);
        return periods.get(found >= 0 ? found + 1 : -found - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ranges ranges && ranges.everything == everything && ranges.periods.equals(periods);
    }

    @Override
    public int hashCode() {
        return periods.hashCode();
    }

    @Override
    public String toString() {
        return everything ? "every address" : periods.toString();
    }
}
