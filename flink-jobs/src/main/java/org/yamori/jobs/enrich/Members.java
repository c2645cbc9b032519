package org.yamori.jobs.enrich;

import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Membership;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;

/** Which organisation an address belongs to, as the registry has it at the time of a packet. */
public final class Members implements AutoCloseable {
    private final RegistryView view;
    private RegistryHistory history = new RegistryHistory();
    private long changes = -1;
    /** What was known before this time is looked up in a registry that is complete. */
    private long completeBefore = Long.MIN_VALUE;

    private @Nullable Version current;
    private long made;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;

    /**
     * What holds for a time.
     *
     * @param number another one for each that is made
     * @param membership who owns which address
     * @param record the version of the registry, null before the first
     */
    public record Version(
            long number, Membership membership, @Nullable RegistryRecord record) {
        public Registry registry() {
            return record == null ? Registry.EMPTY : record.registry();
        }
    }

    public Members(Registries registries) throws BadRecordException {
        view = registries.open();
    }

    /**
     * Something has arrived that was known at this time: the registry is read again if it could have changed for it.
     */
    public void arrived(long knownMicros) {
        if (knownMicros >= completeBefore) {
            history = view.upToNow();
            long holds = view.holdsForMicros();
            // half of it, because a packet may be ahead of the moment at which it was known
            completeBefore = holds == Long.MAX_VALUE ? holds : knownMicros + holds / 2;
            if (history.changes() != changes) {
                changes = history.changes();
                until = Long.MIN_VALUE;
            }
        }
    }

    /** What holds at a time; the same object as long as nothing changes. */
    public Version at(long timeMicros) {
        Version known = current;
        if (known == null || timeMicros < from || timeMicros >= until) {
            @Nullable RegistryRecord record = history.versionAt(timeMicros).orElse(null);
            Membership membership = Membership.of(record == null ? Registry.EMPTY : record.registry(), timeMicros);
            known = new Version(++made, membership, record);
            current = known;
            from = Math.max(membership.holdsFrom(), history.lastChangeUpTo(timeMicros));
            until = Math.min(
                    membership.holdsUntil(), history.nextChangeAfter(timeMicros).orElse(Long.MAX_VALUE));
        }
        return known;
    }

    @Override
    public void close() {
        view.close();
    }
}
