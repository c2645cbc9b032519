package org.yamori.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * All versions of all lists that a reader may need, by the time at which they take effect, by the rule of
 * {@link RegistryHistory}.
 */
public final class ListHistory {
    private final TreeMap<String, TreeMap<Long, ListRecord>> versions = new TreeMap<>();
    private long changes;

    /** A history in which some lists always held: those of files. */
    public static ListHistory always(Collection<ListRecord> lists) {
        ListHistory history = new ListHistory();
        lists.forEach(list -> history.put(list, Long.MIN_VALUE));
        return history;
    }

    /** Adds a record; records come in the order of the topic. */
    public void add(ListRecord list, long appendMicros) {
        put(list, effectiveMicros(list, appendMicros));
    }

    /** When a record takes effect that was appended to its topic at a time. */
    public static long effectiveMicros(ListRecord list, long appendMicros) {
        return Math.max(list.effectiveFromMicros(), appendMicros + RegistryHistory.NOTICE_MICROS);
    }

    private void put(ListRecord list, long effectiveMicros) {
        changes++;
        versions.computeIfAbsent(list.name(), unseen -> new TreeMap<>())
                .merge(effectiveMicros, list, (before, now) -> now.revision() >= before.revision() ? now : before);
    }

    /** The lists that count for a packet of this time, by name; what has ended is not among them. */
    public List<ListRecord> at(long timeMicros) {
        List<ListRecord> lists = new ArrayList<>();
        for (TreeMap<Long, ListRecord> ofName : versions.values()) {
            Map.Entry<Long, ListRecord> version = ofName.floorEntry(timeMicros);
            if (version != null && !version.getValue().addresses().isEmpty()) {
                lists.add(version.getValue());
            }
        }
        return lists;
    }

    /** When the lists that count at a time will change, if a change is known. */
    public OptionalLong nextChangeAfter(long timeMicros) {
        return versions.values().stream()
                .map(ofName -> ofName.higherKey(timeMicros))
                .filter(next -> next != null)
                .mapToLong(Long::longValue)
                .min();
    }

    /** When the lists that count at a time last changed; {@link Long#MIN_VALUE} if they never did. */
    public long lastChangeUpTo(long timeMicros) {
        return versions.values().stream()
                .map(ofName -> ofName.floorKey(timeMicros))
                .filter(last -> last != null)
                .mapToLong(Long::longValue)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** The version of a list with the largest revision, whenever it takes effect, or none. */
    public List<ListRecord> newest(String name) {
        return versions.getOrDefault(name, new TreeMap<>()).values().stream()
                .max((one, other) -> Long.compare(one.revision(), other.revision()))
                .map(List::of)
                .orElse(List.of());
    }

    /** Names of all lists that ever were. */
    public Collection<String> names() {
        return List.copyOf(versions.keySet());
    }

    /** Grows with every record: whoever sees it unchanged has seen all. */
    public long changes() {
        return changes;
    }
}
