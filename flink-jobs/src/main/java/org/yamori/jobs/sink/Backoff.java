package org.yamori.jobs.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: the wait doubles up to a limit, and the later half of it is chance, so that
 * writers that failed together do not return together.
 *
 * @param first wait before the first retry
 * @param longest no wait is longer
 */
record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 30;

    Backoff {
        if (first.toMillis() < 1) {
            throw new IllegalArgumentException("the first retry must wait at least 1 ms, was " + first);
        }
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the longest wait must be at least the first, " + first + ", was " + longest);
        }
    }

    /** Milliseconds before the retry after so many failures, at least one. */
    long waitMillis(int failures, RandomGenerator chance) {
        int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
        long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return full - (full < 2 ? 0 : chance.nextLong(full / 2 + 1));
    }
}
