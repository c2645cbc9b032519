package org.yamori.jobs.flow;

/**
 * Says that what reached one protocol, port and class of flags came from forged sources. It acts from the moment it was
 * decided and never earlier: it leaves the room before the watermark that closed its last minute.
 */
public final class StormLabel {
    public int protocol;
    /** Destination port; for ICMP {@code type * 256 + code}. */
    public int port;

    public FlagClass flags = FlagClass.NONE;
    /** Start of the first minute of the storm. */
    public long fromMicros;
    /** End of the last minute that was found to be a storm; one label is told for each such minute. */
    public long toMicros;
    /** Event time at which this was decided: the end of that minute. */
    public long decidedMicros;

    @Override
    public String toString() {
        return protocol + "/" + port + " " + flags.word() + " from " + fromMicros + " to " + toMicros + " decided "
                + decidedMicros;
    }
}
