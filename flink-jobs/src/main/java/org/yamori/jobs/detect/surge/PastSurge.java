package org.yamori.jobs.detect.surge;

/** A surge of a port that is over. */
public final class PastSurge {
    /** So many of a port are remembered. */
    static final int MOST = 5;

    /** For so long. */
    static final long DAYS = 400;

    public long onsetMinute;
    public long endMinute;
    public int peakSources;
    /** Length of the window in which these were counted. */
    public int windowMinutes;

    public boolean paged;

    public PastSurge() {}

    boolean isForgotten(long minute) {
        return minute - endMinute >= DAYS * SurgeScales.MINUTES_OF_DAY;
    }
}
