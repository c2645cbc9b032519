package org.yamori.console.alerts;

/** A language in which contacts are spoken to. */
public enum Language {
    ENGLISH("en"),
    JAPANESE("ja");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** As HTML names it. */
    public String tag() {
        return tag;
    }

    /** The language of a tag; English for those that nobody speaks here. */
    static Language of(String tag) {
        return tag.equals(JAPANESE.tag) ? JAPANESE : ENGLISH;
    }
}
