package org.yamori.jobs.flow;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.yamori.wire.Shards;

/**
 * Sources of every family as 128 bits: IPv6 as it is, IPv4 in its mapped form {@code ::ffff:a.b.c.d}, a feed's label in
 * {@code 0:0:0:1::/64}, where no address is ever given out.
 */
public final class SourceKeys {
    private static final long MAPPED = 0xffffL << 32;
    private static final long LABELLED_HIGH = 1;
    private static final long HASH_OF_NO_HIGH = hashOfHigh(0);

    private SourceKeys() {}

    public static long lowOfIpv4(int address) {
        return MAPPED | (address & 0xffffffffL);
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    public static long highOfLabel() {
        return LABELLED_HIGH;
    }

    public static long lowOfLabel(String label) {
        return Shards.hash(label);
    }

    public static boolean isLabel(long high) {
        return high == LABELLED_HIGH;
    }

    /** 64 bits that depend on all 128. */
    public static long hash(long high, long low) {
        return Shards.mix((high == 0 ? HASH_OF_NO_HIGH : hashOfHigh(high)) ^ low);
    }

    private static long hashOfHigh(long high) {
        return Shards.mix(high + 0x9e3779b97f4a7c15L);
    }

    /** The address in the usual text form (RFC 5952 without its compression of zeros left out by Java). */
    public static String text(long high, long low) {
        if (isIpv4(high, low)) {
            return (low >>> 24 & 0xff) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
        }
        try {
            byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            return compressed(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException sixteenBytesAreAnAddress) {
            throw new IllegalStateException(sixteenBytesAreAnAddress);
        }
    }

    /** Replaces the first longest run of zero groups by {@code ::}, as RFC 5952 asks. */
    private static String compressed(String groups) {
        String[] words = groups.split(":", -1);
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < words.length; i++) {
            int length = 0;
            while (i + length < words.length && words[i + length].equals("0")) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        if (bestStart < 0) {
            return groups;
        }
        String before = String.join(":", java.util.Arrays.copyOfRange(words, 0, bestStart));
        String after = String.join(":", java.util.Arrays.copyOfRange(words, bestStart + bestLength, words.length));
        return before + "::" + after;
    }
}
