package org.yamori.jobs.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Everything one room counts in one shard.
 *
 * @param <T> what it tells when windows close
 */
public interface ShardTable<T> {
    void add(LabelledSlice labelled);

    /** Event time has passed {@code watermarkMillis}: windows that ended are told. */
    void advance(long watermarkMillis, Consumer<T> out);

    void write(DataOutput out) throws IOException;

    /** Fills a new table with what {@link #write} wrote. */
    void read(DataInput in) throws IOException;
}
