package org.yamori.jobs.flow;

/** A slice and what is known of each row: labelled once, read by every room. */
public final class LabelledSlice {
    public Slice slice = new Slice();
    /** {@link TrafficKind} of each row, by ordinal. */
    public byte[] kinds = {};
    /** {@link Tool} of each row, by ordinal. */
    public byte[] tools = {};
    /** Country of each row's source, two ASCII letters packed; 0 unknown. */
    public short[] countries = {};
    /** 1 where a row's source is a known survey scanner; empty where none is. */
    public byte[] surveys = {};
    /** Rows of hosts of registered organisations. */
    public Matches matches = new Matches();

    public int key() {
        return slice.key;
    }
}
