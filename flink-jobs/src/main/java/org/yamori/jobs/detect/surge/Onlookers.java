package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.List;
import org.yamori.jobs.flow.SensorCoverage;

/** Which sensors saw a port, by the bit of 64 that each one's name is hashed to; two of one bit are taken for one. */
final class Onlookers {
    private final List<SensorCoverage> sensors = new ArrayList<>();

    /** @param sensors that were ever heard of, in the order of their names */
    Onlookers(Iterable<SensorCoverage> sensors) {
        sensors.forEach(this.sensors::add);
    }

    /** Writes into a minute who saw its port. */
    void tell(ScoredMinute minute, long bits) {
        List<SensorCoverage> watching = sensors.stream()
                .filter(sensor -> sensor.firstMicros < Minutes.endMicros(minute.minute))
                .toList();
        List<SensorCoverage> saw = watching.stream()
                .filter(sensor -> (bits >>> SurgeTable.sensorBit(sensor.sensor) & 1) != 0)
                .toList();
        minute.sensorNames = saw.stream().map(sensor -> sensor.sensor).toArray(String[]::new);
        minute.sensorNetworks = saw.stream().map(sensor -> sensor.network).toArray(String[]::new);
        minute.watchingSensors = watching.size();
        minute.watchingNetworks =
                (int) watching.stream().map(sensor -> sensor.network).distinct().count();
    }
}
