package org.yamori.jobs.detect.fingerprint;

/** How many sources of each version of Mirai a day had. */
public final class VersionDay {
    public long startMicros;
    public long endMicros;
    public long lateSlices;
    public long leaked;
    public long earlier;
    /** Sources with Mirai's mark whose version is not clear. */
    public long unclear;
    /** Ports of each version such as {@code tcp/23}, those with most sources first, a few. */
    public String[] leakedPorts = {};

    public String[] earlierPorts = {};
    /** In millionths. */
    public long completeness;
}
