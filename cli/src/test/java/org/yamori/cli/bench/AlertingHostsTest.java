package org.yamori.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Membership;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Eight hosts in two phases of eight seconds, before 400 packets a second at two sensors. */
class AlertingHostsTest {
    private static final AlertPlan PLAN = new AlertPlan(2, 400, new AlertPlan.Course(15, 8, 4, false));
    /** The second phase begins 8 and 12 seconds after the first. */
    private static final long SILENT_FROM = 35_000_000;

    private static final long SILENT_TO = 43_000_000;

    private final Membership members = Membership.of(PLAN.registry(), 0);
    private long start;
    private final Map<Integer, List<Long>> timesOfHosts = new HashMap<>();
    private final List<List<Long>> timesOfSensors = new ArrayList<>();
    private final List<Interruption> interruptions = new ArrayList<>();
    private long backgroundPackets;

    @BeforeEach
    void play() throws Exception {
        Simulation simulation = Simulation.of(Scenario.parse(PLAN.scenario(), "alerts"));
        start = simulation.startMicros();
        for (int sensor = 0; sensor < 2; sensor++) {
            List<Long> times = new ArrayList<>();
            timesOfSensors.add(times);
            try (PacketSource packets =
                    new AlertingHosts(PLAN, start, sensor, simulation.packetsOf(AlertPlan.sensor(sensor)))) {
                read(packets, sensor, times);
            }
        }
    }

    private void read(PacketSource packets, int sensor, List<Long> times) throws IOException {
        PacketRow row = new PacketRow();
        while (packets.next(row)) {
            assertThat(PLAN.watched(sensor).contains(IpAddress.ofIpv4(row.destination)))
                    .isTrue();
            times.add(row.timeMicros - start);
            if (members.organisation(members.find(row.source)) == null) {
                backgroundPackets++;
            } else {
                timesOfHosts
                        .computeIfAbsent(row.source, unseen -> new ArrayList<>())
                        .add(row.timeMicros - start);
            }
            interruptions.addAll(packets.interruptions());
        }
        interruptions.addAll(packets.interruptions());
        assertThat(packets.tally().captured()).isEqualTo(times.size());
    }

    @Test
    void thousandthPacketOfEachHost_isSentWhenThePlanSaysAndInItsPhase() {
        assertThat(timesOfHosts).hasSize(8);
        for (int host = 0; host < 8; host++) {
            List<Long> times = new ArrayList<>(timesOfHosts.getOrDefault(PLAN.source(host), List.of()));
            times.sort(Comparator.naturalOrder());
            long from = host < 4 ? 15_000_000 : SILENT_FROM;
            assertThat(times.get(999))
                    .as("host %d", host)
                    .isEqualTo(PLAN.urgentMicros(host))
                    .isBetween(from, from + 8_000_000);
            assertThat(times.get(999) - times.get(0)).isEqualTo(9_990_000);
        }
    }

    @Test
    void silentSensor_hasNoPacketsAndIsStartedAgain() {
        assertThat(timesOfSensors.get(1)).noneMatch(time -> time >= SILENT_FROM && time < SILENT_TO);
        assertThat(timesOfSensors.get(1)).anyMatch(time -> time >= SILENT_TO);
        assertThat(interruptions).hasSize(1);
        assertThat(interruptions.get(0).restarted()).isTrue();
        assertThat(interruptions.get(0).endMicros()).isEqualTo(start + SILENT_TO);
    }

    @Test
    void packets_comeInTheOrderOfTimeAndNoneOfTheBackgroundIsLost() throws Exception {
        for (List<Long> times : timesOfSensors) {
            assertThat(times).isSorted();
        }
        long alone = 0;
        PacketRow row = new PacketRow();
        try (PacketSource background =
                Simulation.of(Scenario.parse(PLAN.scenario(), "alerts")).allPackets()) {
            while (background.next(row)) {
                alone++;
            }
        }
        assertThat(backgroundPackets).isEqualTo(alone);
        // 55 seconds of 400 packets, less 8 seconds of one of two sensors
        assertThat(alone).isBetween(20_400L - 600, 20_400L + 600);
    }

    @Test
    void plan_isTheSameOutOfItsWords() {
        assertThat(AlertPlan.ofWords(PLAN.words())).isEqualTo(PLAN);
    }
}
