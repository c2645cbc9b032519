package org.yamori.cli.bench.registry;

import java.util.Arrays;
import java.util.List;
import org.yamori.wire.Cidr;

/**
 * A trie of bits whose chains without a fork are one node, after Morrison (1968): what the registry's table of ranges
 * is measured against. Longest prefix of one family, places of the lists, as the table says them.
 *
 * <p>An address is two longs, IPv4 in the uppermost 32 bits. A node holds a prefix; below it are those that go on with
 * a 0 and with a 1.
 */
final class PatriciaTrie {
    private static final int NONE = -1;

    private final boolean ipv6;
    private int size;
    private long[] highs = new long[1024];
    /* Only for IPv6. */
    private long[] lows;
    private byte[] lengths = new byte[1024];
    private int[] zeros = new int[1024];
    private int[] ones = new int[1024];
    private int[] places = new int[1024];

    private PatriciaTrie(boolean ipv6) {
        this.ipv6 = ipv6;
        lows = new long[ipv6 ? 1024 : 0];
        node(0, 0, 0, NONE);
    }

    /** The prefixes of one family, each with the place of its list. */
    static PatriciaTrie of(List<List<Cidr>> lists, boolean ipv6) {
        PatriciaTrie trie = new PatriciaTrie(ipv6);
        for (int place = 0; place < lists.size(); place++) {
            for (Cidr prefix : lists.get(place)) {
                if (prefix.ipv6() == ipv6) {
                    long high = ipv6 ? prefix.first().high() : prefix.first().low() << 32;
                    trie.insert(high, ipv6 ? prefix.first().low() : 0, prefix.length(), place);
                }
            }
        }
        trie.resize(trie.size);
        return trie;
    }

    private int node(long high, long low, int length, int place) {
        if (size == highs.length) {
            resize(2 * size);
        }
        highs[size] = high;
        if (ipv6) {
            lows[size] = low;
        }
        lengths[size] = (byte) length;
        zeros[size] = NONE;
        ones[size] = NONE;
        places[size] = place;
        return size++;
    }

    private void resize(int capacity) {
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, ipv6 ? capacity : 0);
        lengths = Arrays.copyOf(lengths, capacity);
        zeros = Arrays.copyOf(zeros, capacity);
        ones = Arrays.copyOf(ones, capacity);
        places = Arrays.copyOf(places, capacity);
    }

    private void insert(long high, long low, int length, int place) {
        int at = 0;
        while (length(at) < length) {
            int child = isOne(high, low, length(at)) ? ones[at] : zeros[at];
            if (child == NONE) {
                link(at, high, low, node(high, low, length, place));
                return;
            }
            int shared = Math.min(Math.min(length, length(child)), sharedBits(child, high, low));
            if (shared < length(child)) {
                int fork = node(high & upper(shared), low & upper(shared - 64), shared, NONE);
                link(at, high, low, fork);
                link(fork, highs[child], ipv6 ? lows[child] : 0, child);
                child = fork;
            }
            at = child;
        }
        places[at] = place;
    }

    private void link(int from, long high, long low, int to) {
        if (isOne(high, low, length(from))) {
            ones[from] = to;
        } else {
            zeros[from] = to;
        }
    }

    /** Bytes are signed, and 128 is a length. */
    private int length(int node) {
        return lengths[node] & 0xff;
    }

    private int sharedBits(int node, long high, long low) {
        int bits = Long.numberOfLeadingZeros(high ^ highs[node]);
        return bits < 64 || !ipv6 ? bits : 64 + Long.numberOfLeadingZeros(low ^ lows[node]);
    }

    private static boolean isOne(long high, long low, int bit) {
        return bit < 64 ? high << bit < 0 : low << (bit - 64) < 0;
    }

    /** A mask of the uppermost bits; none for zero or less. */
    private static long upper(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    int find(int ipv4) {
        long high = (long) ipv4 << 32;
        int best = NONE;
        int node = 0;
        while (node != NONE) {
            int length = lengths[node];
            if (((high ^ highs[node]) & upper(length)) != 0) {
                return best;
            }
            if (places[node] != NONE) {
                best = places[node];
            }
            if (length == 32) {
                return best;
            }
            node = high << length < 0 ? ones[node] : zeros[node];
        }
        return best;
    }

    int find(long high, long low) {
        int best = NONE;
        int node = 0;
        while (node != NONE) {
            int length = length(node);
            if (((high ^ highs[node]) & upper(length)) != 0 || ((low ^ lows[node]) & upper(length - 64)) != 0) {
                return best;
            }
            if (places[node] != NONE) {
                best = places[node];
            }
            if (length == 128) {
                return best;
            }
            node = isOne(high, low, length) ? ones[node] : zeros[node];
        }
        return best;
    }

    /** Nodes, those of prefixes and those where two go apart. */
    int size() {
        return size;
    }
}
