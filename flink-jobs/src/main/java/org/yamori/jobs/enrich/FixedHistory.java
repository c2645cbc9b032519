package org.yamori.jobs.enrich;

/** A history that was known before the first packet. */
record FixedHistory<H>(H history) implements HistoryView<H> {
    @Override
    public H upToNow() {
        return history;
    }

    @Override
    public long holdsForMicros() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
}
