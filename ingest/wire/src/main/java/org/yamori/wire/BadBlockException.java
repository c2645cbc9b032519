package org.yamori.wire;

/** The bytes are not a packet block; the message says what is wrong with them. */
public final class BadBlockException extends Exception {
    public BadBlockException(String message) {
        super(message);
    }

    public BadBlockException(String message, Throwable cause) {
        super(message, cause);
    }
}
