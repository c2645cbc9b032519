package org.yamori.sensor.parse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers written by hand from the formats' own pages and RFCs, each in front of one and the same packet. */
class LinkHeaderTest {
    private static final String UDP = "1234 0035 0008 0000";
    private static final String PACKET4 = Frames.ipv4(28, 17, "0000") + UDP;
    private static final String PACKET6 = Frames.ipv6(8, 17) + UDP;
    private static final String MACS = "ffffffffffff 020000000001";
    private static final String SNAP4 = "aaaa03 000000 0800";
    private static final String SNAP6 = "aaaa03 000000 86dd";

    private final HeaderParser parser = new HeaderParser();
    private final PacketRow row = new PacketRow();

    private boolean parse(int linkType, String... hex) {
        byte[] frame = Frames.hex(hex);
        return parser.parse(frame, 0, frame.length, linkType, row);
    }

    @ParameterizedTest
    @CsvSource({
        // 802.3 with a length, and the types of tags that the standards and the vendors gave
        "1, ffffffffffff 020000000001 0024 aaaa03 000000 0800",
        "1, ffffffffffff 020000000001 001f 060603",
        "1, ffffffffffff 020000000001 8100 0005 0024 aaaa03 0000f8 0800",
        // RFC 3032: label 16, then label 17 at the bottom; RFC 4385's control word and Ethernet
        "1, ffffffffffff 020000000001 8847 0001 0040 0001 1140",
        "1, ffffffffffff 020000000001 8848 0001 1140",
        "1, ffffffffffff 020000000001 8100 0005 8847 0001 1140 0000 0000 ffffffffffff 020000000002 0800",
        "219, 0001 1140",
        // RFC 2516 in 802.1ad and 802.1Q, RFC 1661 with the short protocol
        "1, ffffffffffff 020000000001 88a8 0005 8100 0007 8864 11 00 0001 001e 0021",
        "1, ffffffffffff 020000000001 8864 11 00 0001 001d 21",
        "1, ffffffffffff 020000000001 8864 11 00 0001 0022 0281 0001 1140",
        "51, 11 00 0001 001e 0021",
        "9, ff03 0021",
        "9, 0021",
        "9, 21",
        "9, ff03 0281 0001 1140",
        "50, ff03 0021",
        "50, 0f00 0800",
        "50, 8f00 0800",
        "166, 0003 0021",
        "166, 0103 0021",
        "104, 0f00 0800",
        // RFC 2427 with addresses of two, three and four bytes, and Cisco's way
        "107, 1841 03 cc",
        "107, 1841 03 00 80 000000 0800",
        "107, 1840 01 03 cc",
        "107, 1840 00 01 03 cc",
        "107, 1841 0800",
        // address families in either byte order
        "0, 02000000",
        "0, 00000002",
        "108, 00000002",
        "109, 02000000 00000000 00000000",
        "117, 3d 02 00000000000000000000 00000000000000000000 00000000000000000000 00000000000000000000"
                + " 00000000000000000000 00000000000000000000 0000",
        "226, 01 02 00000000000000000000 00000000000000000000 0000",
        // Linux cooked, both versions, also with a tag and with 802.2 behind it
        "113, 0000 0001 0006 0200000000010000 0800",
        "113, 0004 0001 0006 0200000000010000 8100 0005 0800",
        "113, 0000 0001 0006 0200000000010000 0004 aaaa03 000000 0800",
        "276, 0800 0000 00000001 0001 00 06 0200000000010000",
        // netfilter's log in both byte orders: a prefix, then the packet
        "239, 02 00 0001 0500 0a00 00 000000 2000 0900",
        "239, 02 00 0001 0005 000a 00 000000 0020 0009",
        // tags of switches
        "281, ffffffffffff 020000000001 20000001 0800",
        "282, 20000001 ffffffffffff 020000000001 0800",
        "284, ffffffffffff 020000000001 c0180001 0800",
        "285, ffffffffffff 020000000001 dada 0000 c0180001 0800",
        "138, 0000000000000001 0000000000000002 0800",
        "242, 00000000000000000000 00000000000000000000 00000000000000000000 00000000000000000000 0800 0000",
        "100, aaaa03 000000 0800",
        "10, 50 ffffffffffff 020000000001 aaaa03 000000 0800",
        "6, 10 40 ffffffffffff 020000000001 aaaa03 000000 0800",
        "6, 10 40 ffffffffffff 820000000001 0410 0000 aaaa03 000000 0800",
        "258, 10000000 00000000 01000000 00000000 ffffffffffff 020000000001 0800"
    })
    void packetBehindThisHeader_isFound(int linkType, String header) {
        assertThat(parse(linkType, header, PACKET4)).as("%s", parser.refusal()).isTrue();
        assertThat(row.ipv6).isFalse();
        assertThat(row.source).isEqualTo(0xc0000201);
        assertThat(row.destinationPort).isEqualTo(53);
    }

