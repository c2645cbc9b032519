package org.yamori.wire;

/**
 * Names of the topics of one installation or study.
 *
 * @param prefix the first word, {@code yamori} for an installation
 */
public record Topics(String prefix) {
    public static final String DEFAULT_PREFIX = "yamori";

    public Topics {
        if (!prefix.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "a prefix is 1 to 60 lower-case letters, digits or '-', was '" + BlockHeader.clip(prefix) + "'");
        }
    }

    /** Studies have topics of their own and never notify anybody. */
    public boolean isStudy() {
        return !prefix.equals(DEFAULT_PREFIX) && prefix.startsWith("study-");
    }

    public String packets(String sensor) {
        return prefix + ".packets." + sensor;
    }

    /** A pattern for the packets of all sensors. */
    public String allPackets() {
        return prefix + "\\.packets\\..+";
    }

    public String findings() {
        return prefix + ".findings";
    }

    public String traffic() {
        return prefix + ".traffic";
    }

    public String registry() {
        return prefix + ".registry";
    }

    public String news() {
        return prefix + ".news";
    }

    public String lists() {
        return prefix + ".lists";
    }

    public String decisions() {
        return prefix + ".decisions";
    }

    public String measurements() {
        return prefix + ".measurements";
    }

    public String deadLetters() {
        return prefix + ".dead-letters";
    }
}
