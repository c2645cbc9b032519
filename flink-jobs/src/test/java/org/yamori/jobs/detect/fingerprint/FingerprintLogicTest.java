package org.yamori.jobs.detect.fingerprint;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.detect.fingerprint.FingerprintLogic.MarkedPackets;
import org.yamori.jobs.detect.fingerprint.FingerprintLogic.Marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FingerprintLogicTest {
    private static final int DESTINATION = 0x0a0b0c00;

    private final FingerprintLogic logic = new FingerprintLogic(Rules.standard());

    /** Packets to so many destinations, one after the other. */
    private static MarkedPackets to(int destinations, long packets, boolean fixedPort, boolean fixedId) {
        long bits = 0;
        for (int i = 0; i < destinations; i++) {
            bits |= FingerprintLogic.destinationBit(DESTINATION + i * 257);
        }
        return new MarkedPackets(packets, fixedPort, fixedId, destinations > 1, bits);
    }

    @Test
    void n07_fixedPortAndVaryingId_onePacketPerDestination_isTheLeakedVersion() {
        assertThat(logic.labelOf(to(2, 2, true, false))).isEqualTo(SourceLabel.MIRAI_LEAKED);
        assertThat(logic.labelOf(to(500, 500, true, false))).isEqualTo(SourceLabel.MIRAI_LEAKED);
    }

    @Test
    void n08_fixedId_isTheEarlierVersion() {
        assertThat(logic.labelOf(to(2, 2, true, true))).isEqualTo(SourceLabel.MIRAI_EARLIER);
        assertThat(logic.labelOf(to(40, 40, true, true))).isEqualTo(SourceLabel.MIRAI_EARLIER);
    }

    @Test
    void n07_onePacket_isMiraiButOfNoVersion() {
        assertThat(logic.labelOf(to(1, 1, true, true))).isEqualTo(SourceLabel.MIRAI_UNCLEAR);
    }

    @Test
    void n07_changingSourcePort_isNoVersion() {
        assertThat(logic.labelOf(to(20, 20, false, false))).isEqualTo(SourceLabel.MIRAI_UNCLEAR);
    }

    @Test
    void n07_severalPacketsToADestination_isNoVersion() {
        assertThat(logic.labelOf(to(1, 2, true, false))).as("both to one").isEqualTo(SourceLabel.MIRAI_UNCLEAR);
        assertThat(logic.labelOf(to(10, 100, true, false))).as("ten to each").isEqualTo(SourceLabel.MIRAI_UNCLEAR);
    }

    /** By chance, or in a darknet that is small. */
    @Test
    void n07_fewRepeats_areStillOnePacketPerDestination() {
        assertThat(logic.labelOf(to(100, 110, true, false))).isEqualTo(SourceLabel.MIRAI_LEAKED);
    }

    @Test
    void sourceWithMoreDestinationsThanCanBeToldApart_isBelieved() {
        assertThat(logic.labelOf(new MarkedPackets(100_000, true, false, true, -1L)))
                .isEqualTo(SourceLabel.MIRAI_LEAKED);
    }

    /** How often a source that addresses each destination once is taken for one that does not. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 16, 50, 150, 400, 3_000})
    void onePacketPerDestination_isSeenAsSuch(int packets) {
        java.util.Random random = new java.util.Random(packets);
        int missed = 0;
        for (int source = 0; source < 2_000; source++) {
            long bits = 0;
            for (int i = 0; i < packets; i++) {
                bits |= FingerprintLogic.destinationBit(random.nextInt());
            }
            MarkedPackets marked = new MarkedPackets(packets, true, false, true, bits);
            missed += logic.labelOf(marked) == SourceLabel.MIRAI_LEAKED ? 0 : 1;
        }
        assertThat(missed).as("of 2000, seed " + packets).isLessThanOrEqualTo(packets <= 5 ? 6 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 3, ZMAP",
        "5, 2, UNKNOWN",
        "3, 3, ZMAP",
        "2, 2, UNKNOWN",
        "1, 1, UNKNOWN",
        "4, 3, ZMAP",
        "6, 3, UNKNOWN",
        "100, 60, ZMAP",
        "100, 59, UNKNOWN",
        "65536, 1, UNKNOWN"
    })
    void sixteenBitMark_takesThreeOfFivePackets(long probes, long marked, SourceLabel expected) {
        assertThat(logic.labelOf(probes, new Marks(marked, 0, 0, 0), true)).isEqualTo(expected);
        SourceLabel masscan = expected == SourceLabel.ZMAP ? SourceLabel.MASSCAN : expected;
        assertThat(logic.labelOf(probes, new Marks(0, marked, 0, 0), true)).isEqualTo(masscan);
        SourceLabel nmap = expected == SourceLabel.ZMAP ? SourceLabel.NMAP : expected;
        assertThat(logic.labelOf(probes, new Marks(0, 0, marked, 0), true)).isEqualTo(nmap);
    }

    @Test
    void marksInTooFewPackets_andNothingElse_areUndecided() {
        assertThat(logic.labelOf(2, new Marks(2, 0, 0, 0), false)).isEqualTo(SourceLabel.UNDECIDED);
        assertThat(logic.labelOf(2, new Marks(1, 1, 0, 0), false)).isEqualTo(SourceLabel.UNDECIDED);
    }

    @Test
    void irregularSyns_areSeenInOnePacket() {
        assertThat(logic.labelOf(1, new Marks(0, 0, 0, 1), true)).isEqualTo(SourceLabel.IRREGULAR);
        assertThat(logic.labelOf(2, new Marks(0, 0, 0, 1), true)).isEqualTo(SourceLabel.UNKNOWN);
    }

    @Test
    void probesOverUdpAlone_haveNoLabel() {
        assertThat(logic.labelOf(9, new Marks(0, 0, 0, 0), false)).isEqualTo(SourceLabel.NONE);
    }

    @Test
    void rulesThatLetTwoToolsBeDecided_areRefused() {
        assertThatThrownBy(() -> Rules.with(Map.of("of-packets", "6")))
                .hasMessage("yamori.detect.fingerprint.of-packets must be 3..5, was 6");
        assertThatThrownBy(() -> Rules.with(Map.of("mirai-packets", "1")))
                .hasMessage("yamori.detect.fingerprint.mirai-packets must be 2..1000, was 1");
        assertThatThrownBy(() -> Rules.with(Map.of("network-percent", "0")))
                .hasMessage("yamori.detect.fingerprint.network-percent must be above 0 and at most 100, was 0.0");
        assertThatThrownBy(() -> Rules.with(Map.of("timezone", "Mars")))
                .hasMessageContaining("yamori.detect.fingerprint.timezone")
                .hasMessageContaining("'Mars'");
    }
}
