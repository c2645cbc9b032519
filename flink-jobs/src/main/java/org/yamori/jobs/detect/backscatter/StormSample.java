package org.yamori.jobs.detect.backscatter;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.wire.Shards;

/**
 * The sources of each port in one minute, all of them while they are few and an even sample once they are many:
 * adaptive sampling after Wegman (P. Flajolet, "On adaptive sampling", 1990). A pair of source and port stays while the
 * hash of both begins with as many zero bits as it takes for the rest to fit. So a pair that stays was there from its
 * first packet, its counts are exact, and the result does not depend on the order of packets. Seventy million forged
 * sources take as much room as {@code limit}: 18 bytes each, in a table of twice to four times as many places.
 */
final class StormSample {
    private static final int FIRST_SLOTS = 1_024;

    private final int limit;
    private int[] sources = new int[FIRST_SLOTS];
    private int[] keys = new int[FIRST_SLOTS];
    /** 0 where the place is free. */
    private int[] packets = new int[FIRST_SLOTS];
    /** The smallest pair of IP id and window of the source's packets, as an unsigned number. */
    private int[] pairs = new int[FIRST_SLOTS];

    private byte[] leastTtls = new byte[FIRST_SLOTS];
    private byte[] mostTtls = new byte[FIRST_SLOTS];
    private int size;
    private int bits;

    StormSample(int limit) {
        this.limit = limit;
    }

    /** Bytes of a sample with so much room, at most. */
    static long mostBytes(int limit) {
        return 2L * Integer.highestOneBit(Math.max(FIRST_SLOTS, 2 * limit - 1)) * (4 * Integer.BYTES + 2);
    }

    void add(int source, int key, int ttl, int pair) {
        long hash = hash(source, key);
        if (!stays(hash)) {
            return;
        }
        int mask = packets.length - 1;
        int at = (int) hash & mask;
        while (packets[at] != 0) {
            if (sources[at] == source && keys[at] == key) {
                addTo(at, ttl, pair);
                return;
            }
            at = (at + 1) & mask;
        }
        sources[at] = source;
        keys[at] = key;
        packets[at] = 1;
        pairs[at] = pair;
        leastTtls[at] = (byte) ttl;
        mostTtls[at] = (byte) ttl;
        size++;
        if (size > limit || size * 2 > packets.length) {
            makeRoom();
        }
    }

    private void addTo(int at, int ttl, int pair) {
        packets[at] = Math.max(packets[at], packets[at] + 1);
        pairs[at] = Integer.compareUnsigned(pair, pairs[at]) < 0 ? pair : pairs[at];
        leastTtls[at] = (byte) Math.min(leastTtls[at] & 0xff, ttl);
        mostTtls[at] = (byte) Math.max(mostTtls[at] & 0xff, ttl);
    }

    static long hash(int source, int key) {
        return Shards.mix((long) key << 32 | (source & 0xffffffffL));
    }

    private boolean stays(long hash) {
        return stays(hash, bits);
    }

    /** Whether a pair of this hash is in a sample of one in {@code 2^bits}. */
    static boolean stays(long hash, int bits) {
        return bits == 0 || hash >>> (64 - bits) == 0;
    }

    private void makeRoom() {
        while (size > limit) {
            bits++;
            rehash(packets.length);
        }
        if (size * 2 > packets.length) {
            rehash(packets.length * 2);
        }
    }

    private void rehash(int slots) {
        StormSample other = new StormSample(limit);
        other.resize(slots);
        other.bits = bits;
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                other.put(this, at);
            }
        }
        sources = other.sources;
        keys = other.keys;
        packets = other.packets;
        pairs = other.pairs;
        leastTtls = other.leastTtls;
        mostTtls = other.mostTtls;
        size = other.size;
    }

    private void resize(int slots) {
        sources = new int[slots];
        keys = new int[slots];
        packets = new int[slots];
        pairs = new int[slots];
        leastTtls = new byte[slots];
        mostTtls = new byte[slots];
    }

    private void put(StormSample from, int place) {
        long hash = hash(from.sources[place], from.keys[place]);
        if (!stays(hash)) {
            return;
        }
        int mask = packets.length - 1;
        int at = (int) hash & mask;
        while (packets[at] != 0) {
            at = (at + 1) & mask;
        }
        sources[at] = from.sources[place];
        keys[at] = from.keys[place];
        packets[at] = from.packets[place];
        pairs[at] = from.pairs[place];
        leastTtls[at] = from.leastTtls[place];
        mostTtls[at] = from.mostTtls[place];
        size++;
    }

    /** Empty again, in the room it has. */
    void clear() {
        java.util.Arrays.fill(packets, 0);
        size = 0;
        bits = 0;
    }

    int size() {
        return size;
    }

    int bits() {
        return bits;
    }

    /** The ports of which at least {@code least} sources were seen, with those that were kept. */
    StormShare share(int least) {
        Int2IntOpenHashMap sourcesOfKey = new Int2IntOpenHashMap();
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                sourcesOfKey.addTo(keys[at], 1);
            }
        }
        int kept = 0;
        for (int at = 0; at < packets.length; at++) {
            kept += isTold(at, sourcesOfKey, least) ? 1 : 0;
        }
        StormShare share = new StormShare(kept);
        share.bits = bits;
        int to = 0;
        for (int at = 0; at < packets.length; at++) {
            if (isTold(at, sourcesOfKey, least)) {
                share.sources[to] = sources[at];
                share.keys[to] = keys[at];
                share.packets[to] = packets[at];
                share.pairs[to] = pairs[at];
                share.leastTtls[to] = leastTtls[at];
                share.mostTtls[to++] = mostTtls[at];
            }
        }
        return share;
    }

    private boolean isTold(int at, Int2IntOpenHashMap sourcesOfKey, int least) {
        return packets[at] != 0 && (long) sourcesOfKey.get(keys[at]) << bits >= least;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(bits);
        out.writeInt(size);
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                out.writeInt(sources[at]);
                out.writeInt(keys[at]);
                out.writeInt(packets[at]);
                out.writeInt(pairs[at]);
                out.writeByte(leastTtls[at]);
                out.writeByte(mostTtls[at]);
            }
        }
    }

    /** Fills an empty sample with what {@link #write} wrote. */
    void read(DataInput in) throws IOException {
        bits = in.readByte();
        int stored = in.readInt();
        resize(Integer.highestOneBit(Math.max(FIRST_SLOTS, stored * 4 - 1)));
        StormSample one = new StormSample(limit);
        for (int i = 0; i < stored; i++) {
            one.sources[0] = in.readInt();
            one.keys[0] = in.readInt();
            one.packets[0] = in.readInt();
            one.pairs[0] = in.readInt();
            one.leastTtls[0] = in.readByte();
            one.mostTtls[0] = in.readByte();
            put(one, 0);
        }
    }
}
