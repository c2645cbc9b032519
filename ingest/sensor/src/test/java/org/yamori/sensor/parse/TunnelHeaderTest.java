package org.yamori.sensor.parse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TunnelHeaderTest {
    /** From 10.0.0.1 to 10.0.0.2, UDP from 4660 to port 53. */
    private static final String INNER4 = "45 00 001c 0001 0000 3f 11 0000 0a000001 0a000002 1234 0035 0008 0000";
    /** From fd00::1 to fd00::2, UDP to port 53. */
    private static final String INNER6 = "60000000 0008 11 3f fd000000000000000000000000000001"
            + "fd000000000000000000000000000002 1234 0035 0008 0000";

    private static final String ETHERNET4 = "ffffffffffff 020000000001 0800" + INNER4;
    private static final String VLAN4 = "ffffffffffff 020000000001 8100 0005 0800" + INNER4;

    private final PacketRow row = new PacketRow();

    private static int bytes(String hex) {
        return hex.replace(" ", "").length() / 2;
    }

    private static String outer4(int protocol, String payload) {
        return Frames.ipv4(20 + bytes(payload), protocol, "0000") + payload;
    }

    private static String outer6(int protocol, String payload) {
        return Frames.ipv6(bytes(payload), protocol) + payload;
    }

    private int opened(String words, String packet) {
        HeaderParser parser = new HeaderParser(Decapsulation.of(List.of(words.split(","))));
        byte[] frame = Frames.hex(packet);
        assertThat(parser.parse(frame, 0, frame.length, LinkType.RAW_IP, row)).isTrue();
        return parser.tunnelsOpened();
    }

    private void assertInner4(String words, String packet) {
        assertThat(opened(words, packet)).as(packet).isEqualTo(1);
        assertThat(row.ipv6).isFalse();
        assertThat(row.source).isEqualTo(0x0a000001);
        assertThat(row.destination).isEqualTo(0x0a000002);
        assertThat(row.protocol).isEqualTo(17);
        assertThat(row.ttl).isEqualTo(63);
        assertThat(row.destinationPort).isEqualTo(53);
        assertThat(row.totalLength).isEqualTo(28);
    }

    private void assertOuter(String words, String packet, int protocol) {
        assertThat(opened(words, packet)).as(packet).isZero();
        assertThat(row.protocol).isEqualTo(protocol);
        assertThat(row.source).isEqualTo(0xc0000201);
        assertThat(row.ttl).isEqualTo(64);
        assertThat(row.payloadLength).isPositive();
    }

    @Test
    void byDefault_theOuterPacketCounts() {
        assertOuter("none", outer4(4, INNER4), 4);
        assertThat(row.payloadHash).isNotZero();
        assertOuter("gre,erspan,vxlan", outer4(4, INNER4), 4);
        assertOuter("ipip", outer4(47, "0000 0800" + INNER4), 47);
    }

    @Test
    void ipInIp_isOpenedInAllFourWays() {
        assertInner4("ipip", outer4(4, INNER4));
        assertInner4("ipip", outer6(4, INNER4));
        for (String packet : List.of(outer4(41, INNER6), outer6(41, INNER6))) {
            assertThat(opened("ipip", packet)).isEqualTo(1);
            assertThat(row.ipv6).isTrue();
            assertThat(row.sourceHigh).isEqualTo(0xfd00000000000000L);
            assertThat(row.sourceLow).isEqualTo(1);
            assertThat(row.destinationPort).isEqualTo(53);
            assertThat(row.ttl).isEqualTo(63);
        }
    }

    /** RFC 2784 and 2890: checksum, key, sequence number in this order; Ethernet, tagged Ethernet, MPLS. */
    @ParameterizedTest
    @CsvSource({
        "0000 0800",
        "8000 0800 aaaa 0000",
        "2000 0800 00000001",
        "1000 0800 00000002",
        "b000 0800 aaaa 0000 00000001 00000002",
        "0000 6558 ffffffffffff 020000000001 0800",
        "2000 6558 00000001 ffffffffffff 020000000001 8100 0005 0800",
        "0000 8847 00011140",
        // RFC 2637: key of length and call, sequence, acknowledgement, then PPP
        "3081 880b 0020 0001 00000007 00000008 ff03 0021",
        "3001 880b 001d 0001 00000007 21"
    })
    void gre_isOpened(String header) {
        assertInner4("gre", outer4(47, header + INNER4));
        assertInner4("all", outer6(47, header + INNER4));
    }

    @ParameterizedTest
    @CsvSource({
        // a route to follow (RFC 1701), an unknown version, an unknown payload, no room for what the flags announce
        "4000 0800 00000000 00000000",
        "0002 0800",
        "0000 0806",
        "b000 0800 0000 0000",
        "0000"
    })
    void greThatCannotBeOpened_isTheOuterPacket(String header) {
        assertOuter("all", outer4(47, header + (bytes(header) < 12 && !header.startsWith("b") ? "00000000" : "")), 47);
    }

    /**
     * draft-foschiano-erspan-03: type I has no header of its own, II one of 8 bytes, III 12 and 8 more if announced.
     */
    @Test
    void erspan_isOpenedInItsThreeTypes() {
        assertInner4("erspan", outer4(47, "0000 88be" + ETHERNET4));
        assertInner4("erspan", outer4(47, "1000 88be 00000001 1005 0001 00000000" + VLAN4));
        assertInner4("erspan", outer4(47, "1000 22eb 00000001 2005 0001 00000000 0000 0000" + ETHERNET4));
        assertInner4(
                "erspan", outer4(47, "1000 22eb 00000001 2005 0001 00000000 0000 0001 0000000000000000" + ETHERNET4));
        assertOuter("gre,ipip,vxlan", outer4(47, "0000 88be" + ETHERNET4), 47);
        assertOuter("erspan", outer4(47, "0000 0800" + INNER4), 47);
    }

    @Test
    void vxlan_isOpenedOnItsPortAndWithItsFlag() {
        String network = "08000000 00002a00";
        String datagram = String.format("d431 12b5 %04x 0000", 16 + bytes(ETHERNET4));
        assertInner4("vxlan", outer4(17, datagram + network + ETHERNET4));
        assertInner4("vxlan", outer6(17, datagram + network + ETHERNET4));
        assertOuter("vxlan", outer4(17, datagram + "00000000 00002a00" + ETHERNET4), 17);
        assertThat(row.destinationPort).isEqualTo(4789);
        assertOuter("vxlan", outer4(17, datagram.replace("12b5", "12b6") + network + ETHERNET4), 17);
        assertOuter("vxlan", outer4(17, datagram + network + "ffffffffffff 020000000001 0806 0001"), 17);
    }

    @Test
    void tunnelsInTunnels_areOpenedUpToTheDepth() {
        String packet = INNER4;
        for (int i = 0; i < 12; i++) {
            packet = outer4(4, packet);
        }
        assertThat(opened("all", packet)).isEqualTo(8);
        assertThat(row.protocol).isEqualTo(4);

        HeaderParser parser = new HeaderParser(Decapsulation.ALL.atMost(2));
        byte[] frame = Frames.hex(outer4(47, "0000 0800" + outer4(4, outer4(41, INNER6))));
        assertThat(parser.parse(frame, 0, frame.length, LinkType.RAW_IP, row)).isTrue();
        assertThat(parser.tunnelsOpened()).isEqualTo(2);
        assertThat(row.protocol).isEqualTo(41);
    }

    @Test
    void innerPacketThatIsCutOrBroken_leavesTheOuterOne() {
        for (int length = 0; length < 20; length++) {
            String cut = INNER4.replace(" ", "").substring(0, 2 * length);
            assertThat(opened("all", outer4(4, cut))).isZero();
            assertThat(row.protocol).isEqualTo(4);
            assertThat(row.source).isEqualTo(0xc0000201);
            assertThat(opened("all", outer6(4, cut))).isZero();
            assertThat(row.protocol).isEqualTo(4);
            assertThat(row.sourceLow).isEqualTo(1);
        }
        assertOuter("all", outer4(4, INNER6), 4);
        // one layer is sound, the one in it is not
        assertThat(opened("all", outer4(41, outer6(4, INNER6)))).isEqualTo(1);
        assertThat(row.ipv6).isTrue();
        assertThat(row.protocol).isEqualTo(4);
    }

    @Test
    void firstFragment_isOpened_laterOnesAreNot() {
        String first = Frames.ipv4(48, 4, "2000") + INNER4;
        assertInner4("all", first);
        assertThat(row.fragment).isZero();
        assertOuter("all", Frames.ipv4(48, 4, "00b9") + INNER4, 4);
        assertThat(row.fragment).isEqualTo(0xb9);
        assertThat(opened("all", Frames.ipv6(36, 44) + "04 00 05c8 abcd1234" + INNER4))
                .isZero();
        assertThat(row.fragment).isEqualTo(0xb9);
    }

    @Test
    void words_areUnderstoodOrRefused() {
        assertThat(Decapsulation.of(List.of("none"))).isEqualTo(Decapsulation.NONE);
        assertThat(Decapsulation.of(List.of("all"))).isEqualTo(Decapsulation.ALL);
        assertThat(Decapsulation.of(List.of("vxlan", "gre")).tunnels())
                .containsExactlyInAnyOrder(Tunnel.GRE, Tunnel.VXLAN);
        assertThatThrownBy(() -> Decapsulation.of(List.of("gre", "gtp")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no tunnel is called 'gtp'; allowed: none, all, or some of gre, ipip, erspan, vxlan");
        assertThatThrownBy(() -> Decapsulation.ALL.atMost(9)).hasMessageContaining("0 to 8 tunnels");
    }
}
