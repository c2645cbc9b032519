package org.yamori.sensor.parse;

import org.yamori.sensor.signature.PayloadHash;
import org.yamori.sensor.signature.SynSignatures;
import org.yamori.wire.PacketRow;
import org.yamori.wire.PayloadClass;

/**
 * A bounded reader of link, IP and transport headers: a frame in, a {@link PacketRow} out, nothing allocated.
 *
 * <p>Both IP addresses must have been captured; of everything after them, what is not there reads as 0. Bytes beyond
 * the length the IP header claims (Ethernet padding) are not looked at. An IP length of 0 means that the network card
 * cut the packet later (segmentation offload): then the captured length counts. Not for use by several threads.
 */
public final class HeaderParser {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERNET_IPV4 = 0x0800;
    private static final int SYN_ACK = 0x12;
    private static final int SYN = 0x02;
    private static final int MAX_LENGTH = 0xffff;

    private PayloadHash payloadHash = PayloadHash.plain();
    private final SynOptions synOptions = new SynOptions();
    private final SynSignatures synSignatures = new SynSignatures();
    private final LinkHeader link = new LinkHeader();
    private final ExtensionHeaders extensions = new ExtensionHeaders();
    private final IcmpQuote quote = new IcmpQuote();
    private final Decapsulation decapsulation;
    private final TunnelHeader tunnel;
    private final boolean opensTunnels;
    private int opened;
    private Refusal refusal = Refusal.NOT_IP;

    /** Where the IP header began. */
    private int networkAt;

    /** A parser that opens no tunnel. */
    public HeaderParser() {
        this(Decapsulation.NONE);
    }

    public HeaderParser(Decapsulation decapsulation) {
        this.decapsulation = decapsulation;
        tunnel = new TunnelHeader(decapsulation, link);
        opensTunnels = !decapsulation.tunnels().isEmpty() && decapsulation.depth() > 0;
    }

    /** From now on; without this call payloads are hashed without a key. */
    public void hashPayloadsWith(PayloadHash hash) {
        payloadHash = hash;
    }

    /** How many tunnels stood around the packet that the last call of {@link #parse} put into the row. */
    public int tunnelsOpened() {
        return opened;
    }

    /** Why the last call of {@link #parse} answered false. */
    public Refusal refusal() {
        return refusal;
    }

    /**
     * Fills the row from the frame, its time excepted, which is left alone; false when it is no readable IP packet and
     * {@link #refusal} says why. With tunnels to be opened the row is the innermost packet that could be read; what
     * cannot be opened is the packet that carried it.
     *
     * @param length captured bytes of the frame, all within the array
     * @param linkType as registered for pcap (LINKTYPE_…)
     */
    public boolean parse(byte[] frame, int offset, int length, int linkType, PacketRow row) {
        if (offset < 0 || length < 0 || offset > frame.length - length) {
            throw new IndexOutOfBoundsException(
                    "frame of " + length + " bytes at " + offset + " of an array of " + frame.length);
        }
        int end = offset + length;
        opened = 0;
        if (linkType == LinkType.ETHERNET
                && length >= ETHERNET_BYTES
                && BigEndian.unsignedShort(frame, offset + 12) == ETHERNET_IPV4) {
            return ipv4(frame, offset + ETHERNET_BYTES, end, row);
        }
        return link.find(frame, offset, end, linkType)
                ? ip(frame, link.ipAt, end, link.version, row)
                : refuse(link.refusal);
    }

    private boolean refuse(Refusal why) {
        refusal = why;
        return false;
    }

    private boolean ip(byte[] frame, int start, int end, int version, PacketRow row) {
        return switch (version) {
            case LinkHeader.IPV4 -> ipv4(frame, start, end, row);
            case LinkHeader.IPV6 -> ipv6(frame, start, end, row);
            default -> ipByItsFirstBits(frame, start, end, row);
        };
    }

