package org.yamori.jobs.detect.surge;

import org.yamori.jobs.flow.SourceKeys;

/**
 * That a source used a port in a minute, in one long: the port in 17 bits, the source in 35, then packets in 11, up to
 * 2,047. The highest bit says that the source was not seen at the port in the day before.
 *
 * <p>A source of IPv4 is its address; of IPv6 it is 34 bits of a hash, so that among a million sources of a port some
 * thirty are taken for one another.
 */
final class Sighting {
    static final int MOST_PACKETS = 2047;

    private static final long NEWCOMER = Long.MIN_VALUE;
    private static final int PACKET_BITS = 11;
    private static final int SOURCE_BITS = 35;
    /** From this bit on a sighting says the port. */
    static final int PORT_SHIFT = PACKET_BITS + SOURCE_BITS;

    private static final long SOURCE_MASK = (1L << SOURCE_BITS) - 1;
    private static final long IPV4 = 1L << 32;
    private static final long IPV6 = 1L << 34;

    private Sighting() {}

    static long ofIpv4(int series, int source) {
        return pair(series, IPV4 | (source & 0xffffffffL));
    }

    static long ofIpv6(int series, long high, long low) {
        return pair(series, IPV6 | SourceKeys.hash(high, low) >>> 30);
    }

    private static long pair(int series, long source) {
        return (long) series << SOURCE_BITS | source;
    }

    /** The sighting of a pair; more packets than fit are as many as fit. */
    static long of(long pair, long packets) {
        return pair << PACKET_BITS | Math.min(packets, MOST_PACKETS);
    }

    static long pair(long sighting) {
        return (sighting & ~NEWCOMER) >>> PACKET_BITS;
    }

    static long asNewcomer(long sighting) {
        return sighting | NEWCOMER;
    }

    static boolean isNewcomer(long sighting) {
        return sighting < 0;
    }

    static int packets(long sighting) {
        return (int) sighting & MOST_PACKETS;
    }

    static int series(long pair) {
        return (int) (pair >>> SOURCE_BITS);
    }

    static boolean isIpv4(long pair) {
        return (pair & SOURCE_MASK) < IPV6;
    }

    /** The address of a source of IPv4. */
    static int ipv4(long pair) {
        return (int) pair;
    }

    /** The 35 bits that tell sources apart. */
    static long source(long pair) {
        return pair & SOURCE_MASK;
    }
}
