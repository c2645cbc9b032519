package org.yamori.jobs.detect.surge;

/**
 * A minute of a port, or of a part of its sources: what was counted in the windows that end with it, what was expected,
 * and how surprising that is. Hot ports have one of every minute, also of those that were not observed; other ports of
 * the watch list have one of the minutes in which they were used, and it says nothing of longer windows.
 */
public final class ScoredMinute {
    public int port;
    /** Of which of its sources: a {@link Part}, or all. */
    public int part;

    public long minute;
    /** Whether the thresholds of the watch list hold. */
    public boolean watched;
    /** Whether all windows were scored. */
    public boolean hot;
    /** Whether it is part of the series that are published. */
    public boolean published = true;
    /** Thresholds of this port and minute, by scale, and the version of the rules that they are part of. */
    public double[] thresholds = {};

    public String rulesVersion = "";

    public int[] sources = new int[SurgeScales.COUNT];
    /** To a thousandth. */
    public double[] expected = new double[SurgeScales.COUNT];
    /** As counted. */
    public double[] scores = new double[SurgeScales.COUNT];
    /** Bit s: the window of scale s is over its threshold, also without its busiest minute. */
    public int over;
    /** Since when the port has been hot without a break, as a minute. */
    public long hotSince;
    /** A surge begins with this minute. */
    public boolean risen;
    /** In a surge: for how many minutes it has been calm. Otherwise 0. */
    public int calmMinutes;
    /** In a surge: after how many calm minutes it is over. Otherwise 0. */
    public int calmNeeded;
    /** The surge has lasted so long that it is the new ordinary. */
    public boolean settled;

    public int destinations;
    public int sensors;
    /** Networks (/24) of the sources since the port became hot, at least; where nobody counted them there are many. */
    public int networks = Integer.MAX_VALUE;

    public float observed;
    /** Whole days that were watched before. */
    public int learntDays;

    /** Packets of the minute. */
    public long packets;
    /** Sources of the minute that were not seen at the port in the day before. */
    public int newcomers;
    /**
     * {@link Sighting}s of some sources since the port became hot; only where a surge begins and, while it lasts, each
     * quarter of an hour.
     */
    public long[] sample = {};
    /** Some {@link SampledPacket}s of the same time. */
    public long[] packetSample = {};
    /** How many packets of a sample show each {@link org.yamori.jobs.flow.Tool}, by ordinal; where there is one. */
    public int[] tools = {};
    /** The commonest SYN signatures of that sample, and their packets. */
    public String[] signatures = {};

    public int[] ofSignatures = {};
    /** Where a surge begins: sources of the day before the port became hot, a sample. */
    public long[] before = {};

    /* While there is a sample, who saw the port in the last hour, in the order of their names, and who watched. */
    public String[] sensorNames = {};
    public String[] sensorNetworks = {};
    public int watchingSensors;
    public int watchingNetworks;

    public ScoredMinute() {}

    int port() {
        return port;
    }

    /** Port and part in one. */
    int series() {
        return part << PortSeries.BITS | port;
    }

    /** The port is in a surge. */
    boolean isInSurge() {
        return risen || calmNeeded > 0;
    }

    /** The longest window that is counted: parts have none above an hour. */
    int longest() {
        return part == Part.ALL ? SurgeScales.DAY : SurgeScales.HOUR;
    }

    /** The window that comes nearest to its threshold, or is farthest above it; of equal ones the shortest. */
    int nearest() {
        int nearest = 0;
        for (int scale = 1; hot && scale <= longest(); scale++) {
            if (scores[scale] / thresholds[scale] > scores[nearest] / thresholds[nearest]) {
                nearest = scale;
            }
        }
        return nearest;
    }
}
