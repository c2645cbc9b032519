package org.yamori.jobs.detect.surge;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.ObservedAddresses;
import org.yamori.wire.Registry;
import org.yamori.wire.SensorEntry;

/**
 * What the sensors were to watch in a minute, and what of it is known, in addresses times microseconds. A sensor that
 * the registry does not name counts as one address.
 *
 * @param expected of all sensors that had not ended
 * @param known of these, what they have told about
 */
record Watched(long expected, long known) {
    static Watched in(long minute, Collection<SensorCoverage> sensors, Registry registry) {
        long from = Minutes.startMicros(minute);
        long to = Minutes.endMicros(minute);
        Map<String, Long> addresses = new HashMap<>();
        for (SensorEntry sensor : registry.sensorsAt(from)) {
            addresses.put(sensor.name(), new ObservedAddresses(List.of(sensor)).size(from));
        }
        long expected = 0;
        long known = 0;
        for (SensorCoverage sensor : sensors) {
            long size = Math.max(1, addresses.getOrDefault(sensor.sensor, 1L));
            long time = sensor.expectedMicros(from, to);
            expected += size * time;
            known += size * (time - sensor.unknownMicros(from, to));
        }
        return new Watched(expected, known);
    }
}
