package org.yamori.sensor.simulate;

import java.util.Comparator;

/**
 * A block of IPv4 addresses in CIDR notation.
 *
 * @param first the lowest address; the bits after the prefix are zero
 * @param prefixLength bits that all addresses share
 */
public record AddressRange(int first, int prefixLength) {
    /** What {@link #parse} takes, for messages. */
    static final String ALLOWED = "an IPv4 range such as 198.51.100.0/24, its host bits zero";

    static final Comparator<AddressRange> BY_ADDRESS =
            Comparator.comparingLong(range -> Integer.toUnsignedLong(range.first()));

    public AddressRange {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("a prefix length is 0 to 32, was " + prefixLength);
        }
        if (Integer.toUnsignedLong(first) % (1L << (32 - prefixLength)) != 0) {
            throw new IllegalArgumentException(
                    "a range starts at its lowest address, was " + text(first) + "/" + prefixLength);
        }
    }

    /** Reads {@code a.b.c.d/n}; a single address is a range of one. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        int address = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new AddressRange(address, 32);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("a prefix length is 0 to 32, was '" + length + "'");
        }
        return new AddressRange(address, Integer.parseInt(length));
    }

    /** Reads four decimal numbers with dots between them. */
    static int parseAddress(String text) {
        String[] words = text.split("\\.", -1);
        int address = 0;
        boolean good = words.length == 4;
        for (int i = 0; good && i < 4; i++) {
            good = words[i].matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(words[i]) <= 255;
            if (good) {
                address = (address << 8) | Integer.parseInt(words[i]);
            }
        }
        if (!good) {
            throw new IllegalArgumentException("an IPv4 address is four numbers of 0 to 255, was '" + text + "'");
        }
        return address;
    }

    static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 0xff) + "." + ((address >>> 8) & 0xff) + "."
                + (address & 0xff);
    }

    public long size() {
        return 1L << (32 - prefixLength);
    }

    public boolean contains(int address) {
        long distance = Integer.toUnsignedLong(address) - Integer.toUnsignedLong(first);
        return distance >= 0 && distance < size();
    }

    boolean overlaps(AddressRange other) {
        return contains(other.first) || other.contains(first);
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefixLength;
    }
}
