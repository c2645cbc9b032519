package org.yamori.sensor.spool;

import java.io.IOException;

/** A folder cannot be used as a spool; the message names folder or file, what is wrong and what was allowed. */
public final class SpoolException extends IOException {
    public SpoolException(String message) {
        super(message);
    }

    public SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
