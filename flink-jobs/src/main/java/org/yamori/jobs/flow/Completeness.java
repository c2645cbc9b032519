package org.yamori.jobs.flow;

import java.util.Collection;

/**
 * How much of what reached the sensors in a window is in its counts: the share of their expected time that they told
 * about, less what they dropped.
 */
public final class Completeness {
    private final Collection<SensorCoverage> sensors;
    private final long fromMicros;
    private final long toMicros;

    public Completeness(Collection<SensorCoverage> sensors, long fromMicros, long toMicros) {
        this.sensors = sensors;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
    }

    /** In millionths; of all sensors. */
    public long ofAll(long packets) {
        return of(sensors, packets);
    }

    public long ofNetwork(String network, long packets) {
        return of(
                sensors.stream()
                        .filter(sensor -> sensor.network.equals(network))
                        .toList(),
                packets);
    }

    public long ofSensor(String name, long packets) {
        return of(sensors.stream().filter(sensor -> sensor.sensor.equals(name)).toList(), packets);
    }

    private long of(Collection<SensorCoverage> some, long packets) {
        long expected = 0;
        long unknown = 0;
        long dropped = 0;
        for (SensorCoverage sensor : some) {
            expected += sensor.expectedMicros(fromMicros, toMicros);
            unknown += sensor.unknownMicros(fromMicros, toMicros);
            dropped += sensor.dropped(fromMicros, toMicros);
        }
        double told = expected == 0 ? 1 : (double) (expected - unknown) / expected;
        double kept = dropped == 0 ? 1 : (double) packets / (packets + dropped);
        return Math.round(told * kept * 1_000_000);
    }
}
