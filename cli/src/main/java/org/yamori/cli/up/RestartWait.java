package org.yamori.cli.up;

import java.time.Duration;

/**
 * How long a part that ended waits before it is started again: twice as long each time, until it was well for a while.
 */
final class RestartWait {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private Duration next = SHORTEST;

    /** The wait after a life in which the part was ready for so long. */
    Duration after(Duration ready) {
        if (ready.compareTo(HEALTHY) >= 0) {
            next = SHORTEST;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
