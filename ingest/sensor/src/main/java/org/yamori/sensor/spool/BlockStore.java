package org.yamori.sensor.spool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounded room for records in order. One thread appends, another takes, acknowledges and rewinds. No method throws for
 * the sake of the disk: what cannot be kept is refused, what cannot be read is told and left out.
 */
public interface BlockStore extends AutoCloseable {
    /** Keeps the records, all or none; false if there is no room, and then {@link #refusal} says why. */
    boolean append(List<QueuedRecord> together);

    /** Why the last append was refused, as a sentence. */
    String refusal();

    /** The next record that was not taken yet, or null. */
    @Nullable
    Taken take();

    /** Forgets everything up to this record. */
    void acknowledge(Taken upTo);

    /** What was taken and not acknowledged will be taken again. */
    void rewind();

    Backlog backlog();

    @Override
    void close();
}
