package org.yamori.sensor.parse;

import org.jspecify.annotations.Nullable;

/**
 * An IP address read from a text.
 *
 * @param high upper half of an IPv6 address, 0 for IPv4
 * @param low lower half of an IPv6 address; an IPv4 address in the lower 32 bits
 */
public record IpAddress(boolean ipv6, long high, long low) {
    private static final int GROUPS = 8;

    /** The address that the text spells (RFC 4291, 2.2, without zone), or null when it spells none. */
    public static @Nullable IpAddress parse(String text) {
        if (text.indexOf(':') >= 0) {
            return parseIpv6(text);
        }
        long address = parseIpv4(text);
        return address < 0 ? null : new IpAddress(false, 0, address);
    }

    public int ipv4() {
        return (int) low;
    }

    /** Four decimal numbers without leading zeros, which some programs read as octal; -1 when it is none. */
    private static long parseIpv4(String text) {
        long address = 0;
        int parts = 0;
        int at = 0;
        while (at <= text.length()) {
            int end = text.indexOf('.', at);
            end = end < 0 ? text.length() : end;
            int part = number(text, at, end, 10, 3);
            if (part < 0 || part > 255 || (end - at > 1 && text.charAt(at) == '0') || ++parts > 4) {
                return -1;
            }
            address = address << 8 | part;
            at = end + 1;
        }
        return parts == 4 ? address : -1;
    }

    private static @Nullable IpAddress parseIpv6(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return read(text, groups) == GROUPS ? of(groups) : null;
        }
        int[] tail = new int[GROUPS];
        int front = gap == 0 ? 0 : read(text.substring(0, gap), groups);
        int back = gap + 2 == text.length() ? 0 : read(text.substring(gap + 2), tail);
        if (front < 0 || back < 0 || front + back >= GROUPS) {
            return null;
        }
        java.util.Arrays.fill(groups, front, GROUPS, 0);
        System.arraycopy(tail, 0, groups, GROUPS - back, back);
        return of(groups);
    }

    /** Reads groups between single colons, the last two perhaps as IPv4; their number, or -1. */
    private static int read(String text, int[] groups) {
        int count = 0;
        int at = 0;
        while (at <= text.length()) {
            int end = text.indexOf(':', at);
            end = end < 0 ? text.length() : end;
            if (end == text.length() && text.indexOf('.', at) >= 0) {
                long embedded = parseIpv4(text.substring(at));
                if (embedded < 0 || count > GROUPS - 2) {
                    return -1;
                }
                groups[count++] = (int) (embedded >>> 16);
                groups[count++] = (int) (embedded & 0xffff);
                return count;
            }
            int group = number(text, at, end, 16, 4);
            if (group < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = group;
            at = end + 1;
        }
        return count;
    }

    private static int number(String text, int from, int to, int radix, int maxDigits) {
        if (to <= from || to - from > maxDigits) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char letter = text.charAt(i);
            int digit = letter < 128 ? Character.digit(letter, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new IpAddress(true, high, low);
    }
}