    @ParameterizedTest
    @CsvSource({
        "1, ffffffffffff 020000000001 8847 0001 1140",
        "1, ffffffffffff 020000000001 8864 11 00 0001 0032 0057",
        "9, ff03 57",
        "104, 0f00 86dd",
        "107, 1841 03 8e",
        "0, 1e000000",
        "0, 1c000000",
        "0, 18000000",
        "0, 0000001e",
        "113, 0000 0001 0006 0200000000010000 86dd",
        "276, 86dd 0000 00000001 0001 00 06 0200000000010000",
        "239, 0a 00 0001 3400 0900",
        "226, 01 1a 00000000000000000000 00000000000000000000 0000"
    })
    void ipv6BehindThisHeader_isFound(int linkType, String header) {
        assertThat(parse(linkType, header, PACKET6)).as("%s", parser.refusal()).isTrue();
        assertThat(row.ipv6).isTrue();
        assertThat(row.sourceLow).isEqualTo(1);
        assertThat(row.destinationPort).isEqualTo(53);
    }

    /** IEEE 802.11-2020, 9.2.4: data; to and from the distribution system; with quality of service; with HT control. */
    @ParameterizedTest
    @CsvSource({
        "0801 0000",
        "0802 0000",
        "8802 0000",
        "0803 0000 040404040404",
        "8803 0000 040404040404 0000",
        "8882 0000"
    })
    void dataFrameOfWireless_isRead(String kind) {
        String addresses = "010101010101 020202020202 030303030303 0000";
        String first = kind.substring(0, 9);
        String rest = kind.substring(9);
        if (kind.startsWith("8802")) {
            rest = "0000";
        } else if (kind.startsWith("8882")) {
            rest = "0000 00000000";
        }
        String frame = first + addresses + rest;
        assertThat(parse(105, frame, SNAP4, PACKET4)).as("%s", parser.refusal()).isTrue();
        assertThat(row.destinationPort).isEqualTo(53);
        assertThat(parse(105, frame, SNAP6, PACKET6)).isTrue();

        assertThat(parse(127, "0000 0800 00000000", frame, SNAP4, PACKET4)).isTrue();
        assertThat(parse(192, "0000 0800 69000000", frame, SNAP4, PACKET4)).isTrue();
        assertThat(parse(163, "80211001 00000008", frame, SNAP4, PACKET4)).isTrue();
        assertThat(parse(119, "44000000 90000000", "00".repeat(136), frame, SNAP4, PACKET4))
                .isTrue();
    }

    /** radiotap.org: bit 31 of a present word announces one more, time is 8 bytes on a boundary of 8, then flags. */
    @Test
    void paddingThatRadiotapAnnounces_isSteppedOver() {
        String frame = "8802 0000 010101010101 020202020202 030303030303 0000 0000 0000";
        assertThat(parse(127, "0000 0900 02000000 20", frame, SNAP4, PACKET4)).isTrue();
        assertThat(row.destinationPort).isEqualTo(53);
        String twoWordsAndTime = "0000 1900 03000080 00000000 00000000 1122334455667788 20";
        assertThat(parse(127, twoWordsAndTime, frame, SNAP4, PACKET4)).isTrue();
        assertThat(row.destinationPort).isEqualTo(53);
    }

