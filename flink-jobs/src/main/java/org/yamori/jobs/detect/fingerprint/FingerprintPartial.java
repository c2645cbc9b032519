package org.yamori.jobs.detect.fingerprint;

/**
 * One shard's share of a window, column by column: what leaves the tables. Shares of all shards add up, sources
 * included, because a source lives in one shard.
 */
public final class FingerprintPartial {
    public int shard;
    /** {@link Resolution} by ordinal. */
    public int resolution;

    public long startMicros;
    public long endMicros;
    /** Late slices that went into the window here. */
    public long lateSlices;

    /** Packets by {@link org.yamori.jobs.flow.Tool}, as each packet alone tells. */
    public long[] tools = {};
    /** Sources of probes. */
    public long scanningSources;
    /** Whether all sources were there to be counted. */
    public boolean exact;

    /** A label, or a label and a watched port, see {@link Series}. */
    public long[] series = {};

    public long[] packets = {};
    public long[] sources = {};

    /** SYN signatures of sources without a known tool. */
    public String[] signatures = {};

    public long[] signaturePackets = {};
    public long[] signatureSources = {};

    /** IPv4 /16 of sources that have Mirai's mark in them, and their counts. */
    public int[] networks = {};

    public long[] networkPackets = {};
    public long[] networkMarked = {};
    /** Networks that sent anything. */
    public long networksSeen;
}
