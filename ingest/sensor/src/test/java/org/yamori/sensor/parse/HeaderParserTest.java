package org.yamori.sensor.parse;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.PacketRow;
import org.yamori.wire.PayloadClass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeaderParserTest {
    /** Ports 4660 to 23, sequence 1, acknowledgement 2, SYN, window 1024. */
    private static final String SYN = "1234 0017 00000001 00000002 50 02 0400 0000 0000";

    private final HeaderParser parser = new HeaderParser();
    private final PacketRow row = new PacketRow();

    private boolean parse(int linkType, String... hex) {
        byte[] frame = Frames.hex(hex);
        return parser.parse(frame, 0, frame.length, linkType, row);
    }

    @Test
    void synInEthernet_fillsEveryField() {
        assertThat(parse(1, Frames.ETHERNET_IPV4, Frames.ipv4(40, 6, "4000"), SYN, "000000000000"))
                .isTrue();

        assertThat(row.ipv6).isFalse();
        assertThat(row.source).isEqualTo(0xc0000201);
        assertThat(row.destination).isEqualTo(0xc6336402);
        assertThat(row.protocol).isEqualTo(6);
        assertThat(row.sourcePort).isEqualTo(0x1234);
        assertThat(row.destinationPort).isEqualTo(23);
        assertThat(row.sequence).isEqualTo(1);
        assertThat(row.acknowledgement).isEqualTo(2);
        assertThat(row.tcpFlags).isEqualTo(2);
        assertThat(row.window).isEqualTo(1024);
        assertThat(row.ttl).isEqualTo(64);
        assertThat(row.ipId).isEqualTo(0x1234);
        assertThat(row.totalLength).isEqualTo(40);
        assertThat(row.fragment).isEqualTo(0x4000);
        assertThat(row.synOptions).isEqualTo("/-/-");
        assertThat(row.payloadLength).as("Ethernet's padding is no payload").isZero();
        assertThat(row.payloadHash).isZero();
        assertThat(row.payloadClass).isEqualTo(PayloadClass.NONE.ordinal());
        assertThat(row.quotes).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8100 0005", "88a8 0005 8100 0007", "9100 0001 9100 0002 8100 0003 8100 0004"})
    void vlanTags_areSteppedOver(String tags) {
        assertThat(parse(1, "ffffffffffff000000000001", tags, "0800", Frames.ipv4(40, 6, "0000"), SYN))
                .isTrue();
        assertThat(row.destinationPort).isEqualTo(23);
    }

    @Test
    void moreThanSixteenTags_areRefused() {
        assertThat(parse(1, "ffffffffffff000000000001", "81000001".repeat(17), "0800", Frames.ipv4(40, 6, "0000"), SYN))
                .isFalse();
        assertThat(parser.refusal()).isEqualTo(Refusal.TOO_MANY_TAGS);
    }

    @ParameterizedTest
    @CsvSource({"12", "14", "101", "228"})
    void rawIpv4_isRead(int linkType) {
        assertThat(parse(linkType, Frames.ipv4(40, 6, "0000"), SYN)).isTrue();
        assertThat(row.sourcePort).isEqualTo(0x1234);
    }

    @ParameterizedTest
    @CsvSource({"12", "14", "101", "229"})
    void rawIpv6_isRead(int linkType) {
        assertThat(parse(linkType, Frames.ipv6(20, 6), SYN)).isTrue();

        assertThat(row.ipv6).isTrue();
        assertThat(row.sourceHigh).isEqualTo(0x20010db800000000L);
        assertThat(row.sourceLow).isEqualTo(1);
        assertThat(row.destinationHigh).isEqualTo(0x20010db800000000L);
        assertThat(row.destinationLow).isEqualTo(2);
        assertThat(row.totalLength).isEqualTo(60);
        assertThat(row.ttl).isEqualTo(64);
        assertThat(row.ipId).isZero();
        assertThat(row.destinationPort).isEqualTo(23);
    }

    /** Expected texts by hand from the option bytes; RFC 9293 3.1, RFC 7323 2.2 and 3.2, RFC 2018. */
    @ParameterizedTest
    @CsvSource({
        "a002, 020405b4 0402 080a0000000000000000 01 030307, 2.4.8.1.3/1460/7",
        "6002, 02040218, 2/536/-",
        "7002, 0204ffff 01030300, 2.1.3/65535/0",
        "6002, 00000000, 0/-/-",
        "6002, 01010101, 1.1.1.1/-/-",
        "6002, 02ff05b4, 2!/-/-",
        "6002, 01010102, 1.1.1.2!/-/-",
        "6002, 02020101, 2.1.1/-/-",
        "6002, 08000000, 8!/-/-"
    })
    void synOptions_areSpelled(String headerLengthAndFlags, String options, String expected) {
        String head = "1234 0017 00000001 00000000" + headerLengthAndFlags + "0400 0000 0000";
        int length = 40 + options.replace(" ", "").length() / 2;
        assertThat(parse(101, Frames.ipv4(length, 6, "0000"), head, options)).isTrue();
        assertThat(row.synOptions).isEqualTo(expected);

        String first = row.synOptions;
        parse(101, Frames.ipv4(length, 6, "0000"), head, options);
        assertThat(row.synOptions).as("the text is remembered").isSameAs(first);
    }

    @Test
    void optionsCutByTheSnapshot_endInAnExclamationMark() {
        assertThat(parse(101, Frames.ipv4(60, 6, "0000"), "1234 0017 00000001 00000000 a002 0400 0000 0000 020405b4"))
                .isTrue();
        assertThat(row.synOptions).isEqualTo("2!/1460/-");
        assertThat(row.payloadLength).isZero();
    }

    @Test
    void synCutBeforeItsOptions_saysSo() {
        String head = "1234 0017 00000001 00000000 a002 0400";
        assertThat(parse(101, Frames.ipv4(60, 6, "0000"), head)).isTrue();
        assertThat(row.synOptions).isEqualTo("!/-/-");
    }

    @Test
    void synAck_hasNoOptionText() {
        assertThat(parse(101, Frames.ipv4(44, 6, "0000"), "1234 0017 00000001 00000000 6012 0400 0000 0000 020405b4"))
                .isTrue();
        assertThat(row.tcpFlags).isEqualTo(0x12);
        assertThat(row.synOptions).isEmpty();
    }

    /** Hash of the three bytes "abc" from FIPS 180-2, appendix B.1: ba7816bf 8f01cfea … */
    @Test
    void payload_isHashedWithSha256() {
        assertThat(parse(101, Frames.ipv4(31, 17, "0000"), "0035 1234 000b 0000", "616263"))
                .isTrue();
        assertThat(row.payloadHash).isEqualTo(0xba7816bf8f01cfeaL);
        assertThat(row.payloadLength).isEqualTo(3);
        assertThat(row.payloadClass).isEqualTo(PayloadClass.UNKNOWN.ordinal());
    }

    /** Requirement D-02. */
    @Test
    void payloadOf100Bytes_leavesHeadersAndHashOnly_andTheSameHashForTheSameBytes() {
        String payload = "00112233445566778899".repeat(10);
        assertThat(parse(101, Frames.ipv4(128, 17, "0000"), "0001 0002 006c 0000", payload))
                .isTrue();
        long first = row.payloadHash;
        assertThat(row.payloadLength).isEqualTo(100);
        assertThat(first).isNotZero();

        assertThat(parse(1, Frames.ETHERNET_IPV6, Frames.ipv6(120, 6), SYN, payload))
                .isTrue();
        assertThat(row.payloadHash).isEqualTo(first);
        assertThat(row.payloadLength).isEqualTo(100);

        assertThat(parse(101, Frames.ipv4(128, 17, "0000"), "0001 0002 006c 0000", payload.substring(2), "00"))
                .isTrue();
        assertThat(row.payloadHash).isNotEqualTo(first);
    }

    @Test
    void lengthIsAsIpClaims_hashIsOfWhatWasCaptured() {
        assertThat(parse(101, Frames.ipv4(1500, 17, "0000"), "0001 0002 05c8 0000", "616263"))
                .isTrue();
        assertThat(row.totalLength).isEqualTo(1500);
        assertThat(row.payloadLength).isEqualTo(1472);
        assertThat(row.payloadHash).isEqualTo(0xba7816bf8f01cfeaL);
    }

    @Test
    void totalLengthZero_countsWhatWasCaptured() {
        assertThat(parse(101, Frames.ipv4(0, 17, "0000"), "0001 0002 05c8 0000", "616263"))
                .isTrue();
        assertThat(row.totalLength).isEqualTo(31);
        assertThat(row.payloadLength).isEqualTo(3);
    }

    @Test
    void ipv4Options_moveTheTransportHeader() {
        assertThat(parse(101, "46 00 002c 1234 0000 40 06 0000 c0000201 c6336402 01010100", SYN))
                .isTrue();
        assertThat(row.destinationPort).isEqualTo(23);
        assertThat(row.payloadLength).isZero();
    }

    @Test
    void laterFragment_hasNoPorts() {
        parse(101, Frames.ipv4(40, 6, "2000"), SYN);
        assertThat(row.fragment).isEqualTo(0x2000);
        assertThat(row.destinationPort).as("the first fragment has them").isEqualTo(23);

        assertThat(parse(101, Frames.ipv4(40, 6, "00b9"), SYN)).isTrue();
        assertThat(row.fragment).isEqualTo(0xb9);
        assertThat(row.protocol).isEqualTo(6);
        assertThat(row.sourcePort).isZero();
        assertThat(row.destinationPort).isZero();
        assertThat(row.tcpFlags).isZero();
        assertThat(row.synOptions).isEmpty();
        assertThat(row.payloadLength).isEqualTo(20);
    }

    @Test
    void ipv6ExtensionHeaders_areSteppedOver() {
        // hop-by-hop, destination options, then a first fragment with identification 0xabcd1234
        String chain = "3c 00 0000 0000 0000" + "2c 00 0000 0000 0000" + "06 00 0001 abcd1234";
        assertThat(parse(101, Frames.ipv6(24 + 20, 0), chain, SYN)).isTrue();
        assertThat(row.protocol).isEqualTo(6);
        assertThat(row.destinationPort).isEqualTo(23);
        assertThat(row.fragment).isEqualTo(0x2000);
        assertThat(row.ipId).isEqualTo(0x1234);

        assertThat(parse(101, Frames.ipv6(8 + 20, 44), "06 00 05c8 abcd1234", SYN))
                .isTrue();
        assertThat(row.protocol).isEqualTo(6);
        assertThat(row.fragment).isEqualTo(0xb9);
        assertThat(row.destinationPort).isZero();
    }

    @Test
    void endlessChainOfExtensions_ends() {
        assertThat(parse(101, Frames.ipv6(800, 0), "0000000000000000".repeat(100)))
                .isTrue();
        assertThat(row.protocol).isZero();
        assertThat(row.destinationPort).isZero();
    }

    @Test
    void icmp_hasTypeAndCodeAsPorts() {
        assertThat(parse(101, Frames.ipv4(32, 1, "0000"), "08 00 0000 0001 0001 61626364"))
                .isTrue();
        assertThat(row.sourcePort).isEqualTo(8);
        assertThat(row.destinationPort).isZero();
        assertThat(row.payloadLength).isEqualTo(4);
        assertThat(row.quotes).isFalse();
    }

    @Test
    void icmpError_quotesThePacketItComplainsOf() {
        String quoted = "45 00 0028 0001 0000 30 11 0000 c6336402 c0000209" + "d431 0035 0014 0000";
        assertThat(parse(101, Frames.ipv4(56, 1, "0000"), "03 03 0000 00000000", quoted))
                .isTrue();
        assertThat(row.sourcePort).isEqualTo(3);
        assertThat(row.destinationPort).isEqualTo(3);
        assertThat(row.quotes).isTrue();
        assertThat(row.quotedProtocol).isEqualTo(17);
        assertThat(row.quotedSource).isEqualTo(0xc6336402);
        assertThat(row.quotedDestination).isEqualTo(0xc0000209);
        assertThat(row.quotedSourcePort).isEqualTo(0xd431);
        assertThat(row.quotedDestinationPort).isEqualTo(53);

        parse(101, Frames.ipv4(40, 6, "0000"), SYN);
        assertThat(row.quotes).as("the next packet quotes nothing").isFalse();
        assertThat(row.quotedProtocol).isZero();
    }

    @Test
    void icmpErrorCutInsideTheQuote_quotesNothing() {
        assertThat(parse(101, Frames.ipv4(56, 1, "0000"), "03 03 0000 00000000 45000028"))
                .isTrue();
        assertThat(row.quotes).isFalse();
    }

    @Test
    void icmpv6Error_quotesThePacketItComplainsOf() {
        String quoted = Frames.ipv6(20, 6) + "0050 c001 00000000";
        assertThat(parse(101, Frames.ipv6(8 + 48, 58), "01 04 0000 00000000", quoted))
                .isTrue();
        assertThat(row.sourcePort).isEqualTo(1);
        assertThat(row.destinationPort).isEqualTo(4);
        assertThat(row.protocol).isEqualTo(58);
        assertThat(row.quotes).isTrue();
        assertThat(row.quotedProtocol).isEqualTo(6);
        assertThat(row.quotedSourceLow).isEqualTo(1);
        assertThat(row.quotedDestinationLow).isEqualTo(2);
        assertThat(row.quotedDestinationHigh).isEqualTo(0x20010db800000000L);
        assertThat(row.quotedSourcePort).isEqualTo(80);
        assertThat(row.quotedDestinationPort).isEqualTo(0xc001);
    }

    @Test
    void whatTheSnapshotCutOff_isZero() {
        byte[] frame = Frames.hex(Frames.ipv4(40, 6, "0000"), SYN);
        for (int length = 20; length <= 40; length++) {
            parse(101, Frames.ipv4(40, 6, "0000"), SYN);
            assertThat(parser.parse(frame, 0, length, 101, row)).isTrue();
            assertThat(row.destinationPort).isEqualTo(length >= 24 ? 23 : 0);
            assertThat(row.sequence).isEqualTo(length >= 28 ? 1 : 0);
            assertThat(row.acknowledgement).isEqualTo(length >= 32 ? 2 : 0);
            assertThat(row.tcpFlags).isEqualTo(length >= 34 ? 2 : 0);
            assertThat(row.window).isEqualTo(length >= 36 ? 1024 : 0);
            assertThat(row.totalLength).isEqualTo(40);
        }
        for (int length = 0; length < 20; length++) {
            assertThat(parser.parse(frame, 0, length, 101, row)).isFalse();
            assertThat(parser.refusal()).isEqualTo(Refusal.IP_CUT_SHORT);
        }
    }

    @Test
    void bytesBehindTheFrame_areNotRead() {
        byte[] frame = Frames.hex("ffff", Frames.ipv4(31, 17, "0000"), "0035 1234 000b 0000", "616263", "646566");
        assertThat(parser.parse(frame, 2, 31, 101, row)).isTrue();
        assertThat(row.payloadHash).isEqualTo(0xba7816bf8f01cfeaL);
        assertThatThrownBy(() -> parser.parse(frame, 2, frame.length, 101, row))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatIsNoIpPacket_isRefusedWithAReason() {
        assertRefused(Refusal.NOT_IP, 1, "ffffffffffff 000000000001 0806 0001");
        assertRefused(Refusal.LINK_CUT_SHORT, 1, "ffffffffffff 00000000");
        assertRefused(Refusal.IP_CUT_SHORT, 1, Frames.ETHERNET_IPV6, "6000");
        assertRefused(Refusal.IP_VERSION, 1, Frames.ETHERNET_IPV6, Frames.ipv4(60, 6, "0000"), SYN);
        assertRefused(Refusal.IP_VERSION, 1, Frames.ETHERNET_IPV4, Frames.ipv6(20, 6), SYN);
        assertRefused(Refusal.NOT_IP, 101, "50".repeat(40));
        assertRefused(Refusal.IP_LENGTH, 101, "44 00 0028 1234 0000 40 06 0000 c0000201 c6336402", SYN);
        assertRefused(Refusal.IP_LENGTH, 101, "4f 00 0028 1234 0000 40 06 0000 c0000201 c6336402", SYN);
        assertRefused(Refusal.LINK_TYPE, 195, "00");
    }

    private void assertRefused(Refusal expected, int linkType, String... hex) {
        assertThat(parse(linkType, hex)).as(String.join(" ", hex)).isFalse();
        assertThat(parser.refusal()).isEqualTo(expected);
    }

    @Test
    void noByteOfAnyFrame_makesTheParserFail() {
        java.util.Random random = new java.util.Random(20141021);
        byte[] seed = Frames.hex(
                Frames.ipv6(120, 0), "2c00000000000000 0600000000000001", SYN, "00112233445566778899".repeat(6));
        for (int i = 0; i < 200_000; i++) {
            byte[] frame = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
            for (int changes = random.nextInt(8); changes > 0 && frame.length > 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            parser.parse(frame, 0, frame.length, i % 3 == 0 ? 1 : 101, row);
            assertThat(row.payloadLength).as("seed 20141021, frame " + i).isBetween(0, 0xffff);
        }
    }

    @Test
    void parsing_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HeaderParser opening = new HeaderParser(Decapsulation.ALL);
        String inner = Frames.ipv6(20, 6) + SYN;
        byte[][] frames = {
            Frames.hex(Frames.ETHERNET_IPV4, Frames.ipv4(40, 6, "4000"), SYN),
            Frames.hex(Frames.ETHERNET_IPV4, Frames.ipv4(44, 6, "0000"), SYN.replace("50 02", "60 02"), "020405b4"),
            Frames.hex(Frames.ETHERNET_IPV4, Frames.ipv4(31, 17, "0000"), "0035 1234 000b 0000 616263"),
            Frames.hex(Frames.ETHERNET_IPV6, Frames.ipv6(20 + 8, 44), "06 00 0001 abcd1234", SYN),
            Frames.hex(Frames.ETHERNET_IPV4, Frames.ipv4(80, 41, "0000"), inner),
            Frames.hex("ffffffffffff 000000000001 8100 0005 8847 00011140", Frames.ipv4(40, 6, "0000"), SYN),
        };
        int warm = 1_000;
        int rounds = 19_000;
        long before = 0;
        for (int i = 0; i < warm + rounds; i++) {
            if (i == warm) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            for (byte[] frame : frames) {
                opening.parse(frame, 0, frame.length, 1, row);
            }
        }
        // What the machine does once may take a few bytes; an object per packet would take 16 for each.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((long) rounds * frames.length / 10);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 80, 474554202f20, HTTP",
        "6, 80, 485454502f312e31, HTTP",
        "6, 22, 5353482d322e30, SSH",
        "6, 443, 1603010200010001fc0303, TLS",
        "6, 3389, 0300001302f0800000, UNKNOWN",
        "6, 3389, 030000130ee00000000000, RDP",
        "6, 445, 00000085ff534d4272, SMB",
        "6, 445, 00000085fe534d4240, SMB",
        "17, 5060, 4f5054494f4e53207369703a6e6d, SIP",
        "17, 1900, 4d2d534541524348202a20485454502f312e31, SSDP",
        "17, 123, 1700032a00000000, NTP",
        "17, 161, 302902010104067075626c6963, SNMP",
        "17, 53, 12340100000100000000000003777777076578616d706c6503636f6d0000010001, DNS_QUERY",
        "17, 53, 12348180000100010000000003777777076578616d706c6503636f6d0000010001, DNS_RESPONSE",
        "17, 53, 12340100000100000000000003777777076578616d706c6503636f6d00000100, UNKNOWN",
        "6, 53, 002112340100000100000000000003777777076578616d706c6503636f6d0000010001, DNS_QUERY",
        "17, 9, 00, UNKNOWN"
    })
    void payloadClass_isGuessedFromTheFirstBytes(int protocol, int port, String payload, PayloadClass expected) {
        int length = payload.length() / 2;
        String transport = protocol == 6
                ? String.format("1234 %04x 00000001 00000000 5018 0400 0000 0000", port)
                : String.format("1234 %04x %04x 0000", port, 8 + length);
        int header = protocol == 6 ? 40 : 28;
        assertThat(parse(101, Frames.ipv4(header + length, protocol, "0000"), transport, payload))
                .isTrue();
        assertThat(PayloadClass.values()[row.payloadClass]).isEqualTo(expected);
    }
}
