package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.SensorKind;

/**
 * One simulated sensor: who it is and which dark addresses it hears.
 *
 * @param name name of the sensor, also the last word of its topic
 * @param network observation network it belongs to
 * @param kind whether it answers
 * @param tenures its addresses, and when they are its own
 */
public record DarkSensor(String name, String network, SensorKind kind, List<Tenure> tenures) {
    /** A /8: as large as the largest telescopes. */
    static final long MAX_ADDRESSES = 1 << 24;

    static final int FOR_EVER = Integer.MAX_VALUE;

    /**
     * Addresses for a time, in seconds after the start of the scenario.
     *
     * @param untilSecond the first second in which they are no longer heard, or {@link #FOR_EVER}
     */
    public record Tenure(AddressRange range, int fromSecond, int untilSecond) {
        public Tenure {
            if (fromSecond < 0 || untilSecond <= fromSecond) {
                throw new IllegalArgumentException("range " + range + " must end after its start, was from second "
                        + fromSecond + " to " + untilSecond);
            }
        }

        boolean holds(int second) {
            return second >= fromSecond && second < untilSecond;
        }

        boolean overlaps(Tenure other) {
            return range.overlaps(other.range) && fromSecond < other.untilSecond && other.fromSecond < untilSecond;
        }
    }

    public DarkSensor {
        tenures = List.copyOf(tenures);
        if (tenures.isEmpty()) {
            throw new IllegalArgumentException("sensor " + name + " needs at least one range");
        }
        long addresses = tenures.stream().mapToLong(each -> each.range().size()).sum();
        if (addresses > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "sensor " + name + " may hear " + MAX_ADDRESSES + " addresses, has " + addresses);
        }
    }

    /** A sensor that never answers and always hears the same addresses. */
    public DarkSensor(String name, String network, List<AddressRange> ranges) {
        this(
                name,
                network,
                SensorKind.BLACKHOLE,
                ranges.stream().map(range -> new Tenure(range, 0, FOR_EVER)).toList());
    }

    /** All addresses that are its own at any time. */
    public List<AddressRange> ranges() {
        return tenures.stream().map(Tenure::range).distinct().toList();
    }

    List<AddressRange> rangesAt(int second) {
        return tenures.stream()
                .filter(tenure -> tenure.holds(second))
                .map(Tenure::range)
                .toList();
    }

    /** How many addresses it hears at any time. */
    public int addresses() {
        return (int) ranges().stream().mapToLong(AddressRange::size).sum();
    }

    /** Whether an address is its own at any time. */
    public boolean hears(int address) {
        for (int i = 0; i < tenures.size(); i++) {
            if (tenures.get(i).range().contains(address)) {
                return true;
            }
        }
        return false;
    }
}
