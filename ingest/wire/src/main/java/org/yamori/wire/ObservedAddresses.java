package org.yamori.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The addresses that sensors watched, by time: what every count has to be divided by. An address that several sensors
 * watch counts once.
 */
public final class ObservedAddresses {
    private final List<SensorEntry> sensors;
    /** Moments at which an entry begins or ends to hold, sorted; set i lies before moment i. */
    private final long[] changes;

    private final AtomicReferenceArray<AddressSet> sets;

    /** Of all these entries; leave out what shall not count. */
    public ObservedAddresses(Collection<SensorEntry> sensors) {
        this.sensors = List.copyOf(sensors);
        Set<Long> moments = new TreeSet<>();
        for (SensorEntry sensor : sensors) {
            moments.add(sensor.validity().fromMicros());
            moments.add(sensor.validity().toMicros());
        }
        changes = moments.stream().mapToLong(Long::longValue).toArray();
        sets = new AtomicReferenceArray<>(changes.length + 1);
    }

    /** The union of the ranges of all sensors that are valid at a time. */
    public AddressSet at(long timeMicros) {
        int found = Arrays.binarySearch(changes, timeMicros);
        int period = found >= 0 ? found + 1 : -found - 1;
        AddressSet set = sets.get(period);
        if (set == null) {
            set = union(timeMicros);
            sets.set(period, set);
        }
        return set;
    }

    private AddressSet union(long timeMicros) {
        List<Cidr> ranges = new ArrayList<>();
        for (SensorEntry sensor : sensors) {
            if (sensor.validity().holdsAt(timeMicros)) {
                ranges.addAll(sensor.ranges());
            }
        }
        return AddressSet.of(ranges);
    }

    /** |D|: how many addresses were watched at a time. */
    public long size(long timeMicros) {
        return at(timeMicros).sizeAtMostLong();
    }
}
