package org.yamori.sensor.block;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.parse.IpAddress;

/**
 * The addresses a sensor watches, as ranges in CIDR notation; none at all means every address.
 *
 * <p>Overlapping and adjacent ranges become one, so that a binary search over their first addresses decides.
 */
public final class Ranges implements Serializable {
    private static final long serialVersionUID = 1;

    /** No range named: every address is watched and no address is the sensor's own. */
    public static final Ranges EVERYTHING = new Ranges(List.of());

    private final ArrayList<String> texts;
    /** First and last IPv4 addresses, as unsigned numbers. */
    private final long[] firsts;

    private final long[] lasts;
    private final long[] firstHighs;
    private final long[] firstLows;
    private final long[] lastHighs;
    private final long[] lastLows;

    private record Span(BigInteger first, BigInteger last) {}

    private Ranges(List<String> cidrs) {
        texts = new ArrayList<>(cidrs);
        List<Span> ipv4 = new ArrayList<>();
        List<Span> ipv6 = new ArrayList<>();
        for (String cidr : cidrs) {
            read(cidr, ipv4, ipv6);
        }
        List<Span> narrow = merge(ipv4);
        firsts = narrow.stream().mapToLong(s -> s.first.longValue()).toArray();
        lasts = narrow.stream().mapToLong(s -> s.last.longValue()).toArray();
        List<Span> wide = merge(ipv6);
        firstHighs =
                wide.stream().mapToLong(s -> s.first.shiftRight(64).longValue()).toArray();
        firstLows = wide.stream().mapToLong(s -> s.first.longValue()).toArray();
        lastHighs =
                wide.stream().mapToLong(s -> s.last.shiftRight(64).longValue()).toArray();
        lastLows = wide.stream().mapToLong(s -> s.last.longValue()).toArray();
    }

    /** Ranges as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address. */
    public static Ranges of(List<String> cidrs) {
        return cidrs.isEmpty() ? EVERYTHING : new Ranges(cidrs);
    }

    private static void read(String cidr, List<Span> ipv4, List<Span> ipv6) {
        int slash = cidr.indexOf('/');
        @Nullable IpAddress address = IpAddress.parse(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("range '" + cidr
                    + "' is no address and prefix length; allowed: like 192.0.2.0/24 or 2001:db8::/32");
        }
        int bits = address.ipv6() ? 128 : 32;
        int prefix = slash < 0 ? bits : prefix(cidr, slash, bits);
        BigInteger first = new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .or(new BigInteger(Long.toUnsignedString(address.low())));
        BigInteger hosts = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
        if (first.and(hosts).signum() != 0) {
            throw new IllegalArgumentException("range '" + cidr + "' has bits set behind its prefix of " + prefix
                    + " bits; allowed: the first address of the range");
        }
        (address.ipv6() ? ipv6 : ipv4).add(new Span(first, first.add(hosts)));
    }

    private static int prefix(String cidr, int slash, int bits) {
        String text = cidr.substring(slash + 1);
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= bits) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                "range '" + cidr + "' has prefix length '" + text + "'; allowed: 0 to " + bits);
    }

    private static List<Span> merge(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Span::first));
        List<Span> merged = new ArrayList<>();
        for (Span span : sorted) {
            int top = merged.size() - 1;
            if (top >= 0 && merged.get(top).last.add(BigInteger.ONE).compareTo(span.first) >= 0) {
                Span before = merged.get(top);
                merged.set(top, new Span(before.first, before.last.max(span.last)));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    public boolean isEverything() {
        return texts.isEmpty();
    }

    /** As they were given. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    public boolean containsIpv4(int address) {
        if (isEverything()) {
            return true;
        }
        long value = address & 0xffffffffL;
        int low = 0;
        int high = firsts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (value < firsts[middle]) {
                high = middle - 1;
            } else if (value > lasts[middle]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public boolean containsIpv6(long addressHigh, long addressLow) {
        if (isEverything()) {
            return true;
        }
        int low = 0;
        int high = firstHighs.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (isLess(addressHigh, addressLow, firstHighs[middle], firstLows[middle])) {
                high = middle - 1;
            } else if (isLess(lastHighs[middle], lastLows[middle], addressHigh, addressLow)) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static boolean isLess(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ranges ranges && ranges.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return isEverything() ? "every address" : String.join(", ", texts);
    }
}
