package org.yamori.jobs.enrich;

/** Versions of something that is kept for ever, as an operator may use them: of the registry or of lists. */
public interface HistoryView<H> extends AutoCloseable {
    /** What was known before the first packet and never changes. */
    static <H> HistoryView<H> fixed(H history) {
        return new FixedHistory<>(history);
    }

    /**
     * All versions that can hold for anything that has arrived. Versions take effect two seconds after they were
     * written or later, so what is read to its end now is complete for every packet that is here.
     */
    H upToNow();

    /** For how many microseconds of event time from now on nothing can take effect that the answer lacks. */
    long holdsForMicros();

    @Override
    void close();
}
