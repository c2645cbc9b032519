package org.yamori.sensor.spool;

/**
 * A record taken out of a store to be sent, and the place up to which the store is done with once it was acknowledged.
 *
 * @param segment number of the file it is in
 * @param end offset behind it
 */
public record Taken(QueuedRecord record, long segment, long end) {
    /** The segment of a heartbeat that no store holds; its end is its number. */
    static final long NOWHERE = -1;

    boolean isStored() {
        return segment != NOWHERE;
    }

    /** What it costs to hold it in memory. */
    public int bytes() {
        return record.payload().length;
    }
}
