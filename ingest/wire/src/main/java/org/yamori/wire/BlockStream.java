package org.yamori.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one partition of one sensor's topic, in order, from wherever they come. */
public interface BlockStream extends AutoCloseable {
    /** The next record, or null at the end. */
    @Nullable
    BlockRecord next() throws IOException;

    @Override
    void close() throws IOException;
}
