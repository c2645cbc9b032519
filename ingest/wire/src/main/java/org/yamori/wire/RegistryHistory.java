package org.yamori.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All versions of the registry that a reader may need, by the time at which they take effect.
 *
 * <p>A version takes effect at its {@code effectiveFrom}, but never earlier than {@link #NOTICE_MICROS} after it was
 * written: by then every reader has it, so that live and replayed readers change over at the same packet. Of versions
 * that take effect at the same moment the one with the larger revision counts, and of equal revisions the later one of
 * the topic.
 */
public final class RegistryHistory {
    /** How long after its append time a version can take effect at the earliest. */
    public static final long NOTICE_MICROS = 2_000_000;

    private final TreeMap<Long, RegistryRecord> versions = new TreeMap<>();
    private long changes;
    private long newestRevision;

    /** A history in which one registry always held: that of a file. */
    public static RegistryHistory always(Registry registry) {
        RegistryHistory history = new RegistryHistory();
        history.versions.put(Long.MIN_VALUE, new RegistryRecord(1, 0, "file", "given by a file", registry));
        return history;
    }

    /** When a record takes effect that was appended to its topic at a time. */
    public static long effectiveMicros(RegistryRecord record, long appendMicros) {
        return Math.max(record.effectiveFromMicros(), appendMicros + NOTICE_MICROS);
    }

    /** Adds a record; records come in the order of the topic. */
    public void add(RegistryRecord record, long appendMicros) {
        changes++;
        newestRevision = Math.max(newestRevision, record.revision());
        versions.merge(
                effectiveMicros(record, appendMicros),
                record,
                (before, now) -> now.revision() >= before.revision() ? now : before);
    }

    /** The registry that counts for a packet of this time; empty before the first version. */
    public Registry at(long timeMicros) {
        return versionAt(timeMicros).map(RegistryRecord::registry).orElse(Registry.EMPTY);
    }

    public Optional<RegistryRecord> versionAt(long timeMicros) {
        return Optional.ofNullable(versions.floorEntry(timeMicros)).map(Map.Entry::getValue);
    }

    /** When the version that counts at a time was or will be replaced, if one that does so is known. */
    public OptionalLong nextChangeAfter(long timeMicros) {
        Long next = versions.higherKey(timeMicros);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** When the version that counts at a time took effect; {@link Long#MIN_VALUE} before the first. */
    public long lastChangeUpTo(long timeMicros) {
        Long last = versions.floorKey(timeMicros);
        return last == null ? Long.MIN_VALUE : last;
    }

    /** The largest revision of all records that were added, 0 before the first. */
    public long newestRevision() {
        return newestRevision;
    }

    /** Grows whenever a record is added. */
    public long changes() {
        return changes;
    }

    /** Drops versions that no packet of this time or later needs. */
    public void forgetBefore(long timeMicros) {
        Long needed = versions.floorKey(timeMicros);
        if (needed != null) {
            versions.headMap(needed, false).clear();
        }
    }

    /**
     * The versions by the time at which they take effect, for a snapshot; {@code add(record, time - NOTICE_MICROS)}
     * restores one.
     */
    public SortedMap<Long, RegistryRecord> versions() {
        return Collections.unmodifiableSortedMap(versions);
    }

    public int size() {
        return versions.size();
    }
}
