package org.yamori.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of several lists of prefixes an address belongs to: the one with the longest prefix that holds it, and of equal
 * prefixes the first list. The prefixes are cut into ranges that do not overlap, so that a question is a table look-up
 * and a binary search among the ranges of one /16, and allocates nothing.
 */
public final class PrefixTable {
    public static final int NOWHERE = -1;

    /* Where ranges start, ascending, and the list of each. IPv4 is stored with the sign bit flipped. The index may be
     * empty. */
    private final int[] ipv4Starts;
    private final int[] ipv4Lists;
    private final int[] ipv4Index;
    private final long[] ipv6Highs;
    private final long[] ipv6Lows;
    private final int[] ipv6Lists;

    private record Entry(Cidr prefix, int list) {}

    private record Start(IpAddress first, int list) {}

    /** The ranges of IPv4 in order; each ends where the next one starts. */
    interface Ranges {
        void range(int first, int last, int list);
    }

    private PrefixTable(List<Start> ipv4, List<Start> ipv6, boolean indexed) {
        ipv4Starts = ipv4.stream()
                .mapToInt(start -> AddressSet.flipped(start.first.ipv4()))
                .toArray();
        ipv4Lists = ipv4.stream().mapToInt(Start::list).toArray();
        ipv4Index = indexed ? AddressSet.indexed(ipv4Starts) : new int[0];
        ipv6Highs = ipv6.stream().mapToLong(start -> start.first.high()).toArray();
        ipv6Lows = ipv6.stream().mapToLong(start -> start.first.low()).toArray();
        ipv6Lists = ipv6.stream().mapToInt(Start::list).toArray();
    }

    /** A table of lists, which are told apart by their place. */
    public static PrefixTable of(List<List<Cidr>> lists) {
        return of(lists, List.of());
    }

    /**
     * A table of lists and, as the last one, of whatever lies in none of them but in some further prefixes, however
     * long those are.
     */
    static PrefixTable of(List<List<Cidr>> lists, Collection<Cidr> elsewhere) {
        return of(lists, elsewhere, true);
    }

    /** A table without the 256 KiB that make questions of IPv4 quicker, where there are thousands of tables. */
    static PrefixTable withoutIndex(List<List<Cidr>> lists) {
        return of(lists, List.of(), false);
    }

    private static PrefixTable of(List<List<Cidr>> lists, Collection<Cidr> elsewhere, boolean indexed) {
        List<Entry> ipv4 = new ArrayList<>();
        List<Entry> ipv6 = new ArrayList<>();
        for (int list = 0; list < lists.size(); list++) {
            for (Cidr prefix : lists.get(list)) {
                (prefix.ipv6() ? ipv6 : ipv4).add(new Entry(prefix, list));
            }
        }
        List<Entry> ipv4Elsewhere = new ArrayList<>();
        List<Entry> ipv6Elsewhere = new ArrayList<>();
        for (Cidr prefix : elsewhere) {
            (prefix.ipv6() ? ipv6Elsewhere : ipv4Elsewhere).add(new Entry(prefix, lists.size()));
        }
        return new PrefixTable(
                laidOver(ranges(ipv4), ranges(ipv4Elsewhere)), laidOver(ranges(ipv6), ranges(ipv6Elsewhere)), indexed);
    }

    /** The lists of the upper ranges, and where these have none that of the lower ones. */
    private static List<Start> laidOver(List<Start> upper, List<Start> lower) {
        if (lower.isEmpty()) {
            return upper;
        }
        List<Start> starts = new ArrayList<>();
        int above = 0;
        int below = 0;
        int aboveList = NOWHERE;
        int belowList = NOWHERE;
        while (above < upper.size() || below < lower.size()) {
            int order = above == upper.size()
                    ? 1
                    : below == lower.size() ? -1 : upper.get(above).first.compareTo(lower.get(below).first);
            IpAddress first = order <= 0 ? upper.get(above).first : lower.get(below).first;
            if (order <= 0) {
                aboveList = upper.get(above++).list;
            }
            if (order >= 0) {
                belowList = lower.get(below++).list;
            }
            start(first, aboveList == NOWHERE ? belowList : aboveList, starts);
        }
        return starts;
    }

    /** Goes through the prefixes by their first address; those that are open hold each other like boxes. */
    private static List<Start> ranges(List<Entry> entries) {
        entries.sort(Comparator.comparing(Entry::prefix).thenComparingInt(Entry::list));
        List<Start> starts = new ArrayList<>();
        ArrayDeque<Entry> open = new ArrayDeque<>();
        for (Entry entry : entries) {
            close(open, entry.prefix.first(), starts);
            Entry around = open.peek();
            if (around == null || !around.prefix.equals(entry.prefix)) {
                start(entry.prefix.first(), entry.list, starts);
                open.push(entry);
            }
        }
        close(open, null, starts);
        return starts;
    }

    /** Ends the prefixes that end before an address, or all. */
    private static void close(ArrayDeque<Entry> open, @Nullable IpAddress before, List<Start> starts) {
        while (!open.isEmpty()
                && (before == null || open.getFirst().prefix.last().compareTo(before) < 0)) {
            IpAddress next = after(open.pop().prefix.last());
            if (next != null) {
                start(next, open.isEmpty() ? NOWHERE : open.getFirst().list, starts);
            }
        }
    }

    private static void start(IpAddress first, int list, List<Start> starts) {
        int last = starts.size() - 1;
        if (last >= 0 && starts.get(last).first.equals(first)) {
            starts.set(last, new Start(first, list));
        } else {
            starts.add(new Start(first, list));
        }
    }

    private static @Nullable IpAddress after(IpAddress address) {
        if (!address.ipv6()) {
            return address.ipv4() == -1 ? null : IpAddress.ofIpv4(address.ipv4() + 1);
        }
        if (address.low() == -1) {
            return address.high() == -1 ? null : IpAddress.ofIpv6(address.high() + 1, 0);
        }
        return IpAddress.ofIpv6(address.high(), address.low() + 1);
    }

    void forEachIpv4(Ranges ranges) {
        for (int i = 0; i < ipv4Starts.length; i++) {
            int last = i + 1 < ipv4Starts.length ? ipv4Starts[i + 1] - 1 : Integer.MAX_VALUE;
            ranges.range(AddressSet.flipped(ipv4Starts[i]), AddressSet.flipped(last), ipv4Lists[i]);
        }
    }

    /** The place of the list, or {@link #NOWHERE}. */
    public int find(int ipv4) {
        int address = AddressSet.flipped(ipv4);
        int from = 0;
        int to = ipv4Starts.length;
        if (ipv4Index.length > 0) {
            from = ipv4Index[ipv4 >>> 16];
            to = ipv4Index[(ipv4 >>> 16) + 1];
        }
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ipv4Starts[middle] <= address) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? NOWHERE : ipv4Lists[from - 1];
    }

    /** The place of the list, or {@link #NOWHERE}. */
    public int find(long high, long low) {
        int from = 0;
        int to = ipv6Highs.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int byHigh = Long.compareUnsigned(ipv6Highs[middle], high);
            if (byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(ipv6Lows[middle], low) <= 0)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? NOWHERE : ipv6Lists[from - 1];
    }
}
