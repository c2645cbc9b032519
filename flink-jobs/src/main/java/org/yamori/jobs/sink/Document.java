package org.yamori.jobs.sink;

import java.util.regex.Pattern;

/**
 * A finding as it was read back from Kafka: JSON that carries an identity.
 *
 * @param id identity over all revisions, 1 to 128 of {@code A-Z a-z 0-9 _ -}
 * @param kind word of the kind, {@code [a-z][a-z-]{0,40}}
 * @param revision grows from 1
 * @param anchorMicros event time of the id
 * @param origin the record it came in; its value is the JSON, byte for byte
 */
public record Document(String id, String kind, long revision, long anchorMicros, ReceivedRecord origin) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,40}");

    public Document {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "yamori.finding.id must be 1 to 128 of A-Z a-z 0-9 _ -, was " + clip(id));
        }
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("yamori.finding.kind must match " + KIND + ", was " + clip(kind));
        }
        if (revision < 1) {
            throw new IllegalArgumentException("yamori.finding.revision must be at least 1, was " + revision);
        }
    }

    public byte[] json() {
        return origin.value();
    }

    /** The same bytes, given up. */
    public DeadLetter refused(String reason) {
        return new DeadLetter(origin.topic(), origin.partition(), origin.offset(), reason, origin.value());
    }

    static String clip(String text) {
        return '\'' + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + '\'';
    }
}
