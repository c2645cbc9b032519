package org.yamori.jobs.flow;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/** What sensors have told about, as broadcast state keeps it: the newest word of each. */
public final class CoverageState {
    public static final MapStateDescriptor<String, SensorCoverage> DESCRIPTOR =
            new MapStateDescriptor<>("sensor-coverage", String.class, SensorCoverage.class);

    private CoverageState() {}

    /** An earlier version never replaces a later one. */
    public static void keep(BroadcastState<String, SensorCoverage> state, SensorCoverage coverage) throws Exception {
        SensorCoverage known = state.get(coverage.sensor);
        if (known == null || known.version < coverage.version) {
            state.put(coverage.sensor, coverage);
        }
    }

    /** All of them, in the order of their names. */
    public static Collection<SensorCoverage> all(ReadOnlyBroadcastState<String, SensorCoverage> state)
            throws Exception {
        TreeMap<String, SensorCoverage> sorted = new TreeMap<>();
        for (Map.Entry<String, SensorCoverage> coverage : state.immutableEntries()) {
            sorted.put(coverage.getKey(), coverage.getValue());
        }
        return sorted.values();
    }
}
