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
    public static final int ETHERNET = 1;
    public static final int RAW_IP = 101;
    public static final int RAW_IPV4 = 228;
    public static final int RAW_IPV6 = 229;
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int SYN_ACK = 0x12;
    private static final int SYN = 0x02;
    private static final int MAX_TAGS = 4;
    private static final int MAX_EXTENSIONS = 16;
    private static final int MAX_LENGTH = 0xffff;

    private PayloadHash payloadHash = PayloadHash.plain();
    private final SynOptions synOptions = new SynOptions();
    private final SynSignatures synSignatures = new SynSignatures();
    private Refusal refusal = Refusal.NOT_IP;

    /** Where the IP header began. */
    private int networkAt;

    /** Where the walk through IPv6 extension headers ended. */
    private int transportAt;

    private int transportProtocol;
    private int extensionFragment;
    private int extensionId;

    /** From now on; without this call payloads are hashed without a key. */
    public void hashPayloadsWith(PayloadHash hash) {
        payloadHash = hash;
    }

    /** Whether frames of this link type are read. */
    public static boolean reads(int linkType) {
        return switch (linkType) {
            case ETHERNET, RAW_IP, RAW_BSD, RAW_OPENBSD, RAW_IPV4, RAW_IPV6 -> true;
            default -> false;
        };
    }

    /** Why the last call of {@link #parse} answered false. */
    public Refusal refusal() {
        return refusal;
    }

    /**
     * Fills the row from the frame, its time excepted, which is left alone; false when it is no readable IP packet and
     * {@link #refusal} says why.
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
        return switch (linkType) {
            case ETHERNET -> ethernet(frame, offset, end, row);
            case RAW_IP, RAW_BSD, RAW_OPENBSD -> rawIp(frame, offset, end, row);
            case RAW_IPV4 -> ipv4(frame, offset, end, row);
            case RAW_IPV6 -> ipv6(frame, offset, end, row);
            default -> refuse(Refusal.LINK_TYPE);
        };
    }

    private boolean refuse(Refusal why) {
        refusal = why;
        return false;
    }

    private boolean ethernet(byte[] frame, int start, int end, PacketRow row) {
        int at = start + 12;
        for (int tags = 0; tags <= MAX_TAGS; tags++) {
            if (at + 2 > end) {
                return refuse(Refusal.LINK_CUT_SHORT);
            }
            switch (BigEndian.unsignedShort(frame, at)) {
                case 0x0800 -> {
                    return ipv4(frame, at + 2, end, row);
                }
                case 0x86dd -> {
                    return ipv6(frame, at + 2, end, row);
                }
                case 0x8100, 0x88a8, 0x9100, 0x9200 -> at += 4;
                default -> {
                    return refuse(Refusal.NOT_IP);
                }
            }
        }
        return refuse(Refusal.TOO_MANY_TAGS);
    }

    private boolean rawIp(byte[] frame, int start, int end, PacketRow row) {
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
        int at = start + headerLength;
        int end = Math.min(capturedEnd, start + totalLength);
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
        networkAt = start;
        blank(row);
        row.ipv6 = true;
        row.sourceHigh = BigEndian.longer(frame, start + 8);
        row.sourceLow = BigEndian.longer(frame, start + 16);
        row.destinationHigh = BigEndian.longer(frame, start + 24);
        row.destinationLow = BigEndian.longer(frame, start + 32);
        row.ttl = frame[start + 7] & 0xff;
        row.totalLength = Math.min(40 + claimed, MAX_LENGTH);
        int end = Math.min(capturedEnd, start + 40 + claimed);
        boolean whole = walkExtensions(frame, start + 40, end, frame[start + 6] & 0xff);
        row.protocol = transportProtocol;
        row.fragment = extensionFragment;
        row.ipId = extensionId;
        int left = claimed - (transportAt - start - 40);
        if (!whole || (extensionFragment & FRAGMENT_OFFSET) != 0) {
            payload(frame, transportAt, end, left, row, PayloadClass.UNKNOWN.ordinal());
        } else {
            transport(frame, transportAt, end, left, row);
        }
        return true;
    }

    /**
     * Steps over at most 16 extension headers. The fragment header is kept as IPv4 would say it: offset in units of 8
     * bytes and the bit for more fragments. False when the walk ended inside the chain.
     */
    private boolean walkExtensions(byte[] frame, int start, int end, int firstProtocol) {
        transportAt = start;
        transportProtocol = firstProtocol;
        extensionFragment = 0;
        extensionId = 0;
        for (int headers = 0; isExtension(transportProtocol); headers++) {
            if (headers == MAX_EXTENSIONS || transportAt + 8 > end) {
                return false;
            }
            int length = switch (transportProtocol) {
                case 44 -> 8;
                case 51 -> ((frame[transportAt + 1] & 0xff) + 2) << 2;
                default -> ((frame[transportAt + 1] & 0xff) + 1) << 3;
            };
            if (transportAt + length > end) {
                return false;
            }
            if (transportProtocol == 44) {
                int word = BigEndian.unsignedShort(frame, transportAt + 2);
                extensionFragment = word >>> 3 | ((word & 1) != 0 ? MORE_FRAGMENTS : 0);
                extensionId = BigEndian.unsignedShort(frame, transportAt + 6);
            }
            transportProtocol = frame[transportAt] & 0xff;
            transportAt += length;
            if ((extensionFragment & FRAGMENT_OFFSET) != 0) {
                return true;
            }
        }
        return true;
    }

    /** Hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, shim6. */
    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case 0, 43, 44, 51, 60, 135, 139, 140 -> true;
            default -> false;
        };
    }

    private void transport(byte[] frame, int at, int end, int claimed, PacketRow row) {
        switch (row.protocol) {
            case TCP -> tcp(frame, at, end, claimed, row);
            case UDP -> {
                ports(frame, at, end, row);
                payload(frame, at + 8, end, claimed - 8, row, -1);
            }
            case ICMP -> icmp(frame, at, end, claimed, row, !row.ipv6 && quotesIpv4(frame, at, end));
            case ICMPV6 -> icmp(frame, at, end, claimed, row, row.ipv6 && quotesIpv6(frame, at, end));
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

    private void icmp(byte[] frame, int at, int end, int claimed, PacketRow row, boolean quotes) {
        if (at + 2 <= end) {
            row.sourcePort = frame[at] & 0xff;
            row.destinationPort = frame[at + 1] & 0xff;
        }
        if (quotes) {
            if (row.ipv6) {
                quoteIpv6(frame, at + 8, end, row);
            } else {
                quoteIpv4(frame, at + 8, end, row);
            }
        }
        payload(frame, at + 8, end, claimed - 8, row, PayloadClass.UNKNOWN.ordinal());
    }

    /** Unreachable, quench, redirect, time exceeded and parameter problem quote the packet they complain of. */
    private static boolean quotesIpv4(byte[] frame, int at, int end) {
        if (at + 28 > end || (frame[at + 8] & 0xff) >>> 4 != 4 || (frame[at + 8] & 0xf) < 5) {
            return false;
        }
        return switch (frame[at]) {
            case 3, 4, 5, 11, 12 -> true;
            default -> false;
        };
    }

    private static boolean quotesIpv6(byte[] frame, int at, int end) {
        return at + 48 <= end && frame[at] >= 1 && frame[at] <= 4 && (frame[at + 8] & 0xff) >>> 4 == 6;
    }

    private static void quoteIpv4(byte[] frame, int start, int end, PacketRow row) {
        row.quotes = true;
        row.quotedProtocol = frame[start + 9] & 0xff;
        row.quotedSource = BigEndian.integer(frame, start + 12);
        row.quotedDestination = BigEndian.integer(frame, start + 16);
        if ((BigEndian.unsignedShort(frame, start + 6) & FRAGMENT_OFFSET) == 0) {
            quotePorts(frame, start + ((frame[start] & 0xf) << 2), end, row);
        }
    }

    private void quoteIpv6(byte[] frame, int start, int end, PacketRow row) {
        boolean whole = walkExtensions(frame, start + 40, end, frame[start + 6] & 0xff);
        row.quotes = true;
        row.quotedProtocol = transportProtocol;
        row.quotedSourceHigh = BigEndian.longer(frame, start + 8);
        row.quotedSourceLow = BigEndian.longer(frame, start + 16);
        row.quotedDestinationHigh = BigEndian.longer(frame, start + 24);
        row.quotedDestinationLow = BigEndian.longer(frame, start + 32);
        if (whole && (extensionFragment & FRAGMENT_OFFSET) == 0) {
            quotePorts(frame, transportAt, end, row);
        }
    }

    private static void quotePorts(byte[] frame, int at, int end, PacketRow row) {
        if ((row.quotedProtocol == TCP || row.quotedProtocol == UDP) && at + 4 <= end) {
            row.quotedSourcePort = BigEndian.unsignedShort(frame, at);
            row.quotedDestinationPort = BigEndian.unsignedShort(frame, at + 2);
        } else if ((row.quotedProtocol == ICMP || row.quotedProtocol == ICMPV6) && at + 2 <= end) {
            row.quotedSourcePort = frame[at] & 0xff;
            row.quotedDestinationPort = frame[at + 1] & 0xff;
        }
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
