package org.yamori.jobs.flow;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.jobs.flow.Tool.SynForm;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** The marks of tools in single packets, by their published rules. */
class ToolTest {
    private static final int DESTINATION = 0xc6336407;
    private static final String NO_OPTIONS = "0:0:*,0:::0";
    private static final String LINUX = "0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0";

    /** A SYN of a Linux machine to 198.51.100.7, port 23. */
    private static PacketRow syn() {
        PacketRow row = new PacketRow();
        row.timeMicros = 1_474_329_600_000_000L;
        row.source = 0xc0000201;
        row.destination = DESTINATION;
        row.protocol = 6;
        row.sourcePort = 40_000;
        row.destinationPort = 23;
        row.tcpFlags = 2;
        row.sequence = 0x01020304;
        row.window = 29_200;
        row.ttl = 54;
        row.ipId = 1;
        row.synSignature = LINUX;
        return row;
    }

    private static Tool of(Consumer<PacketRow> change) {
        PacketRow row = syn();
        change.accept(row);
        return Tool.at(LabelledRows.of("s1", "nicter", 1, false, List.of(row)).get(0).tools[0]);
    }

    @Test
    void synOfASystem_isUnknown() {
        assertThat(of(row -> {})).isEqualTo(Tool.UNKNOWN);
    }

    /** N-07 and S-13: one packet with the sequence rule suffices; off by one it is no Mirai. */
    @Test
    void n07_sequenceThatIsTheDestination_isMirai_andOffByOneIsNot() {
        assertThat(of(row -> row.sequence = DESTINATION)).isEqualTo(Tool.MIRAI);
        assertThat(of(row -> row.sequence = DESTINATION + 1)).isEqualTo(Tool.UNKNOWN);
        assertThat(of(row -> row.sequence = DESTINATION - 1)).isEqualTo(Tool.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"SYN-ACK, 18", "RST, 4", "SYN-RST, 6", "SYN-FIN, 3", "ACK, 16"})
    void n07_markInAnythingButASyn_saysNothing(String what, int flags) {
        assertThat(of(row -> {
                    row.sequence = DESTINATION;
                    row.tcpFlags = flags;
                }))
                .as(what)
                .isEqualTo(Tool.NONE);
    }

    @Test
    void congestionBitsOfASyn_doNotMatter() {
        assertThat(of(row -> {
                    row.sequence = DESTINATION;
                    row.tcpFlags = 0xc2;
                }))
                .isEqualTo(Tool.MIRAI);
    }

    /** By hand: 0x6407 xor 0x0017 xor 0x0304 = 0x6714; without the mask of 16 bits it would be 0xc7316714. */
    @Test
    void masscan_isTheLowerHalfOfDestinationPortAndSequence() {
        assertThat(of(row -> row.ipId = 0x6714)).isEqualTo(Tool.MASSCAN);
        assertThat(of(row -> row.ipId = 0x6715)).isEqualTo(Tool.UNKNOWN);
    }

    @Test
    void zmap_isIpId54321_overTcpUdpAndIcmpEcho() {
        assertThat(of(row -> row.ipId = 54_321)).isEqualTo(Tool.ZMAP);
        assertThat(of(row -> {
                    row.ipId = 54_321;
                    row.protocol = 17;
                    row.tcpFlags = 0;
                    row.synSignature = "";
                }))
                .isEqualTo(Tool.ZMAP);
        assertThat(of(row -> {
                    row.ipId = 54_321;
                    row.protocol = 1;
                    row.sourcePort = 8;
                    row.tcpFlags = 0;
                    row.synSignature = "";
                }))
                .isEqualTo(Tool.ZMAP);
        assertThat(of(row -> row.ipId = 54_320)).isEqualTo(Tool.UNKNOWN);
    }

