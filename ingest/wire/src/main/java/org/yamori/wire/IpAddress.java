package org.yamori.wire;

import java.io.Serializable;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address.
 *
 * @param high upper half of an IPv6 address; 0 for IPv4
 * @param low lower half of an IPv6 address; for IPv4 its unsigned 32 bits
 */
public record IpAddress(boolean ipv6, long high, long low) implements Comparable<IpAddress>, Serializable {
    private static final int GROUPS = 8;

    public IpAddress {
        if (!ipv6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException(
                    "an IPv4 address has 32 bits, was " + Long.toHexString(high) + ":" + Long.toHexString(low));
        }
    }

    public static IpAddress ofIpv4(int address) {
        return new IpAddress(false, 0, address & 0xffffffffL);
    }

    public static IpAddress ofIpv6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /** The address that a text spells, if it spells one. */
    public static Optional<IpAddress> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException somethingElse) {
            return Optional.empty();
        }
    }

    /** Reads what {@link #toString} writes, and every other form of RFC 4291; no zone, no octal, no host name. */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return ofIpv4(ipv4(text, text));
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw notAnAddress(text);
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            if (groups(text, true, groups, text) != GROUPS) {
                throw notAnAddress(text);
            }
        } else {
            int[] tail = new int[GROUPS];
            int before = groups(text.substring(0, gap), false, groups, text);
            int after = groups(text.substring(gap + 2), true, tail, text);
            if (before + after >= GROUPS) {
                throw notAnAddress(text);
            }
            System.arraycopy(tail, 0, groups, GROUPS - after, after);
        }
        return new IpAddress(true, half(groups, 0), half(groups, 4));
    }

    private static long half(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    /** Reads groups of four hexadecimal digits; the last one of an address may be a dotted quad. */
    private static int groups(String part, boolean last, int[] into, String whole) {
        if (part.isEmpty()) {
            return 0;
        }
        String[] words = part.split(":", -1);
        int count = 0;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            boolean quad = last && i == words.length - 1 && word.indexOf('.') >= 0;
            if (count + (quad ? 2 : 1) > GROUPS) {
                throw notAnAddress(whole);
            }
            if (quad) {
                int address = ipv4(word, whole);
                into[count++] = address >>> 16;
                into[count++] = address & 0xffff;
            } else {
                into[count++] = group(word, whole);
            }
        }
        return count;
    }

    private static int group(String word, String whole) {
        if (word.isEmpty() || word.length() > 4) {
            throw notAnAddress(whole);
        }
        int group = 0;
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            int digit = letter < 128 ? Character.digit(letter, 16) : -1;
            if (digit < 0) {
                throw notAnAddress(whole);
            }
            group = group << 4 | digit;
        }
        return group;
    }

    private static int ipv4(String text, String whole) {
        int address = 0;
        int octets = 0;
        int octet = -1;
        for (int i = 0; i <= text.length(); i++) {
            char letter = i < text.length() ? text.charAt(i) : '.';
            if (letter == '.') {
                if (octet < 0) {
                    throw notAnAddress(whole);
                }
                address = address << 8 | octet;
                octets++;
                octet = -1;
            } else if (letter >= '0' && letter <= '9' && octet != 0) {
                octet = Math.max(octet, 0) * 10 + letter - '0';
                if (octet > 255) {
                    throw notAnAddress(whole);
                }
            } else {
                throw notAnAddress(whole);
            }
        }
        if (octets != 4) {
            throw notAnAddress(whole);
        }
        return address;
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "an address is like 192.0.2.1 or 2001:db8::1, was '" + BlockHeader.clip(text) + "'");
    }

    /** The 32 bits of an IPv4 address. */
    public int ipv4() {
        return (int) low;
    }

    @Override
    public int compareTo(IpAddress other) {
        if (ipv6 != other.ipv6) {
            return ipv6 ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The canonical form: dotted, or as RFC 5952 says. */
    @Override
    public String toString() {
        return ipv6 ? text(high, low) : text((int) low);
    }

    public static String text(int ipv4) {
        return (ipv4 >>> 24) + "." + (ipv4 >>> 16 & 0xff) + "." + (ipv4 >>> 8 & 0xff) + "." + (ipv4 & 0xff);
    }

    public static String text(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) {
            return "::ffff:" + text((int) low);
        }
        int gapStart = -1;
        int gapEnd = -1;
        for (int from = 0; from < GROUPS; from++) {
            int to = from;
            while (to < GROUPS && groupAt(high, low, to) == 0) {
                to++;
            }
            if (to - from >= 2 && to - from > gapEnd - gapStart) {
                gapStart = from;
                gapEnd = to;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i = gapEnd - 1;
            } else {
                text.append(i == 0 || i == gapEnd ? "" : ":").append(Integer.toHexString(groupAt(high, low, i)));
            }
        }
        return text.toString();
    }

    private static int groupAt(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> ((3 - (index & 3)) * 16)) & 0xffff;
    }
}
