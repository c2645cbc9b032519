package org.yamori.jobs.detect.backscatter;

import java.io.Serializable;

/**
 * When a rise is a storm of forged sources.
 *
 * @param sources at least so many in a minute
 * @param factor and at least so many times as usual
 * @param percentPerSource packets per source, in percent, at most
 * @param percentEntropy of the entropy that sources spread evenly over routed space would have, more than
 * @param networkTtls TTLs that a busy /24 shows, on average at least
 * @param pairs of IP id and window that make up nine tenths of the sources of busy /24s, at most
 * @param sample pairs of source and port that a shard keeps of a minute
 */
public record StormRules(
        int sources, int factor, int percentPerSource, int percentEntropy, int networkTtls, int pairs, int sample)
        implements Serializable {
    /** A /24 from which so many sources send in one minute is busy; of a real network's hosts fewer are infected. */
    static final int BUSY_NETWORK = 8;

    /** Minutes without the marks of a storm that end it. */
    static final int CALM_MINUTES = 3;

    public StormRules {
        BackscatterRules.require("storm-sources", sources, 64, 1_000_000_000);
        BackscatterRules.require("storm-factor", factor, 2, 1_000);
        BackscatterRules.require("storm-packets-per-source", percentPerSource, 100, 1_000);
        BackscatterRules.require("storm-entropy", percentEntropy, 50, 99);
        BackscatterRules.require("storm-network-ttls", networkTtls, 2, 200);
        BackscatterRules.require("storm-pairs", pairs, 1, 10_000);
        BackscatterRules.require("storm-sample", sample, 1_024, 1 << 24);
    }

    /** What a shard sees fewer sources of than this in a minute it does not tell. */
    int leastTold() {
        return Math.max(1, sources / 256);
    }
}
