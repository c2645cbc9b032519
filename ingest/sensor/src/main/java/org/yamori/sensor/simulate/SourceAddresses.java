package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * Public addresses for numbered hosts: number {@code i} always has the same address and no two share one. No table of
 * hosts is needed: numbers are permuted among as many as there are public addresses (a keyed bijection of 32 bits,
 * repeated until it falls inside), then counted off over the gaps between the reserved ranges.
 */
final class SourceAddresses implements SourcePool {
    /** Not sources on the public Internet (RFC 6890, RFC 1112, RFC 7526). */
    private static final List<String> RESERVED = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3");

    private final int key;
    private final int secondKey;
    /** Public addresses before each gap-free stretch, and last their number. */
    private final long[] before;

    private final long[] firstAddress;
    private final int stretches;

    /** Leaves out the reserved ranges and those given, which are dark. */
    SourceAddresses(long seed, List<DarkSensor> dark) {
        long keys = RandomStream.mix(seed);
        key = (int) (keys >>> 32);
        secondKey = (int) keys;
        List<AddressRange> excluded = new ArrayList<>();
        RESERVED.forEach(text -> excluded.add(AddressRange.parse(text)));
        dark.forEach(sensor -> excluded.addAll(sensor.ranges()));
        excluded.sort(AddressRange.BY_ADDRESS);
        before = new long[excluded.size() + 2];
        firstAddress = new long[excluded.size() + 1];
        long next = 0;
        long counted = 0;
        int found = 0;
        for (AddressRange range : excluded) {
            long start = Integer.toUnsignedLong(range.first());
            if (start > next) {
                firstAddress[found] = next;
                before[found++] = counted;
                counted += start - next;
            }
            next = Math.max(next, start + range.size());
        }
        if (next < 1L << 32) {
            firstAddress[found] = next;
            before[found++] = counted;
            counted += (1L << 32) - next;
        }
        before[found] = counted;
        stretches = found;
    }

    @Override
    public int numberOf(int host, int generation, int hosts) {
        return host + generation * hosts;
    }

    @Override
    public long size() {
        return before[stretches];
    }

    @Override
    public int at(int number) {
        long all = before[stretches];
        long place = number;
        do {
            place = Integer.toUnsignedLong(permuted((int) place));
        } while (place >= all);
        int low = 0;
        int high = stretches - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (int) (firstAddress[low] + place - before[low]);
    }

    /** Every step can be undone, so no two numbers meet (multipliers: C. Wellons, "lowbias32"). */
    private int permuted(int number) {
        int x = number ^ key;
        x ^= x >>> 16;
        x *= 0x7feb352d;
        x ^= x >>> 15;
        x *= 0x846ca68b;
        x ^= x >>> 16;
        x += secondKey;
        x *= 0x7feb352d;
        x ^= x >>> 15;
        x *= 0x846ca68b;
        return x ^ (x >>> 16);
    }
}
