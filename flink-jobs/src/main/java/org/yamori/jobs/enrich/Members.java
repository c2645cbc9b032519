package org.yamori.jobs.enrich;

import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Membership;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;

/** Which organisation an address belongs to, as the registry has it at the time of a packet. */
public final class Members implements AutoCloseable {
    private final NextReading<RegistryHistory> reading;

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
        reading = new NextReading<>(registries.open(), new RegistryHistory(), RegistryHistory::changes);
    }

    /**
     * Something has arrived that was known at this time: the registry is read again if it could have changed for it.
     */
    public void arrived(long knownMicros) {
        if (reading.arrived(knownMicros)) {
            until = Long.MIN_VALUE;
        }
    }

    /** What holds at a time; the same object as long as nothing changes. */
    public Version at(long timeMicros) {
        Version known = current;
        if (known == null || timeMicros < from || timeMicros >= until) {
            RegistryHistory history = reading.history();
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
        reading.close();
    }
}
