package org.yamori.sensor.simulate;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.yamori.wire.PacketRow;

/**
 * A writer of classic pcap files (microseconds, little endian) from rows: headers as the row says, checksums right,
 * payload of zeros. It writes what a simulator makes: a row whose lengths do not add up, a later fragment, or an IPv4
 * packet with options is refused, not bent.
 */
public final class PcapWriter implements Closeable {
    /** What a frame begins with. */
    public enum Framing {
        /** Ethernet, padded to 60 bytes. */
        ETHERNET(1),
        /** The IP header itself. */
        RAW_IP(101);

        private final int linkType;

        Framing(int linkType) {
            this.linkType = linkType;
        }
    }

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERNET_LEAST = 60;
    private static final int LARGEST_FRAME = ETHERNET_HEADER + 65_535;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final long LAST_SECOND = 0xffffffffL;

    private final OutputStream out;
    private final Framing framing;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private long packets;
    private long bytes;
    private boolean closed;

    /** Writes the file header; the stream is closed with this writer and needs no buffer of its own. */
    public PcapWriter(OutputStream out, Framing framing) {
        this.out = out;
        this.framing = framing;
        little(0xa1b2c3d4);
        little(2 | 4 << 16);
        little(0);
        little(0);
        little(LARGEST_FRAME);
        little(framing.linkType);
    }

    /** An Ethernet capture in a file, which is replaced if it exists. */
    public static PcapWriter to(Path file) throws IOException {
        return new PcapWriter(Files.newOutputStream(file), Framing.ETHERNET);
    }

    public long packets() {
        return packets;
    }

    /** Bytes of the file so far. */
    public long bytes() {
        return bytes + filled;
    }

    public void write(PacketRow row) throws IOException {
        if (buffer.length - filled < RECORD_HEADER + LARGEST_FRAME) {
            flush();
        }
        record(row);
        packets++;
    }

    private void record(PacketRow row) {
        long second = Math.floorDiv(row.timeMicros, 1_000_000L);
        if (second < 0 || second > LAST_SECOND) {
            throw new IllegalArgumentException(
                    "pcap files hold times from 1970 to 2106, was " + row.timeMicros + " microseconds after 1970");
        }
        int header = filled;
        int frame = header + RECORD_HEADER;
        int at = frame;
        if (framing == Framing.ETHERNET) {
            Frames.putLong(buffer, at, 0x0200_0000_0001_0200L);
            Frames.putInteger(buffer, at + 8, 0x0000_0002);
            Frames.putShort(buffer, at + 12, row.ipv6 ? 0x86dd : 0x0800);
            at += ETHERNET_HEADER;
        }
        int end = row.ipv6 ? ipv6(row, at) : ipv4(row, at);
        if (framing == Framing.ETHERNET && end - frame < ETHERNET_LEAST) {
            Arrays.fill(buffer, end, frame + ETHERNET_LEAST, (byte) 0);
            end = frame + ETHERNET_LEAST;
        }
        little((int) second);
        little((int) (row.timeMicros - second * 1_000_000L));
        little(end - frame);
        little(end - frame);
        filled = end;
    }

    private int ipv4(PacketRow row, int at) {
        if ((row.fragment & FRAGMENT_OFFSET) != 0) {
            throw new IllegalArgumentException(
                    "only first fragments can be written, the fragment offset was " + (row.fragment & FRAGMENT_OFFSET));
        }
        Frames.putShort(buffer, at, 0x4500);
        Frames.putShort(buffer, at + 2, row.totalLength);
        Frames.putShort(buffer, at + 4, row.ipId);
        Frames.putShort(buffer, at + 6, row.fragment);
        Frames.putShort(buffer, at + 8, (row.ttl << 8) | row.protocol);
        Frames.putShort(buffer, at + 10, 0);
        Frames.putInteger(buffer, at + 12, row.source);
        Frames.putInteger(buffer, at + 16, row.destination);
        Frames.putShort(buffer, at + 10, Frames.checksum(Frames.sum(buffer, at, 20)));
        return transport(row, at, at + 20, Frames.sum(buffer, at + 12, 8));
    }

