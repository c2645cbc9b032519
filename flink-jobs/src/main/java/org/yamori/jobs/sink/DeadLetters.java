package org.yamori.jobs.sink;

import java.io.IOException;
import java.io.Serializable;

/** Where a sink leaves what its target refuses for good. Used by one thread. */
public interface DeadLetters extends AutoCloseable {
    void accept(DeadLetter letter) throws IOException;

    /** Returns when every letter accepted so far is stored. */
    void flush() throws IOException;

    @Override
    void close();

    /** Opens the dead letters where the sink runs. */
    @FunctionalInterface
    interface Opener extends Serializable {
        DeadLetters open();
    }
}
