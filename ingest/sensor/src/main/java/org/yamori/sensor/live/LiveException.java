package org.yamori.sensor.live;

import java.io.IOException;

/** An interface cannot be captured from, or a right cannot be given up; the message says which, why, and what helps. */
public final class LiveException extends IOException {
    public LiveException(String message) {
        super(message);
    }

    public LiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
