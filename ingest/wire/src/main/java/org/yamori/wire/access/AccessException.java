package org.yamori.wire.access;

import java.io.IOException;
import java.util.List;

/** What is wrong with a certificate, key or password file, or why Kafka refused it; one sentence a line. */
public final class AccessException extends IOException {
    private static final long serialVersionUID = 1L;

    public AccessException(String sentence) {
        super(sentence);
    }

    public AccessException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    AccessException(List<String> sentences) {
        super(String.join("\n", sentences));
    }
}
