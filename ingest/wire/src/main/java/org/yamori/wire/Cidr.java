package org.yamori.wire;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A prefix: all addresses that share its first bits.
 *
 * @param first the network address; all bits after the prefix are 0
 * @param length bits of the prefix, 0 to 32 or 128
 */
public record Cidr(IpAddress first, int length) implements Comparable<Cidr>, Serializable {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Cidr {
        int most = first.ipv6() ? 128 : 32;
        if (length < 0 || length > most) {
            throw new IllegalArgumentException(
                    "a prefix length of this family is 0 to " + most + ", was '" + first + "/" + length + "'");
        }
        IpAddress network = masked(first, length);
        if (!network.equals(first)) {
            throw new IllegalArgumentException("host bits are set in '" + first + "/" + length + "'; the prefix is "
                    + network + "/" + length + ", the address alone " + first + "/" + most);
        }
    }

    /** Reads an address, a slash and the length of the prefix. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "a prefix is like 192.0.2.0/24 or 2001:db8::/32, was '" + BlockHeader.clip(text) + "'");
        }
        IpAddress first = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (!LENGTH.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "a prefix length is 0 to " + (first.ipv6() ? 128 : 32) + ", was '" + BlockHeader.clip(text) + "'");
        }
        return new Cidr(first, Integer.parseInt(digits));
    }

    /** Reads a prefix; an address alone stands for itself. */
    public static Cidr parsePrefixOrAddress(String text) {
        return text.indexOf('/') < 0 ? of(IpAddress.parse(text)) : parse(text);
    }

    /** The prefix that holds this address alone. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.ipv6() ? 128 : 32);
    }

    public boolean ipv6() {
        return first.ipv6();
    }

    /** Whether it holds one address alone. */
    public boolean isAddress() {
        return length == (first.ipv6() ? 128 : 32);
    }

    public IpAddress last() {
        if (!first.ipv6()) {
            return new IpAddress(false, 0, first.low() | below(32 - length));
        }
        return new IpAddress(
                true, first.high() | below(64 - length), length <= 64 ? -1 : first.low() | below(128 - length));
    }

    public boolean contains(IpAddress address) {
        return address.ipv6() == first.ipv6() && masked(address, length).equals(first);
    }

    public boolean contains(Cidr other) {
        return other.length >= length && contains(other.first);
    }

    private static IpAddress masked(IpAddress address, int length) {
        if (!address.ipv6()) {
            return new IpAddress(false, 0, address.low() & ~below(32 - length));
        }
        return new IpAddress(
                true, address.high() & ~below(64 - length), length <= 64 ? 0 : address.low() & ~below(128 - length));
    }

    /** A mask of the lowest bits; none for a negative number, all for 64 and more. */
    private static long below(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : (1L << bits) - 1;
    }

    @Override
    public int compareTo(Cidr other) {
        int byFirst = first.compareTo(other.first);
        return byFirst != 0 ? byFirst : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return first + "/" + length;
    }
}
