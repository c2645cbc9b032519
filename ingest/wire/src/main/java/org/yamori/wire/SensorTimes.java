package org.yamori.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** When the entries of each sensor hold; no two of one sensor may at the same time. */
final class SensorTimes {
    private final Map<String, TreeMap<Long, Entry>> entries = new HashMap<>();

    private record Entry(Validity validity, int line) {}

    /** Adds an entry, unless one holds at the same time: then that one's line. */
    OptionalInt add(String sensor, Validity validity, int line) {
        TreeMap<Long, Entry> times = entries.computeIfAbsent(sensor, name -> new TreeMap<>());
        // of those that overlap, this one begins last: no two that are here do
        Map.Entry<Long, Entry> before = times.lowerEntry(validity.toMicros());
        if (before != null && before.getValue().validity.overlaps(validity)) {
            return OptionalInt.of(before.getValue().line);
        }
        times.put(validity.fromMicros(), new Entry(validity, line));
        return OptionalInt.empty();
    }
}
