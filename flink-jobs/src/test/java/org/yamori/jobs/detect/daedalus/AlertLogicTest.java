package org.yamori.jobs.detect.daedalus;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.jobs.detect.daedalus.AlertLogic.HostClass;
import org.yamori.jobs.detect.daedalus.AlertLogic.Order;
import org.yamori.jobs.flow.Matches;
import org.yamori.jobs.flow.Tool;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.AlertThresholds.Beginning;

import static org.assertj.core.api.Assertions.assertThat;

/** What behaviour means, at the edges of each rule. */
class AlertLogicTest {
    private static final long HOUR = Hosts.HOUR;

    private final AlertLogic logic = new AlertLogic(Hosts.standard());

    private static HostPacket packet(TrafficKind kind, Tool tool, int ttl) {
        HostPacket packet = new HostPacket();
        packet.header = HostPacket.header(6, ttl, 2, kind.ordinal(), tool.ordinal());
        packet.ports = 445;
        return packet;
    }

    private static Behaviour of(HostPacket packet, int packets) {
        Behaviour behaviour = new Behaviour();
        for (int i = 0; i < packets; i++) {
            packet.destinationLow = i;
            behaviour.add(packet, (high, low, nextHigh, nextLow) -> nextLow == low + 1);
        }
        return behaviour;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, false, UNCLEAR",
        "9, 9, false, UNCLEAR",
        "10, 10, false, INFECTED",
        "10, 10, true, HARMLESS",
        "4, 4, false, UNCLEAR",
        "5, 4, false, MISCONFIGURED",
        "5, 5, false, UNCLEAR",
        "1, 1, true, HARMLESS"
    })
    void scans(int packets, long destinations, boolean harmless, HostClass expected) {
        assertThat(logic.classOf(of(packet(TrafficKind.SCAN, Tool.UNKNOWN, 120), packets), destinations, harmless))
                .isEqualTo(expected);
    }

    @Test
    void marksOfMirai_areEnough() {
        assertThat(logic.classOf(of(packet(TrafficKind.SCAN, Tool.MIRAI, 60), 1), 1, true))
                .isEqualTo(HostClass.INFECTED);
    }

    /** Half of the packets may be answers by chance; more are an attack on the host. */
    @Test
    void answers() {
        Behaviour half = of(packet(TrafficKind.BACKSCATTER, Tool.NONE, 60), 6);
        HostPacket scan = packet(TrafficKind.SCAN, Tool.UNKNOWN, 60);
        for (int i = 0; i < 6; i++) {
            half.add(scan, (high, low, nextHigh, nextLow) -> false);
        }
        assertThat(logic.classOf(half, 7, false)).isEqualTo(HostClass.UNCLEAR);

        half.add(packet(TrafficKind.BACKSCATTER, Tool.NONE, 60), (high, low, nextHigh, nextLow) -> false);
        assertThat(logic.classOf(half, 7, false)).isEqualTo(HostClass.ATTACKED);
    }

    @Test
    void darkSource_goesBeforeAll() {
        HostPacket forged = packet(TrafficKind.BACKSCATTER, Tool.MIRAI, 60);
        forged.marks = Matches.DARK_SOURCE;
        assertThat(logic.classOf(of(forged, 20), 20, true)).isEqualTo(HostClass.SPOOFED);
    }

    /** Nine of ten steps to the next address are sequential, eight are not; three steps are too few to say. */
    @ParameterizedTest
    @CsvSource({"9, 1, SEQUENTIAL", "8, 2, RANDOM", "3, 0, UNKNOWN", "4, 0, SEQUENTIAL", "0, 4, RANDOM"})
    void order(int toTheNext, int elsewhere, Order expected) {
        ScanOrder order = new ScanOrder();
        long at = 0;
        order.visit(0, at, (high, low, nextHigh, nextLow) -> true);
        for (int i = 0; i < toTheNext; i++) {
            order.visit(0, ++at, (high, low, nextHigh, nextLow) -> nextLow == low + 1);
        }
        for (int i = 0; i < elsewhere; i++) {
            at += 7;
            order.visit(0, at, (high, low, nextHigh, nextLow) -> nextLow == low + 1);
        }
        assertThat(AlertLogic.orderOf(order)).isEqualTo(expected);
    }

    @Test
    void confidence_isTheSumOfWhatSpeaksForIt() {
        assertThat(AlertLogic.points(AlertLogic.confidence(of(packet(TrafficKind.SCAN, Tool.MIRAI, 60), 5))))
                .isEqualTo(100);
        assertThat(AlertLogic.points(AlertLogic.confidence(of(packet(TrafficKind.SCAN, Tool.UNKNOWN, 60), 1))))
                .isEqualTo(20);
        assertThat(AlertLogic.points(AlertLogic.confidence(of(packet(TrafficKind.BACKSCATTER, Tool.NONE, 60), 1))))
                .isZero();
        assertThat(AlertLogic.level(39)).isEqualTo("low");
        assertThat(AlertLogic.level(40)).isEqualTo("medium");
        assertThat(AlertLogic.level(70)).isEqualTo("high");
    }

    /** The paper's X-1: 3,600 packets in 10,797 s are one in three seconds. */
    @Test
    void meanRate_isOfSteps() {
        assertThat(AlertLogic.meanRate(3_600, 0, 10_797_000_000L)).hasValue(1 / 3.0);
        assertThat(AlertLogic.meanRate(1, 0, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FIRST_PACKET, UTC, 0, 1, 0",
        "FIRST_PACKET, UTC, 59, 1, 0",
        "FIRST_PACKET, UTC, 60, 2, 60",
        "FIRST_PACKET, UTC, 185, 4, 180",
        "CLOCK, UTC, 0, 1, -10",
        "CLOCK, UTC, 49, 1, -10",
        "CLOCK, UTC, 50, 2, 50",
        "CLOCK, Asia/Kolkata, 19, 1, -40",
        "CLOCK, Asia/Kolkata, 20, 2, 20"
    })
    void units_runFromTheFirstPacketOrByTheClock(
            Beginning beginning, String zone, long minutes, long number, long fromMinutes) {
        long minute = 60 * Hosts.SECOND;
        long first = Hosts.START + 10 * minute;
        AlertThresholds thresholds = new AlertThresholds(HOUR, beginning, minute, 1_000, HOUR);

        UnitCounts unit = AlertLogic.unitAt(
                first + minutes * minute, first, thresholds, ZoneId.of(zone), new Destinations.Room(10));

        assertThat(unit.number).isEqualTo(number);
        assertThat(unit.fromMicros).isEqualTo(first + fromMinutes * minute);
        assertThat(unit.toMicros - unit.fromMicros).isEqualTo(HOUR);
    }
}
