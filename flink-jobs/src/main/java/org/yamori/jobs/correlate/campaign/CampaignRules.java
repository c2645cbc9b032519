package org.yamori.jobs.correlate.campaign;

import java.io.Serializable;
import org.yamori.wire.Finding;

/**
 * When surges belong together.
 *
 * @param containment share of the smaller one's sources that must be in the larger one
 * @param jaccard or the share that both have of all that one has
 * @param leastCompared fewer sources of the smaller one than this say nothing
 * @param rememberHours how long after its last report a surge may still be joined
 * @param mostSurges surges that are remembered at a time
 */
public record CampaignRules(double containment, double jaccard, int leastCompared, int rememberHours, int mostSurges)
        implements Serializable {
    public CampaignRules {
        require("containment", containment, 0.01, 1);
        require("jaccard", jaccard, 0.01, 1);
        require("least-compared", leastCompared, 1, 16_384);
        require("remember-hours", rememberHours, 1, 720);
        require("most-surges", mostSurges, 2, 16_384);
    }

    private static void require(String word, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("yamori.correlate.campaign." + word + " must be " + plain(least) + ".."
                    + plain(most) + ", was " + plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }

    long rememberMicros() {
        return rememberHours * 3_600_000_000L;
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all that decides a campaign. */
    String version() {
        return Finding.id("rules", "campaign", toString(), 0).substring(0, 8);
    }
}