    private boolean ipByItsFirstBits(byte[] frame, int start, int end, PacketRow row) {
        if (start >= end) {
            return refuse(Refusal.IP_CUT_SHORT);
        }
        return switch ((frame[start] & 0xff) >>> 4) {
            case 4 -> ipv4(frame, start, end, row);
            case 6 -> ipv6(frame, start, end, row);
            default -> refuse(Refusal.NOT_IP);
        };
    }

    private boolean ipv4(byte[] frame, int start, int capturedEnd, PacketRow row) {
        int captured = capturedEnd - start;
        if (captured < 20) {
            return refuse(Refusal.IP_CUT_SHORT);
        }
        int versionAndLength = frame[start] & 0xff;
        if (versionAndLength >>> 4 != 4) {
            return refuse(Refusal.IP_VERSION);
        }
        int headerLength = (versionAndLength & 0xf) << 2;
        int totalLength = BigEndian.unsignedShort(frame, start + 2);
        if (totalLength == 0) {
            totalLength = Math.min(captured, MAX_LENGTH);
        }
        if (headerLength < 20 || totalLength < headerLength) {
            return refuse(Refusal.IP_LENGTH);
        }
        int fragment = BigEndian.unsignedShort(frame, start + 6);
        int at = start + headerLength;
        int end = Math.min(capturedEnd, start + totalLength);
        if (opensTunnels
                && (fragment & FRAGMENT_OFFSET) == 0
                && fromInside(frame, at, end, frame[start + 9] & 0xff, row)) {
            return true;
        }
        networkAt = start;
        blank(row);
        row.ipv6 = false;
        row.source = BigEndian.integer(frame, start + 12);
        row.destination = BigEndian.integer(frame, start + 16);
        row.protocol = frame[start + 9] & 0xff;
        row.ttl = frame[start + 8] & 0xff;
        row.ipId = BigEndian.unsignedShort(frame, start + 4);
        row.totalLength = totalLength;
        row.fragment = fragment;
        int claimed = totalLength - headerLength;
        if ((fragment & FRAGMENT_OFFSET) != 0) {
            payload(frame, at, end, claimed, row, PayloadClass.UNKNOWN.ordinal());
        } else {
            transport(frame, at, end, claimed, row);
        }
        return true;
    }

    private boolean ipv6(byte[] frame, int start, int capturedEnd, PacketRow row) {
        int captured = capturedEnd - start;
        if (captured < 40) {
            return refuse(Refusal.IP_CUT_SHORT);
        }
        if ((frame[start] & 0xff) >>> 4 != 6) {
            return refuse(Refusal.IP_VERSION);
        }
        int claimed = BigEndian.unsignedShort(frame, start + 4);
        if (claimed == 0) {
            claimed = Math.min(captured - 40, MAX_LENGTH);
        }
        int end = Math.min(capturedEnd, start + 40 + claimed);
        extensions.walk(frame, start + 40, end, frame[start + 6] & 0xff);
        int at = extensions.at;
        int protocol = extensions.protocol;
        boolean transportFollows = extensions.whole && !extensions.isLaterFragment();
        blank(row);
        row.ipv6 = true;
        row.protocol = protocol;
        row.fragment = extensions.fragment;
        row.ipId = extensions.identification;
        if (opensTunnels && transportFollows && fromInside(frame, at, end, protocol, row)) {
            return true;
        }
        networkAt = start;
        row.sourceHigh = BigEndian.longer(frame, start + 8);
        row.sourceLow = BigEndian.longer(frame, start + 16);
        row.destinationHigh = BigEndian.longer(frame, start + 24);
        row.destinationLow = BigEndian.longer(frame, start + 32);
        row.ttl = frame[start + 7] & 0xff;
        row.totalLength = Math.min(40 + claimed, MAX_LENGTH);
        int left = claimed - (at - start - 40);
        if (transportFollows) {
            transport(frame, at, end, left, row);
        } else {
            payload(frame, at, end, left, row, PayloadClass.UNKNOWN.ordinal());
        }
        return true;
    }

