package org.yamori.sensor.file;

import java.io.IOException;

/** A file is no capture that can be read; the message names the file, the place, the value and what was allowed. */
public final class CaptureException extends IOException {
    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
