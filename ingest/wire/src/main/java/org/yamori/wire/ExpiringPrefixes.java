package org.yamori.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Prefixes that hold until a time each, to be asked for every packet: the cost does not grow with their number. */
final class ExpiringPrefixes {
    private final PrefixTable table;
    /* By the place of a prefix: the end of the last of all that hold it, itself among them. */
    private final long[] ends;

    /** A prefix and the first moment at which it no longer holds. */
    record Expiring(Cidr prefix, long untilMicros) {}

    ExpiringPrefixes(List<Expiring> prefixes) {
        List<Expiring> sorted = new ArrayList<>(prefixes);
        sorted.sort(Comparator.comparing(Expiring::prefix)
                .thenComparing(Comparator.comparingLong(Expiring::untilMicros).reversed()));
        ends = new long[sorted.size()];
        Arrays.setAll(ends, place -> sorted.get(place).untilMicros);
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int place = 0; place < ends.length; place++) {
            while (!open.isEmpty() && !sorted.get(open.getFirst()).prefix.contains(sorted.get(place).prefix)) {
                open.pop();
            }
            if (!open.isEmpty()) {
                ends[place] = Math.max(ends[place], ends[open.getFirst()]);
            }
            open.push(place);
        }
        table = PrefixTable.withoutIndex(
                sorted.stream().map(each -> List.of(each.prefix)).toList());
    }

    boolean cover(IpAddress address, long timeMicros) {
        int place = address.ipv6() ? table.find(address.high(), address.low()) : table.find(address.ipv4());
        return place != PrefixTable.NOWHERE && timeMicros < ends[place];
    }
}
