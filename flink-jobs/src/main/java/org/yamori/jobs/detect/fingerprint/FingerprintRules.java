package org.yamori.jobs.detect.fingerprint;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.wire.Finding;

/**
 * When a source's tool is decided, what is told, and how much is kept.
 *
 * @param zone where days and hours begin
 * @param decision when the packets of a source are enough
 * @param telling what has a document of its own
 * @param limits what a shard keeps of a window
 * @param watchList ports at which every tool is told
 */
public record FingerprintRules(ZoneId zone, Decision decision, Telling telling, Limits limits, WatchList watchList)
        implements Serializable {
    static final String PREFIX = "yamori.detect.fingerprint.";

    /**
     * When the packets of a source are enough.
     *
     * @param markedPackets a mark of 16 bits must be on at least so many of a source's probes
     * @param ofPackets and on {@code markedPackets} of every so many
     * @param miraiPackets a version of Mirai takes so many packets
     * @param repeats Mirai sends fewer than so many packets to an address, on average
     */
    public record Decision(int markedPackets, int ofPackets, int miraiPackets, int repeats) implements Serializable {
        public Decision {
            require("marked-packets", markedPackets, 1, 1000);
            require("of-packets", ofPackets, markedPackets, 2 * markedPackets - 1);
            require("mirai-packets", miraiPackets, 2, 1000);
            require("repeats", repeats, 2, 1000);
        }
    }

    /**
     * What has a document of its own.
     *
     * @param ownDocumentSources sources from which the signature of an unknown program has one, and Mirai at a port
     *     that is not watched
     * @param networkPackets packets from which a network with Mirai's mark has one
     * @param networkPercent share of Mirai's mark from which a network is warned of
     * @param versionSources sources from which a version of Mirai counts as there on a day
     */
    public record Telling(int ownDocumentSources, int networkPackets, double networkPercent, int versionSources)
            implements Serializable {
        public Telling {
            require("own-document-sources", ownDocumentSources, 1, 1_000_000);
            require("network-packets", networkPackets, 1, 1_000_000_000);
            if (!(networkPercent > 0 && networkPercent <= 100)) {
                throw new IllegalArgumentException(
                        PREFIX + "network-percent must be above 0 and at most 100, was " + networkPercent);
            }
            require("version-sources", versionSources, 1, 1_000_000);
        }
    }

    /**
     * What a shard keeps of a window.
     *
     * @param sources with Mirai's mark, and as many others; of more a sample
     * @param pairs of source, tool and watched port; of more a sample
     * @param signatures that can be named; of more those with the smallest hashes
     */
    public record Limits(int sources, int pairs, int signatures) implements Serializable {
        public Limits {
            require("sources-per-shard", sources, 16, 1 << 24);
            require("pairs-per-shard", pairs, 16, 1 << 24);
            require("signatures-per-shard", signatures, 16, 1 << 16);
        }
    }

    private static void require(String word, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(PREFIX + word + " must be " + least + ".." + most + ", was " + value);
        }
    }

    /** Bytes that sources make the tables of a shard take, at most: an hour and a day. */
    public long mostBytes() {
        long window = SampledRows.mostBytes(ProbeSources.STRIDE, limits.sources)
                + SampledRows.mostBytes(MarkedSources.STRIDE, limits.sources)
                + SampledRows.mostBytes(PortPairs.STRIDE, limits.pairs);
        return Resolution.values().length * window;
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all that decides a count. */
    String version() {
        String text =
                List.of(zone, decision, telling, limits, watchList.ports()).toString();
        return Finding.id("rules", "fingerprint", text, 0).substring(0, 8);
    }
}
