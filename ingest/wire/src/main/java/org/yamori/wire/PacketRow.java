package org.yamori.wire;

/**
 * One packet's fields on their way into {@link PacketColumns}: a mutable row that is reused for every packet, so that a
 * sensor allocates nothing per packet. Numbers are unsigned and as on the wire.
 */
public final class PacketRow {
    /** Bits of {@link #missing}: what a row of a feed does not say. */
    public static final int NO_SOURCE = 1;

    public static final int NO_DESTINATION = 2;
    public static final int NO_PROTOCOL = 4;
    public static final int NO_PORT = 8;
    public static final int NO_COUNT = 16;
    public static final int NO_LENGTH = 32;

    public long timeMicros;
    public boolean ipv6;
    /** An IPv4 address, or unused. */
    public int source;

    public int destination;
    /** The halves of an IPv6 address, or unused. */
    public long sourceHigh;

    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    public int protocol;
    public int sourcePort;
    public int destinationPort;
    public int tcpFlags;
    public int sequence;
    public int acknowledgement;
    public int window;
    public int ttl;
    public int ipId;
    public int totalLength;
    public int fragment;
    /** Empty unless the packet is a SYN. */
    public String synOptions = "";

    /** As the column {@code syn_signature} says; empty unless the packet is a SYN whose headers are whole. */
    public String synSignature = "";

    public int payloadLength;
    public long payloadHash;
    public int payloadClass;

    /** Whether the five {@code quoted…} fields are set; quoted addresses are of the packet's own family. */
    public boolean quotes;

    public int quotedProtocol;
    public int quotedSource;
    public int quotedDestination;
    public long quotedSourceHigh;
    public long quotedSourceLow;
    public long quotedDestinationHigh;
    public long quotedDestinationLow;
    public int quotedSourcePort;
    public int quotedDestinationPort;

    /** Rows of a feed only: what is absent, for how many packets the row stands, and what the feed calls things. */
    public int missing;

    public long weight = 1;
    public String sourceCountry = "";
    public String destinationCountry = "";
    public String sourceLabel = "";

    /** Back to a packet of which nothing is known. */
    public void clear() {
        timeMicros = 0;
        ipv6 = false;
        source = destination = 0;
        sourceHigh = sourceLow = destinationHigh = destinationLow = 0;
        protocol = sourcePort = destinationPort = tcpFlags = 0;
        sequence = acknowledgement = window = ttl = ipId = totalLength = fragment = 0;
        synOptions = synSignature = "";
        payloadLength = payloadClass = 0;
        payloadHash = 0;
        clearQuote();
        missing = 0;
        weight = 1;
        sourceCountry = destinationCountry = sourceLabel = "";
    }

    public void clearQuote() {
        quotes = false;
        quotedProtocol = quotedSource = quotedDestination = quotedSourcePort = quotedDestinationPort = 0;
        quotedSourceHigh = quotedSourceLow = quotedDestinationHigh = quotedDestinationLow = 0;
    }

    /** The shard in which this row's source lives. */
    public int shard(int shards) {
        if ((missing & NO_SOURCE) != 0) {
            return sourceLabel.isEmpty() ? Shards.ofNobody() : Shards.ofLabel(sourceLabel, shards);
        }
        return ipv6 ? Shards.ofIpv6(sourceHigh, shards) : Shards.ofIpv4(source, shards);
    }
}
