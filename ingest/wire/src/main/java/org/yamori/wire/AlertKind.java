package org.yamori.wire;

/** What an alert about a host says: it began, it goes on, or it became much. */
public enum AlertKind {
    NEW,
    CONTINUING,
    URGENT;

    /** As it is written in JSON. */
    public String word() {
        return Names.word(this);
    }
}
