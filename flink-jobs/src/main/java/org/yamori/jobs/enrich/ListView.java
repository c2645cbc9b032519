package org.yamori.jobs.enrich;

import org.yamori.wire.ListHistory;

/** The versions of lists as an operator may use them. */
public interface ListView extends AutoCloseable {
    /**
     * All versions that can hold for anything that has arrived, as {@link RegistryView#upToNow} has those of the
     * registry.
     */
    ListHistory upToNow();

    /** For how many microseconds of event time after an answer there is no need to ask again. */
    long holdsForMicros();

    @Override
    void close();
}