    /** Fills the row from the packet inside, if this one is a tunnel that is to be opened and holds a readable one. */
    private boolean fromInside(byte[] frame, int at, int end, int protocol, PacketRow row) {
        if (opened == decapsulation.depth() || !tunnel.find(frame, at, end, protocol)) {
            return false;
        }
        opened++;
        if (ip(frame, link.ipAt, end, link.version, row)) {
            return true;
        }
        opened--;
        return false;
    }

    private void transport(byte[] frame, int at, int end, int claimed, PacketRow row) {
        switch (row.protocol) {
            case TCP -> tcp(frame, at, end, claimed, row);
            case UDP -> {
                ports(frame, at, end, row);
                payload(frame, at + 8, end, claimed - 8, row, -1);
            }
            case ICMP, ICMPV6 -> icmp(frame, at, end, claimed, row);
            default -> payload(frame, at, end, claimed, row, PayloadClass.UNKNOWN.ordinal());
        }
    }

    private static void ports(byte[] frame, int at, int end, PacketRow row) {
        if (at + 4 <= end) {
            row.sourcePort = BigEndian.unsignedShort(frame, at);
            row.destinationPort = BigEndian.unsignedShort(frame, at + 2);
        }
    }

    private void tcp(byte[] frame, int at, int end, int claimed, PacketRow row) {
        ports(frame, at, end, row);
        if (at + 16 > end) {
            tcpCutShort(frame, at, end, row);
            return;
        }
        row.sequence = BigEndian.integer(frame, at + 4);
        row.acknowledgement = BigEndian.integer(frame, at + 8);
        row.tcpFlags = frame[at + 13] & 0xff;
        row.window = BigEndian.unsignedShort(frame, at + 14);
        int headerLength = (frame[at + 12] & 0xf0) >>> 2;
        if ((row.tcpFlags & SYN_ACK) == SYN) {
            int optionsEnd = at + Math.max(headerLength, 20);
            row.synOptions = synOptions.text(frame, at + 20, Math.min(optionsEnd, end), optionsEnd);
            row.synSignature = synSignatures.text(frame, networkAt, at, end, claimed > headerLength);
        }
        if (headerLength >= 20) {
            payload(frame, at + headerLength, end, claimed - headerLength, row, -1);
        }
    }

    private static void tcpCutShort(byte[] frame, int at, int end, PacketRow row) {
        if (at + 8 <= end) {
            row.sequence = BigEndian.integer(frame, at + 4);
        }
        if (at + 12 <= end) {
            row.acknowledgement = BigEndian.integer(frame, at + 8);
        }
        if (at + 14 <= end) {
            row.tcpFlags = frame[at + 13] & 0xff;
        }
    }

    private void icmp(byte[] frame, int at, int end, int claimed, PacketRow row) {
        if (at + 2 <= end) {
            row.sourcePort = frame[at] & 0xff;
            row.destinationPort = frame[at + 1] & 0xff;
        }
        quote.read(frame, at, end, row);
        payload(frame, at + 8, end, claimed - 8, row, PayloadClass.UNKNOWN.ordinal());
    }

    /**
     * Length as claimed, hash and class of what was captured.
     *
     * @param knownClass class of any payload, or -1 to look at its bytes
     */
    private void payload(byte[] frame, int at, int end, int claimed, PacketRow row, int knownClass) {
        if (claimed <= 0) {
            return;
        }
        row.payloadLength = claimed;
        int captured = end - at;
        if (captured <= 0) {
            row.payloadClass = PayloadClass.UNKNOWN.ordinal();
            return;
        }
        row.payloadHash = payloadHash.of(frame, at, captured);
        row.payloadClass = knownClass >= 0
                ? knownClass
                : PayloadShape.of(frame, at, end, row).ordinal();
    }

    /** Everything but the addresses, the other family's too, and the time. */
    private static void blank(PacketRow row) {
        row.protocol = row.sourcePort = row.destinationPort = row.tcpFlags = 0;
        row.sequence = row.acknowledgement = row.window = 0;
        row.synOptions = row.synSignature = "";
        row.payloadLength = row.payloadClass = 0;
        row.payloadHash = 0;
        row.missing = 0;
        if (row.quotes) {
            row.clearQuote();
        }
    }
}
