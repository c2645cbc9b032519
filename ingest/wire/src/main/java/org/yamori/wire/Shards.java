package org.yamori.wire;

import java.nio.charset.StandardCharsets;

/**
 * Where a source lives: {@code shard = mix(source /16, IPv6 /48)} scaled to 0..S-1.
 *
 * <p>All packets of a source, and of its whole /16, meet in one shard whatever sensor saw them, so distinct counts add
 * exactly across shards, sensors and parallelism.
 */
public final class Shards {
    /** Shards of an installation unless it says otherwise; also the bound of parallelism. */
    public static final int DEFAULT_COUNT = 16;

    private Shards() {}

    public static int ofIpv4(int source, int shards) {
        return reduce(mix(source >>> 16), shards);
    }

    /** The home of an IPv6 source, of which only the upper 64 bits matter. */
    public static int ofIpv6(long sourceHigh, int shards) {
        return reduce(mix(sourceHigh >>> 16), shards);
    }

    /** The home of a source that a feed names by a label instead of an address. */
    public static int ofLabel(String label, int shards) {
        return reduce(hash(label), shards);
    }

    /** The home of rows that name no source at all. */
    public static int ofNobody() {
        return 0;
    }

    /** All bits of the result depend on all bits of the value (finaliser of MurmurHash3 by Austin Appleby). */
    public static long mix(long value) {
        long mixed = value;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** A 64-bit hash of a text: FNV-1a over its UTF-8 bytes, then {@link #mix}. */
    public static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** Scales the upper 32 bits to 0..S-1: as even as a remainder and without a division. */
    private static int reduce(long mixed, int shards) {
        return (int) (((mixed >>> 32) * shards) >>> 32);
    }
}
