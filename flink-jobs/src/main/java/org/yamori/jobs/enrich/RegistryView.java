package org.yamori.jobs.enrich;

import org.yamori.wire.RegistryHistory;

/** The registry's versions as an operator may use them. */
public interface RegistryView extends AutoCloseable {
    /**
     * All versions that can hold for anything that has arrived. Versions take effect two seconds after they were
     * written or later, so what is read to its end now is complete for every packet that is here.
     */
    RegistryHistory upToNow();

    /** How long from now on nothing can take effect that the answer lacks. */
    long holdsForMicros();

    @Override
    void close();
}
