package org.yamori.jobs.detect.backscatter;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is usual on each busy port, and which storms are going on. A usual port takes some 100 bytes; there can be no
 * more of them than what all shards keep of a minute over an eighth of {@link StormRules#sources}.
 */
public final class StormState {
    /** By {@link StormKey}. */
    public Map<Integer, Usual> usual = new TreeMap<>();

    public Map<Integer, Storm> storms = new TreeMap<>();

    /** Means of the last minutes without a storm. */
    public static final class Usual {
        public double sources;
        public double packets;
        public double pairsIn8;
        public double pairsIn16;
        public double repeating;
        public double hosts;
    }

    /** A storm that goes on. */
    public static final class Storm {
        public long fromMicros;
        /** End of the last minute that was a storm. */
        public long toMicros;

        public long minutes;
        public long revision;
        /** Packets of all its minutes, estimated where sampled. */
        public long packets;
        /** Sources of its largest minute, and what the last revision said of them. */
        public long mostSources;

        public long toldSources;
        public Verdict most = new Verdict();
    }

    /** Why a minute is a storm: of the largest minute of a storm, since that is what is told. */
    public static final class Verdict {
        public boolean storm;
        /** Whether the sources look forged, however many there are. */
        public boolean forged;

        public String shape = "";
        public long sources;
        public long packets;
        public long usualSources;
        public long threshold;
        public double packetsPerSource;
        public double entropyRatio;
        public long networks;
        public double networkTtls;
        public long pairs;
        public long repeating;
        public long repeatingAlike;
        /** One source in so many was looked at. */
        public long oneOf;
    }
}
