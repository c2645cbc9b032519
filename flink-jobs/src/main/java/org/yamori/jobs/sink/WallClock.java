package org.yamori.jobs.sink;

import java.io.Serializable;
import java.time.Instant;

/** The time of day, for {@code event.ingested} alone: nothing is decided by it. */
@FunctionalInterface
public interface WallClock extends Serializable {
    Instant now();
}