    private int ipv6(PacketRow row, int at) {
        if (row.fragment != 0 || row.ipId != 0) {
            throw new IllegalArgumentException("IPv6 fragments cannot be written, the fragment field was "
                    + row.fragment + " and the id " + row.ipId);
        }
        Frames.putInteger(buffer, at, 0x60000000);
        Frames.putShort(buffer, at + 4, row.totalLength - 40);
        Frames.putShort(buffer, at + 6, (row.protocol << 8) | row.ttl);
        Frames.putLong(buffer, at + 8, row.sourceHigh);
        Frames.putLong(buffer, at + 16, row.sourceLow);
        Frames.putLong(buffer, at + 24, row.destinationHigh);
        Frames.putLong(buffer, at + 32, row.destinationLow);
        return transport(row, at, at + 40, Frames.sum(buffer, at + 8, 32));
    }

    private int transport(PacketRow row, int ip, int at, long addressSum) {
        int payload = switch (row.protocol) {
            case TCP -> tcp(row, at);
            case UDP -> udp(row, at);
            case ICMP -> icmp(row, at, !row.ipv6 && row.quotes);
            case ICMPV6 -> icmp(row, at, row.ipv6 && row.quotes);
            default -> at;
        };
        int end = payload + row.payloadLength;
        if (row.payloadLength < 0 || row.totalLength > 65_535 || end - ip != row.totalLength) {
            throw new IllegalArgumentException("the total length must be what headers of " + (payload - ip)
                    + " bytes and a payload of " + row.payloadLength + " make, was " + row.totalLength);
        }
        if (row.quotes && (row.protocol == ICMP || row.protocol == ICMPV6)) {
            quote(row, payload, end);
        } else {
            Arrays.fill(buffer, payload, end, (byte) 0);
        }
        checksum(row, at, end - at, addressSum);
        return end;
    }

    private int tcp(PacketRow row, int at) {
        Frames.putShort(buffer, at, row.sourcePort);
        Frames.putShort(buffer, at + 2, row.destinationPort);
        Frames.putInteger(buffer, at + 4, row.sequence);
        Frames.putInteger(buffer, at + 8, row.acknowledgement);
        Frames.putShort(buffer, at + 14, row.window);
        Frames.putInteger(buffer, at + 16, 0);
        int end = at + 20;
        if (!row.synOptions.isEmpty()) {
            end = SynOptionBytes.of(row.synOptions).write(buffer, end, (int) (row.timeMicros / 1_000));
        }
        Frames.putShort(buffer, at + 12, ((end - at) << 10) | row.tcpFlags);
        return end;
    }

    private int udp(PacketRow row, int at) {
        Frames.putShort(buffer, at, row.sourcePort);
        Frames.putShort(buffer, at + 2, row.destinationPort);
        Frames.putShort(buffer, at + 4, 8 + row.payloadLength);
        Frames.putShort(buffer, at + 6, 0);
        return at + 8;
    }

    private int icmp(PacketRow row, int at, boolean error) {
        Frames.putShort(buffer, at, (row.sourcePort << 8) | row.destinationPort);
        Frames.putShort(buffer, at + 2, 0);
        // an error has four unused bytes, an echo its identifier and sequence number
        Frames.putInteger(buffer, at + 4, error ? 0 : (row.ipId << 16) | 1);
        return at + 8;
    }

    private void quote(PacketRow row, int at, int end) {
        int length = QuotedPacket.bytes(row.ipv6);
        if (end - at != length) {
            throw new IllegalArgumentException(
                    "a quoted packet is a payload of " + length + " bytes, was " + row.payloadLength);
        }
        QuotedPacket.write(row, buffer, at);
    }

    /** TCP, UDP and ICMPv6 sum a pseudo header too (RFC 9293, 768, 8200); a UDP sum of zero is sent as all ones. */
    private void checksum(PacketRow row, int at, int length, long addressSum) {
        int place = switch (row.protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMP, ICMPV6 -> 2;
            default -> -1;
        };
        if (place < 0) {
            return;
        }
        long sum = Frames.sum(buffer, at, length);
        if (row.protocol != ICMP) {
            sum += addressSum + row.protocol + length;
        }
        int checksum = Frames.checksum(sum);
        Frames.putShort(buffer, at + place, checksum == 0 && row.protocol == UDP ? 0xffff : checksum);
    }

    private void little(int value) {
        Frames.putInteger(buffer, filled, Integer.reverseBytes(value));
        filled += 4;
    }

    private void flush() throws IOException {
        out.write(buffer, 0, filled);
        bytes += filled;
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            flush();
        }
    }
}
