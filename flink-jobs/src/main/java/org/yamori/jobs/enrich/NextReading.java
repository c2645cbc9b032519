package org.yamori.jobs.enrich;

import java.util.function.ToLongFunction;

/** What was read of a history last, and when it has to be read again. */
final class NextReading<H> implements AutoCloseable {
    private final HistoryView<H> view;
    private final ToLongFunction<H> changesOf;
    private H history;
    private long changes = -1;
    /** What was known before this time is looked up in a history that is complete. */
    private long completeBefore = Long.MIN_VALUE;

    /**
     * A history that was not read yet.
     *
     * @param empty what is known until then
     * @param changesOf grows with every record of the history
     */
    NextReading(HistoryView<H> view, H empty, ToLongFunction<H> changesOf) {
        this.view = view;
        this.history = empty;
        this.changesOf = changesOf;
    }

    /**
     * Something has arrived that was known at this time: the history is read again if it could have changed for it.
     * Returns whether it has changed.
     */
    boolean arrived(long knownMicros) {
        if (knownMicros < completeBefore) {
            return false;
        }
        history = view.upToNow();
        long holds = view.holdsForMicros();
        // half of it, because a packet may be ahead of the moment at which it was known
        completeBefore = holds == Long.MAX_VALUE ? holds : knownMicros + holds / 2;
        long before = changes;
        changes = changesOf.applyAsLong(history);
        return changes != before;
    }

    H history() {
        return history;
    }

    @Override
    public void close() {
        view.close();
    }
}
