package org.yamori.sensor.simulate;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A scenario that can be played, as often as wanted and always alike: at all sensors at once, or at one alone, which
 * then gets exactly the packets it gets among the others.
 */
public final class Simulation {
    /** The mean rate is summed over at most about so many points. */
    private static final int POINTS = 50_000;

    private final Scenario scenario;
    private final long startMicros;

    private Simulation(Scenario scenario, long startMicros) {
        this.scenario = scenario;
        this.startMicros = startMicros;
    }

    public static Simulation of(Scenario scenario) {
        return new Simulation(scenario, scenario.startMicros());
    }

    /** The same packets, all moved by the same time so that the scenario begins then; day and week do not change. */
    public Simulation shiftedTo(Instant start) {
        return new Simulation(scenario, start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000);
    }

    public Scenario scenario() {
        return scenario;
    }

    /** Names of the sensors, in the order of the scenario. */
    public List<String> sensors() {
        return scenario.sensors().stream().map(DarkSensor::name).toList();
    }

    /** Event time at which the scenario begins. */
    public long startMicros() {
        return startMicros;
    }

    /** Event time before which every packet was sent. */
    public long endMicros() {
        return startMicros + scenario.duration().toMillis() * 1_000;
    }

    public SimulatedPackets packetsOf(String sensor) {
        return new SimulatedPackets(scenario, startMicros, List.of(sensorNamed(sensor)));
    }

    /** The packets of all sensors, merged by arrival. */
    public SimulatedPackets allPackets() {
        return new SimulatedPackets(scenario, startMicros, scenario.sensors());
    }

    /** Plays the scenario once for all sensors; answers what was done. */
    public Labels forEach(PacketConsumer consumer) throws IOException {
        try (SimulatedPackets packets = allPackets()) {
            PacketRow row = new PacketRow();
            while (packets.next(row)) {
                consumer.accept(packets.sensor(), row);
            }
            return packets.labels();
        }
    }

    /** What is done in the scenario; costs a pass over it. */
    public Labels labels() {
        try (SimulatedPackets packets = allPackets()) {
            PacketRow row = new PacketRow();
            boolean more = packets.next(row);
            while (more) {
                more = packets.next(row);
            }
            return packets.labels();
        }
    }

    /** How many packets all sensors are expected to hear; the number that comes varies by about its root. */
    public long expectedPackets() {
        return scenario.sensors().stream()
                .mapToLong(sensor -> expectedPackets(sensor.name()))
                .sum();
    }

    /** How many packets a sensor is expected to hear. */
    public long expectedPackets(String sensor) {
        DarkSensor named = sensorNamed(sensor);
        double expected = 0;
        for (Actor actor : scenario.actors()) {
            expected += actor.concerns(named) ? expected(actor.at(named, scenario)) : 0;
        }
        return StrictMath.round(expected);
    }

    private static double expected(Lane lane) {
        int from = lane.actor.role().startSecond();
        int to = lane.actor.role().endSecond();
        int step = 1 + (to - from) / POINTS;
        double expected = 0;
        for (int second = from; second < to; second += step) {
            int length = Math.min(step, to - second);
            expected += length * lane.expected(second + (length - 1) / 2.0);
        }
        return expected;
    }

    private DarkSensor sensorNamed(String name) {
        return scenario.sensors().stream()
                .filter(sensor -> sensor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the scenario has no sensor '" + name + "'; it has " + String.join(", ", sensors())));
    }
}
