package org.yamori.cli;

import java.io.Serial;

/** Something a person can put right: its message is the one sentence they read, and the exit code is 1. */
public final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public Refusal(String sentence) {
        super(sentence);
    }

    public Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
