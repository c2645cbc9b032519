package org.yamori.jobs.detect.daedalus;

import org.jspecify.annotations.Nullable;
import org.yamori.wire.Finding;

/**
 * What the table of a shard tells of a host: an alert that is due, or a step on the way to an urgent one.
 *
 * @param step what it is
 * @param host source address and first packet of the case: one key a case
 * @param unit number of the case's unit
 * @param timeMicros event time of the step
 * @param finding the alert; of an armed host none
 */
public record AlertSign(
        Step step,
        String host,
        long unit,
        long timeMicros,
        @Nullable Finding finding) {
    /** What a sign is about. */
    public enum Step {
        /** An alert that nothing more has to be decided of. */
        TOLD,
        /** The first time in a unit that a host might become urgent. */
        ARMED,
        /** So many packets as are urgent lie in one window. */
        CROSSED
    }
}
