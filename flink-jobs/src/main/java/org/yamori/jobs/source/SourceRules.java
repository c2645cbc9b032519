package org.yamori.jobs.source;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a record is trusted to tell the time.
 *
 * @param study whether blocks with a {@code file} clock are accepted
 * @param shards how many shards the installation has
 * @param lateBound how long after its packets a live block may be appended and still be on time
 * @param aheadBound how far a live block may be ahead of the broker's clock
 * @param longestSpool how old a live block may be at all
 */
public record SourceRules(boolean study, int shards, Duration lateBound, Duration aheadBound, Duration longestSpool)
        implements Serializable {
    public SourceRules {
        if (shards < 1 || shards > 256) {
            throw new IllegalArgumentException("yamori.source.shards must be 1..256, was " + shards);
        }
        requirePositive("yamori.source.late-bound", lateBound);
        requirePositive("yamori.source.ahead-bound", aheadBound);
        requirePositive("yamori.source.longest-spool", longestSpool);
        if (longestSpool.compareTo(lateBound) < 0) {
            throw new IllegalArgumentException("yamori.source.longest-spool must be at least yamori.source.late-bound ("
                    + lateBound + "), was " + longestSpool);
        }
    }

    private static void requirePositive(String key, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(key + " must be positive, was " + duration);
        }
    }
}
