package org.yamori.sensor.simulate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Shards;

/** Counts what one actor did to one sensor while it is made; a bit per possible source, a number per port. */
final class LabelTally {
    private static final int LONGEST_BY_MINUTE = 86_400;

    private long[] sourceBits;
    private long[] tcpPorts = {};
    private long[] udpPorts = {};
    private final long[] icmpTypes = new long[256];
    private final long[] packetsPerStep;
    private final int stepSeconds;
    private long packets;
    private long missed;
    private long missedSaid;
    private long replies;
    private int sources;
    private long firstMicros;
    private long lastMicros;

    /**
     * A tally of nothing yet.
     *
     * @param possibleSources sources are numbered from 0; where larger numbers come, it grows
     */
    LabelTally(int possibleSources, int seconds) {
        sourceBits = new long[(possibleSources + 63) >>> 6];
        stepSeconds = seconds <= LONGEST_BY_MINUTE ? 60 : 3_600;
        packetsPerStep = new long[(seconds + stepSeconds - 1) / stepSeconds];
    }

    static long hash(String name) {
        return Shards.hash(name);
    }

    void count(PacketRow row, int source) {
        if (packets == 0 || row.timeMicros < firstMicros) {
            firstMicros = row.timeMicros;
        }
        if (packets == 0 || row.timeMicros > lastMicros) {
            lastMicros = row.timeMicros;
        }
        packets++;
        packetsPerStep[(int) (row.timeMicros / (1_000_000L * stepSeconds))]++;
        if (source >>> 6 >= sourceBits.length) {
            sourceBits = Arrays.copyOf(sourceBits, Math.max(2 * sourceBits.length, (source >>> 6) + 1));
        }
        long bit = 1L << (source & 63);
        if ((sourceBits[source >>> 6] & bit) == 0) {
            sourceBits[source >>> 6] |= bit;
            sources++;
        }
        if (row.protocol == Lane.TCP) {
            if (tcpPorts.length == 0) {
                tcpPorts = new long[65_536];
            }
            tcpPorts[row.destinationPort]++;
        } else if (row.protocol == Lane.UDP) {
            if (udpPorts.length == 0) {
                udpPorts = new long[65_536];
            }
            udpPorts[row.destinationPort]++;
        } else {
            icmpTypes[row.sourcePort]++;
        }
    }

    /** A packet of somebody else that did not get through. */
    void countMissed() {
        missed++;
    }

    /** Packets missed since this was asked last. */
    long takeMissed() {
        long more = missed - missedSaid;
        missedSaid = missed;
        return more;
    }

    /** A packet of the sensor itself. */
    void countReply() {
        replies++;
    }

    long replies() {
        return replies;
    }

    long packets() {
        return packets;
    }

    long missed() {
        return missed;
    }

    int sources() {
        return sources;
    }

    long firstMicros() {
        return firstMicros;
    }

    long lastMicros() {
        return lastMicros;
    }

    int stepSeconds() {
        return stepSeconds;
    }

    long[] packetsPerStep() {
        return packetsPerStep.clone();
    }

    /** Packets by {@code tcp/23}, {@code udp/53} or {@code icmp/8}, the type. */
    Map<String, Long> packetsByPort() {
        Map<String, Long> all = new TreeMap<>();
        put(all, "tcp/", tcpPorts);
        put(all, "udp/", udpPorts);
        put(all, "icmp/", icmpTypes);
        return all;
    }

    private static void put(Map<String, Long> all, String prefix, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                all.put(prefix + i, counts[i]);
            }
        }
    }
}
