package org.yamori.jobs.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yamori.wire.ObservedAddresses;
import org.yamori.wire.Registry;
import org.yamori.wire.SensorEntry;
import org.yamori.wire.SensorKind;

/**
 * What was watched in a window, and how completely.
 *
 * @param completeness share of the expected time that was told about
 * @param registered whether the registry names sensors at all
 * @param addresses distinct addresses of all registered sensors at the window's start
 * @param sensors registered sensors at that time, feeds left out
 */
public record Observed(Completeness completeness, boolean registered, long addresses, long sensors) {

    /** A registered sensor that was never heard is expected all the same: its silence is missing, not zero. */
    public static Observed of(Collection<SensorCoverage> heard, Registry registry, long fromMicros, long toMicros) {
        List<SensorEntry> registered = registry.sensorsAt(fromMicros).stream()
                .filter(sensor -> sensor.kind() != SensorKind.FEED)
                .toList();
        Set<String> silent = new TreeSet<>();
        registered.forEach(sensor -> silent.add(sensor.name()));
        heard.forEach(sensor -> silent.remove(sensor.sensor));
        List<SensorCoverage> expected = new ArrayList<>(heard);
        for (SensorEntry sensor : registered) {
            if (silent.contains(sensor.name())) {
                expected.add(unheard(sensor, fromMicros));
            }
        }
        return new Observed(
                new Completeness(expected, fromMicros, toMicros),
                !registered.isEmpty(),
                new ObservedAddresses(registered).size(fromMicros),
                registered.size());
    }

    private static SensorCoverage unheard(SensorEntry sensor, long fromMicros) {
        SensorCoverage nothing = new SensorCoverage();
        nothing.sensor = sensor.name();
        nothing.network = sensor.network();
        nothing.firstMicros = fromMicros;
        nothing.lastMicros = fromMicros;
        return nothing;
    }
}
