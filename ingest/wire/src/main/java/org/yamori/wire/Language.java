package org.yamori.wire;

/** The language in which an organisation is told. */
public enum Language {
    EN,
    JA;

    /** Its code of ISO 639. */
    public String word() {
        return Names.word(this);
    }
}
