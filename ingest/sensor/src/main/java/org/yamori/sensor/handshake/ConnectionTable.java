package org.yamori.sensor.handshake;

import java.util.Arrays;
import org.yamori.wire.PacketRow;

/**
 * Connections by addresses and ports, a fixed number of them: a new one takes the place of the one that came first.
 *
 * <p>Chains of places by a hash of the key; about 60 bytes a place, all taken at the start.
 */
final class ConnectionTable {
    static final int NONE = -1;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int KEY_WORDS = 5;

    final long[] micros;
    final int[] sequence;
    final boolean[] done;

    private final int places;
    private final long[] keys;
    private final int[] next;
    private final int[] firstOfHash;
    private final boolean[] used;
    private int oldest;

    /* The key that is looked for. */
    private long clientHigh;
    private long clientLow;
    private long serverHigh;
    private long serverLow;
    private long ports;

    ConnectionTable(int places) {
        this.places = places;
        micros = new long[places];
        sequence = new int[places];
        done = new boolean[places];
        keys = new long[places * KEY_WORDS];
        next = new int[places];
        firstOfHash = new int[Integer.highestOneBit(Math.max(1, places - 1)) * 2];
        Arrays.fill(firstOfHash, NONE);
        used = new boolean[places];
    }

    /** Looks for the connection of a packet that its client sent. */
    int findOfClient(PacketRow row) {
        clientHigh = row.ipv6 ? row.sourceHigh : 0;
        clientLow = row.ipv6 ? row.sourceLow : row.source & 0xffffffffL;
        serverHigh = row.ipv6 ? row.destinationHigh : 0;
        serverLow = row.ipv6 ? row.destinationLow : row.destination & 0xffffffffL;
        ports(row.sourcePort, row.destinationPort, row.ipv6);
        return find();
    }

    /** Looks for the connection of a packet that its server sent. */
    int findOfServer(PacketRow row) {
        clientHigh = row.ipv6 ? row.destinationHigh : 0;
        clientLow = row.ipv6 ? row.destinationLow : row.destination & 0xffffffffL;
        serverHigh = row.ipv6 ? row.sourceHigh : 0;
        serverLow = row.ipv6 ? row.sourceLow : row.source & 0xffffffffL;
        ports(row.destinationPort, row.sourcePort, row.ipv6);
        return find();
    }

    private void ports(int clientPort, int serverPort, boolean ipv6) {
        ports = (ipv6 ? 1L << 32 : 0) | (long) clientPort << 16 | serverPort;
    }

    private int find() {
        for (int at = firstOfHash[hash(clientHigh, clientLow, serverHigh, serverLow, ports)];
                at != NONE;
                at = next[at]) {
            int key = at * KEY_WORDS;
            if (keys[key + 4] == ports
                    && keys[key + 1] == clientLow
                    && keys[key + 3] == serverLow
                    && keys[key] == clientHigh
                    && keys[key + 2] == serverHigh) {
                return at;
            }
        }
        return NONE;
    }

    /** The place that the next {@link #add} takes from an older connection, or {@link #NONE} while there is room. */
    int nextToLeave() {
        return used[oldest] ? oldest : NONE;
    }

    /** A place for the connection that was looked for last and not found. */
    int add() {
        int at = oldest;
        oldest = oldest + 1 == places ? 0 : oldest + 1;
        if (used[at]) {
            unlink(at);
        }
        used[at] = true;
        int key = at * KEY_WORDS;
        keys[key] = clientHigh;
        keys[key + 1] = clientLow;
        keys[key + 2] = serverHigh;
        keys[key + 3] = serverLow;
        keys[key + 4] = ports;
        int hash = hash(clientHigh, clientLow, serverHigh, serverLow, ports);
        next[at] = firstOfHash[hash];
        firstOfHash[hash] = at;
        return at;
    }

    private void unlink(int gone) {
        int key = gone * KEY_WORDS;
        int hash = hash(keys[key], keys[key + 1], keys[key + 2], keys[key + 3], keys[key + 4]);
        if (firstOfHash[hash] == gone) {
            firstOfHash[hash] = next[gone];
            return;
        }
        int at = firstOfHash[hash];
        while (next[at] != gone) {
            at = next[at];
        }
        next[at] = next[gone];
    }

    private int hash(long one, long two, long three, long four, long five) {
        long hash = mix(mix(mix(mix(mix(one) + two) + three) + four) + five);
        return (int) (hash >>> 33) & (firstOfHash.length - 1);
    }

    private static long mix(long value) {
        long mixed = value * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }
}