    /** An answer of a victim says nothing of who scans. */
    @Test
    void zmapsId_inAnAnswer_isNothing() {
        assertThat(of(row -> {
                    row.ipId = 54_321;
                    row.tcpFlags = 18;
                    row.synSignature = "";
                }))
                .isEqualTo(Tool.NONE);
        assertThat(of(row -> {
                    row.ipId = 54_321;
                    row.protocol = 17;
                    row.sourcePort = 53;
                    row.destinationPort = 4_000;
                    row.tcpFlags = 0;
                    row.synSignature = "";
                }))
                .isEqualTo(Tool.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1024, 64, NMAP",
        "2048, 40, NMAP",
        "3072, 1, NMAP",
        "4096, 50, NMAP",
        "5120, 50, UNKNOWN",
        "512, 50, UNKNOWN",
        "1025, 50, UNKNOWN",
        "1024, 65, UNKNOWN",
        "0, 50, UNKNOWN"
    })
    void nmap_isItsWindowOneMssAndASmallTtl(int window, int ttl, Tool expected) {
        assertThat(of(row -> {
                    row.window = window;
                    row.ttl = ttl;
                    row.synSignature = "0:1460:*,0:mss::0";
                }))
                .isEqualTo(expected);
    }

    @Test
    void nmap_asksForAnMssOf1460Alone() {
        for (String other : List.of("0:1452:*,0:mss::0", LINUX, "0:14600:*,0:mss::0")) {
            assertThat(of(row -> {
                        row.window = 1_024;
                        row.synSignature = other;
                    }))
                    .as(other)
                    .isEqualTo(Tool.UNKNOWN);
        }
    }

    @Test
    void irregular_isNoOptionsOrALargeTtl() {
        assertThat(of(row -> row.synSignature = NO_OPTIONS)).isEqualTo(Tool.IRREGULAR);
        assertThat(of(row -> row.ttl = 201)).isEqualTo(Tool.IRREGULAR);
        assertThat(of(row -> row.ttl = 200)).isEqualTo(Tool.UNKNOWN);
    }

    /** A SYN whose options were not captured whole. */
    @Test
    void signatureThatIsNotKnown_firesNoRuleOnOptions() {
        assertThat(of(row -> {
                    row.synSignature = "";
                    row.window = 1_024;
                }))
                .isEqualTo(Tool.UNKNOWN);
    }

    @Test
    void ipv6_hasNoIpIdAndAnAddressLongerThanASequence() {
        assertThat(of(row -> {
                    row.ipv6 = true;
                    row.destinationLow = 0x01020304;
                    row.ipId = 54_321;
                }))
                .isEqualTo(Tool.UNKNOWN);
        assertThat(of(row -> {
                    row.ipv6 = true;
                    row.synSignature = NO_OPTIONS;
                }))
                .isEqualTo(Tool.IRREGULAR);
        assertThat(of(row -> {
                    row.ipv6 = true;
                    row.window = 1_024;
                    row.synSignature = "0:1460:*,0:mss::0";
                }))
                .isEqualTo(Tool.NMAP);
    }

    /** The longest mark decides: of a Mirai packet Masscan's rule asks only that the IP id is the port. */
    @Test
    void mirai_goesBeforeMarksOf16Bits() {
        assertThat(of(row -> {
                    row.sequence = DESTINATION;
                    row.ipId = 23;
                }))
                .isEqualTo(Tool.MIRAI);
        assertThat(of(row -> {
                    row.sequence = DESTINATION;
                    row.ipId = 54_321;
                }))
                .isEqualTo(Tool.MIRAI);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0:0:*,0:::0; NO_OPTIONS",
                "0:0:*,0::df,id+:+; NO_OPTIONS",
                "0:0:*,0::bad:0; OTHER_OPTIONS",
                "0:1460:*,0:mss::0; ONLY_MSS_1460",
                "0:1460:mtu*2,0:mss:df:0; ONLY_MSS_1460",
                "0:1460:*,0:mss,nop::0; OTHER_OPTIONS",
                "0:1460:*; NOT_KNOWN",
                "''; NOT_KNOWN"
            })
    void signature_tellsTheFormOfOptions(String signature, SynForm expected) {
        assertThat(SynForm.of(signature)).isEqualTo(expected);
    }
}
