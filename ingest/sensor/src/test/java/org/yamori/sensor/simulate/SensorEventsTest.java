package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What befalls sensors: ranges that move, losses, wrong clocks. */
class SensorEventsTest {
    private static final String HEAD = """
            seed: 42
            start: 2026-01-05T12:00:00Z
            duration: 10m
            %s
            sensors:
              - {name: tokyo-1, network: n, ranges: [198.51.100.0/24, {range: 203.0.113.0/25, until: +4m}]}
              - {name: osaka-1, network: n, ranges: [{range: 203.0.113.0/25, from: +6m}]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 10, sources: 2000}
            """;
    private static final long START_MICROS = 1_767_614_400_000_000L;
    private static final long MINUTE = 60_000_000;

    private static Simulation play(String extra, String actors) throws BadScenarioException {
        return Simulation.of(Scenario.parse(HEAD.formatted(extra) + actors, "test.yaml"));
    }

    private static void assertWithinFourSigma(long packets, double expected) {
        assertThat((double) packets).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    /** 384 addresses for four minutes, 256 for two, then 256 and 128. */
    @Test
    void movedRange_isHeardWhereItIs() throws Exception {
        String host =
                "  - {name: h, kind: host, source: 198.18.5.7, order: sequential, ports: [22], packetsPerMinute: 600}\n";
        Simulation simulation = play("", host);
        long[][] packets = new long[2][10];
        Set<Integer> hostsWalk = new HashSet<>();
        AddressRange moved = AddressRange.parse("203.0.113.0/25");
        simulation.forEach((sensor, row) -> {
            int minute = (int) ((row.timeMicros - START_MICROS) / MINUTE);
            if (AddressRange.text(row.source).equals("198.18.5.7")) {
                hostsWalk.add(row.destination);
            } else {
                packets[sensor][minute]++;
            }
            if (moved.contains(row.destination)) {
                assertThat(minute < 4 ? sensor == 0 : minute >= 6 && sensor == 1)
                        .isTrue();
            }
        });
        for (int minute = 0; minute < 10; minute++) {
            assertWithinFourSigma(packets[0][minute], minute < 4 ? 3_840 : 2_560);
            assertWithinFourSigma(packets[1][minute], minute < 6 ? 0 : 1_280);
        }
        assertThat(hostsWalk).hasSize(384);
        assertThat((double) simulation.expectedPackets("osaka-1")).isCloseTo(4 * 1_280 + 4 * 600 / 3.0, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "dropped"})
    void loss_keepsAShareAway_andTheSensorSaysSoOrNot(String fate) throws Exception {
        Simulation simulation = play(
                "",
                "  - {name: rain, kind: loss, sensor: tokyo-1, start: +1m, duration: 2m, share: 0.25, packets: " + fate
                        + "}\n");
        long[] packets = new long[10];
        List<Interruption> said = new ArrayList<>();
        PacketRow row = new PacketRow();
        try (SimulatedPackets tokyo = simulation.packetsOf("tokyo-1")) {
            boolean more;
            do {
                more = tokyo.next(row);
                said.addAll(tokyo.interruptions());
                if (more) {
                    packets[(int) ((row.timeMicros - START_MICROS) / MINUTE)]++;
                }
            } while (more);
        }
        long missed =
                simulation.labels().of("rain", "tokyo-1").missed().orElseThrow().packets();

        assertWithinFourSigma(packets[0], 3_840);
        assertWithinFourSigma(packets[1], 2_880);
        assertWithinFourSigma(packets[2], 2_880);
        assertWithinFourSigma(packets[3], 3_840);
        assertWithinFourSigma(missed, 1_920);
        if (fate.equals("lost")) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).hasSize(120).noneMatch(Interruption::restarted);
            assertThat(said.stream().mapToLong(Interruption::dropped).sum()).isEqualTo(missed);
        }
        assertThat(play("", "").labels().of("noise", "tokyo-1").packets() - missed)
                .isEqualTo(simulation.labels().of("noise", "tokyo-1").packets());
    }

    /** 90 s ahead and 1,000 ppm fast for two minutes, then right again, which is a step back. */
    @ParameterizedTest
    @ValueSource(strings = {"", "shuffle: 500ms"})
    void wrongClock_stampsWrongTimes_andTheWatermarkStaysTrue(String extra) throws Exception {
        Simulation simulation = play(extra, """
                  - {name: ahead, kind: clock, sensor: tokyo-1, start: +2m, duration: 2m, offset: 90s, driftPpm: 1000}
                  - {name: behind, kind: clock, sensor: tokyo-1, start: +6m, duration: 1m, offset: -1500ms}
                """);
        List<Long> right = times(play(extra, ""));
        List<Long> wrong = times(simulation);

        assertThat(wrong).hasSameSizeAs(right);
        for (int i = 0; i < right.size(); i++) {
            long since = right.get(i) - START_MICROS;
            long ahead = 0;
            if (since >= 2 * MINUTE && since < 4 * MINUTE) {
                ahead = 90_000_000 + Math.round((since - 2 * MINUTE) / 1_000.0);
            } else if (since >= 6 * MINUTE && since < 7 * MINUTE) {
                ahead = -1_500_000;
            }
            assertThat((double) wrong.get(i)).isCloseTo((double) right.get(i) + ahead, within(1.0));
        }
        assertThat(simulation.labels().of("noise", "tokyo-1"))
                .isEqualTo(play(extra, "").labels().of("noise", "tokyo-1"));
    }

    /** Times at tokyo-1 in order of arrival; nothing is earlier than what was said before. */
    private static List<Long> times(Simulation simulation) {
        List<Long> times = new ArrayList<>();
        PacketRow row = new PacketRow();
        try (SimulatedPackets tokyo = simulation.packetsOf("tokyo-1")) {
            long watermark = tokyo.watermarkMicros();
            while (tokyo.next(row)) {
                assertThat(row.timeMicros).isGreaterThanOrEqualTo(watermark);
                assertThat(tokyo.watermarkMicros()).isGreaterThanOrEqualTo(watermark);
                watermark = tokyo.watermarkMicros();
                times.add(row.timeMicros);
            }
        }
        return times;
    }

    /** The sensor's own blocks: a clock that goes back makes no late row where the source knows it. */
    @Test
    void wrongClock_makesNoLateRows() throws Exception {
        Simulation simulation =
                play("", "  - {name: ahead, kind: clock, sensor: tokyo-1, start: +2m, duration: 2m, offset: 90s}\n");
        SensorSettings settings = SensorSettings.blackhole("tokyo-1", "n", Clock.FILE);
        try (SensorRun run = new SensorRun(settings, simulation.packetsOf("tokyo-1"), Epoch.first(1))) {
            for (BlockRecord record = run.next(); record != null; record = run.next()) {
                assertThat(record.header().span().late()).isFalse();
            }
            assertThat(run.ledger().late()).isZero();
            assertThat(run.ledger().isBalanced()).isTrue();
        }
    }

    @Test
    void rangesAndClocks_thatMeet_areRefused() {
        try {
            Scenario.parse("""
                    seed: 1
                    start: 2026-01-05T00:00:00Z
                    duration: 10m
                    sensors:
                      - {name: a, network: n, ranges: [{range: 192.0.2.0/24, until: +5m}]}
                      - {name: b, network: n, ranges: [{range: 192.0.2.0/24, from: +4m}]}
                      - {name: c, network: n, ranges: [{range: 198.51.100.0/24, from: +4m, until: +3m}, {from: +1m}]}
                    actors:
                      - {name: x, kind: clock, sensor: a, start: +1m, duration: 2m, offset: 1s}
                      - {name: y, kind: clock, sensor: a, start: +2m, offset: 1s}
                    """, "test.yaml");
        } catch (BadScenarioException bad) {
            assertThat(bad.problems())
                    .containsExactly(
                            "test.yaml:6: sensors[1].ranges has 192.0.2.0/24, which overlaps 192.0.2.0/24 of a;"
                                    + " allowed: every address at one sensor only",
                            "test.yaml:7: sensors[2].ranges[0]: range 198.51.100.0/24 must end after its start, was from"
                                    + " second 240 to 180",
                            "test.yaml:7: sensors[2].ranges[1]: the key 'range' is missing; wanted: an IPv4 range such"
                                    + " as 198.51.100.0/24, its host bits zero",
                            "test.yaml:10: actors[1] sets the clock of sensor a when 'x' does; allowed: one after the"
                                    + " other");
            return;
        }
        throw new AssertionError("this scenario must be refused");
    }
}
