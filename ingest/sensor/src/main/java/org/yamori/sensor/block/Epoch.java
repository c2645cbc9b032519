package org.yamori.sensor.block;

import java.io.Serializable;

/**
 * The start of a sensor's run in one partition, and where the run before ended.
 *
 * @param micros start of the run; larger than that of the run before
 * @param partition partition of the sensor's topic
 * @param previousMicros the epoch before, or -1
 * @param previousLastBlock the last block of the epoch before, or -1
 */
public record Epoch(long micros, int partition, long previousMicros, long previousLastBlock) implements Serializable {
    public Epoch {
        if (micros < 0 || micros <= previousMicros) {
            throw new IllegalArgumentException(
                    "an epoch must be at least 0 and later than the one before, " + previousMicros + ", was " + micros);
        }
        if (partition < 0 || previousMicros < -1 || previousLastBlock < -1) {
            throw new IllegalArgumentException("partition must be at least 0, was " + partition
                    + "; the epoch before and its last block at least -1, were " + previousMicros + " and "
                    + previousLastBlock);
        }
    }

    /** The run after this one, of which this was the last block, or -1. */
    public Epoch next(long lastBlock) {
        return new Epoch(micros + 1, partition, micros, lastBlock);
    }

    /** The first run ever, in partition 0. */
    public static Epoch first(long micros) {
        return new Epoch(micros, 0, -1, -1);
    }
}
