package org.yamori.jobs.sink;

import java.io.Serializable;
import java.time.Duration;

/**
 * Bounds of writing to Elasticsearch.
 *
 * @param bulkBytes a bulk is sent before it grows beyond this; 64 KiB to 64 MiB
 * @param bulksInFlight bulks sent and not yet answered; 1 to 16
 * @param linger the longest a document waits for its bulk to fill
 * @param retry the waits between attempts
 * @param giveUp a bulk that fails for longer ends the job, which then restarts from its last checkpoint
 * @param requestTimeout a bulk that is not answered by then has failed
 */
public record BulkRules(
        int bulkBytes, int bulksInFlight, Duration linger, Retry retry, Duration giveUp, Duration requestTimeout)
        implements Serializable {
    public static final BulkRules DEFAULT = new BulkRules(
            5 << 20,
            2,
            Duration.ofSeconds(1),
            new Retry(Duration.ofMillis(200), Duration.ofSeconds(30)),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60));

    /**
     * The waits between attempts: doubling, with chance.
     *
     * @param first wait before the first retry
     * @param longest no wait is longer
     */
    public record Retry(Duration first, Duration longest) implements Serializable {
        public Retry {
            var unused = new Backoff(first, longest);
        }
    }

    public BulkRules {
        if (bulkBytes < 64 << 10 || bulkBytes > 64 << 20) {
            throw new IllegalArgumentException(
                    "a bulk must have between 64 KiB and 64 MiB, was " + bulkBytes + " bytes");
        }
        if (bulksInFlight < 1 || bulksInFlight > 16) {
            throw new IllegalArgumentException("bulks in flight must be 1 to 16, was " + bulksInFlight);
        }
        requirePositive("linger", linger);
        requirePositive("give-up", giveUp);
        requirePositive("request timeout", requestTimeout);
    }

    Backoff backoff() {
        return new Backoff(retry.first, retry.longest);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(what + " must be at least 1 ms, was " + duration);
        }
    }
}