    @Test
    void whatWirelessFramesHide_isRefusedWithItsReason() {
        String addresses = "0000 010101010101 020202020202 030303030303";
        assertRefused(Refusal.ENCRYPTED, 105, "0841", addresses, "0000", SNAP4, PACKET4);
        assertRefused(Refusal.NOT_IP, 105, "8000", addresses, "0000", SNAP4, PACKET4);
        assertRefused(Refusal.NOT_IP, 105, "4801", addresses, "0000");
        assertRefused(Refusal.NOT_IP, 105, "0801", addresses, "0100", SNAP4, PACKET4);
        assertRefused(Refusal.NOT_IP, 105, "8801", addresses, "0000 8000", SNAP4, PACKET4);
        assertRefused(Refusal.LINK_CUT_SHORT, 105, "0801", addresses);
        assertRefused(Refusal.LINK_CUT_SHORT, 127, "0000 ffff 00000000", PACKET4);
    }

    @Test
    void whatIsNoIpOnTheLink_isRefused() {
        assertRefused(Refusal.NOT_IP, 1, MACS, "0806 0001");
        assertRefused(Refusal.NOT_IP, 1, MACS, "8863 11 09 0000 0004 0101 0000");
        assertRefused(Refusal.NOT_IP, 1, MACS, "8864 11 00 0001 0008 c021 09000008");
        assertRefused(Refusal.NOT_IP, 1, MACS, "8847 0001 1140 a0");
        assertRefused(Refusal.IP_CUT_SHORT, 1, MACS, "8847 0001 1140");
        assertRefused(Refusal.LINK_CUT_SHORT, 1, MACS, "8847 0001 1040");
        assertRefused(Refusal.TOO_MANY_TAGS, 1, MACS, "8847", "00011040".repeat(16), "00011140", PACKET4);
        assertRefused(Refusal.TOO_MANY_TAGS, 1, (MACS + "8847 00011140 00000000").repeat(9), MACS, "0800", PACKET4);
        assertRefused(Refusal.NOT_IP, 1, MACS, "0026 424203 000000");
        assertRefused(Refusal.NOT_IP, 0, "07000000", PACKET4);
        assertRefused(Refusal.NOT_IP, 113, "0004 0338 0000 0000000000000000 0800", PACKET4);
        assertRefused(Refusal.NOT_IP, 107, "0841 03 b1");
        assertRefused(Refusal.NOT_IP, 107, "0000 000000 03 cc", PACKET4);
        assertRefused(Refusal.IP_VERSION, 0, "02000000", PACKET6);
        assertRefused(Refusal.LINK_TYPE, 195, PACKET4);
        for (int linkType = 0; linkType < 300; linkType++) {
            assertThat(parse(linkType, "")).isFalse();
            assertThat(parser.refusal() != Refusal.LINK_TYPE)
                    .as("link type " + linkType)
                    .isEqualTo(LinkType.isRead(linkType));
        }
    }

    private void assertRefused(Refusal expected, int linkType, String... hex) {
        assertThat(parse(linkType, hex)).as(String.join(" ", hex)).isFalse();
        assertThat(parser.refusal()).as(String.join(" ", hex)).isEqualTo(expected);
    }

    @Test
    void linkTypesThatAreNotRead_areNamed() {
        assertThat(LinkType.refusal(195)).isEqualTo("link type 195 (IEEE 802.15.4) is not read");
        assertThat(LinkType.refusal(150)).isEqualTo("link type 150 (private use) is not read");
        assertThat(LinkType.refusal(4000)).isEqualTo("link type 4000 is not read");
    }
}
