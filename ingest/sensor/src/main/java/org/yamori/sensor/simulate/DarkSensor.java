package org.yamori.sensor.simulate;

import java.util.List;

/**
 * One simulated sensor: who it is and which dark addresses it hears.
 *
 * @param name name of the sensor, also the last word of its topic
 * @param network observation network it belongs to
 * @param ranges its addresses
 */
public record DarkSensor(String name, String network, List<AddressRange> ranges) {
    /** A /8: as large as the largest telescopes. */
    static final long MAX_ADDRESSES = 1 << 24;

    public DarkSensor {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("sensor " + name + " needs at least one range");
        }
        long addresses = ranges.stream().mapToLong(AddressRange::size).sum();
        if (addresses > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "sensor " + name + " may hear " + MAX_ADDRESSES + " addresses, has " + addresses);
        }
    }

    public int addresses() {
        return (int) ranges.stream().mapToLong(AddressRange::size).sum();
    }

    public boolean hears(int address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
