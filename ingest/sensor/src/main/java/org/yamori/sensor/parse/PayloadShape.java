package org.yamori.sensor.parse;

import java.nio.charset.StandardCharsets;
import org.yamori.wire.PacketRow;
import org.yamori.wire.PayloadClass;

/** What the first bytes of a TCP or UDP payload look like; a guess by shape, of bytes that a stranger chose. */
final class PayloadShape {
    private static final byte[][] HTTP = texts(
            "GET ",
            "POST ",
            "HEAD ",
            "PUT ",
            "OPTIONS ",
            "CONNECT ",
            "DELETE ",
            "TRACE ",
            "PATCH ",
            "PRI * HTTP/",
            "HTTP/");
    private static final byte[][] SIP = texts(
            "SIP/2.0",
            "OPTIONS sip",
            "REGISTER sip",
            "INVITE sip",
            "ACK sip",
            "BYE sip",
            "CANCEL sip",
            "SUBSCRIBE sip",
            "NOTIFY sip",
            "MESSAGE sip");
    private static final byte[][] SSDP = texts("M-SEARCH * HTTP/", "NOTIFY * HTTP/");
    private static final byte[][] SSH = texts("SSH-");
    private static final int DNS_HEADER = 12;

    private PayloadShape() {}

    static PayloadClass of(byte[] bytes, int at, int end, PacketRow row) {
        boolean tcp = row.protocol == HeaderParser.TCP;
        int first = bytes[at] & 0xff;
        if (first >= 'A' && first <= 'Z') {
            if (startsWithAny(SIP, bytes, at, end)) {
                return PayloadClass.SIP;
            }
            if (startsWithAny(SSDP, bytes, at, end)) {
                return PayloadClass.SSDP;
            }
            if (startsWithAny(HTTP, bytes, at, end)) {
                return !tcp && (row.sourcePort == 1900 || row.destinationPort == 1900)
                        ? PayloadClass.SSDP
                        : PayloadClass.HTTP;
            }
            if (startsWithAny(SSH, bytes, at, end)) {
                return PayloadClass.SSH;
            }
        }
        return tcp ? ofTcp(bytes, at, end) : ofUdp(bytes, at, end, row);
    }

    private static PayloadClass ofTcp(byte[] bytes, int at, int end) {
        int length = end - at;
        int first = bytes[at] & 0xff;
        // TLS record: content type, version 3.x, length up to 2^14 + 256 (RFC 5246, 6.2)
        if (length >= 5
                && first >= 20
                && first <= 23
                && bytes[at + 1] == 3
                && bytes[at + 2] >= 0
                && bytes[at + 2] <= 4) {
            int recordLength = BigEndian.unsignedShort(bytes, at + 3);
            if (recordLength >= 1 && recordLength <= 16640) {
                return PayloadClass.TLS;
            }
        }
        // TPKT (RFC 1006) with an X.224 connection request or confirm
        if (length >= 6 && first == 3 && bytes[at + 1] == 0) {
            int code = bytes[at + 5] & 0xf0;
            if (code == 0xe0 || code == 0xd0) {
                return PayloadClass.RDP;
            }
        }
        // NetBIOS session message with SMB 1, 2 or an encrypted SMB 3 inside
        if (length >= 8 && first == 0 && bytes[at + 5] == 'S' && bytes[at + 6] == 'M' && bytes[at + 7] == 'B') {
            int mark = bytes[at + 4] & 0xff;
            if (mark >= 0xfc) {
                return PayloadClass.SMB;
            }
        }
        return length >= 2 ? dns(bytes, at + 2, end) : PayloadClass.UNKNOWN;
    }

    private static PayloadClass ofUdp(byte[] bytes, int at, int end, PacketRow row) {
        int length = end - at;
        int first = bytes[at] & 0xff;
        if (row.sourcePort == 123 || row.destinationPort == 123) {
            int version = first >>> 3 & 7;
            if (length >= 4 && version >= 1 && version <= 4 && (first & 7) != 0) {
                return PayloadClass.NTP;
            }
        }
        if (first == 0x30 && isSnmp(bytes, at, end)) {
            return PayloadClass.SNMP;
        }
        return dns(bytes, at, end);
    }

    /** A BER sequence that starts with the integer 0, 1 or 3: SNMP v1, v2c, v3. */
    private static boolean isSnmp(byte[] bytes, int at, int end) {
        if (at + 2 > end) {
            return false;
        }
        int lengthByte = bytes[at + 1] & 0xff;
        int version = at + 2 + (lengthByte < 0x80 ? 0 : lengthByte & 0x7f);
        return version + 3 <= end
                && bytes[version] == 2
                && bytes[version + 1] == 1
                && (bytes[version + 2] == 0 || bytes[version + 2] == 1 || bytes[version + 2] == 3);
    }

    /** A DNS message with exactly one question whose name and class are well formed (RFC 1035, 4.1). */
    private static PayloadClass dns(byte[] bytes, int at, int end) {
        if (at + DNS_HEADER + 5 > end || BigEndian.unsignedShort(bytes, at + 4) != 1) {
            return PayloadClass.UNKNOWN;
        }
        boolean response = (bytes[at + 2] & 0x80) != 0;
        int opcode = bytes[at + 2] >>> 3 & 0xf;
        int answers = BigEndian.unsignedShort(bytes, at + 6);
        int authorities = BigEndian.unsignedShort(bytes, at + 8);
        if (opcode > 6 || (!response && opcode == 0 && answers + authorities > 0)) {
            return PayloadClass.UNKNOWN;
        }
        int name = at + DNS_HEADER;
        int nameEnd = Math.min(end, name + 255);
        while (name < nameEnd && bytes[name] != 0) {
            int label = bytes[name] & 0xff;
            if (label > 63) {
                return PayloadClass.UNKNOWN;
            }
            name += 1 + label;
        }
        if (name + 5 > end || bytes[name] != 0) {
            return PayloadClass.UNKNOWN;
        }
        // The upper bit is multicast DNS asking for a unicast answer.
        return switch (BigEndian.unsignedShort(bytes, name + 3) & 0x7fff) {
            case 1, 3, 4, 254, 255 -> response ? PayloadClass.DNS_RESPONSE : PayloadClass.DNS_QUERY;
            default -> PayloadClass.UNKNOWN;
        };
    }

    private static boolean startsWithAny(byte[][] texts, byte[] bytes, int at, int end) {
        for (byte[] text : texts) {
            if (startsWith(text, bytes, at, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] text, byte[] bytes, int at, int end) {
        if (end - at < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[][] texts(String... texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }
}
