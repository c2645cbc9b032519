package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.yamori.jobs.flow.SensorCoverage;

/** Which sensors saw a port, by the bit of 64 that each one's name is hashed to; two of one bit are taken for one. */
final class Onlookers {
    private final List<SensorCoverage> watching = new ArrayList<>();
    private final Map<Long, List<SensorCoverage>> known = new HashMap<>();
    private final int networks;

    /** @param sensors that watch, in the order of their names */
    Onlookers(Iterable<SensorCoverage> sensors) {
        TreeSet<String> names = new TreeSet<>();
        sensors.forEach(sensor -> {
            watching.add(sensor);
            names.add(sensor.network);
        });
        networks = names.size();
    }

    /** Writes into a minute who saw its port. */
    void tell(ScoredMinute minute, long bits) {
        List<SensorCoverage> saw = known.computeIfAbsent(
                bits,
                unseen -> watching.stream()
                        .filter(sensor -> (bits >>> SurgeTable.sensorBit(sensor.sensor) & 1) != 0)
                        .toList());
        minute.sensorNames = saw.stream().map(sensor -> sensor.sensor).toArray(String[]::new);
        minute.sensorNetworks = saw.stream().map(sensor -> sensor.network).toArray(String[]::new);
        minute.watchingSensors = watching.size();
        minute.watchingNetworks = networks;
    }
}
