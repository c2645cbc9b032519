package org.yamori.jobs.flow;

/**
 * How far a surge has come: told with each revision of its finding and at each full hour until it is over. Rooms that
 * correlate read it.
 */
public final class SurgeReport {
    /** Id of the surge's finding. */
    public String id = "";

    public int protocol;
    public int port;
    /** Start of the minute in which it was seen. */
    public long onsetMicros;
    /** End of the minute that this tells of; it leaves the room before the watermark that closes it. */
    public long toldMicros;
    /** It may page: it is no storm, goes to more than a few addresses, and the ordinary is known. */
    public boolean pages;
    /** It is over with this minute. */
    public boolean over;
    /** Distinct sources of the hour that ends with this minute. */
    public int sources;
    /** Most sources of a window of {@link #windowMinutes}, and the end of that window. */
    public int peakSources;

    public long peakMicros;
    public int windowMinutes;
    /** Packets since it was seen. */
    public long packets;
    /**
     * Some of its sources, as {@link SourceSketch} chooses them of all that used the port since it became hot: an
     * address of IPv4 with bit 32 set, or 34 bits of an address of IPv6 with bit 34.
     */
    public long[] sample = {};
    /** Where the sample has fewer, it is all of them. */
    public int mostSampled;

    public long toldMillis() {
        return Math.floorDiv(toldMicros, 1000L) - 1;
    }
}
