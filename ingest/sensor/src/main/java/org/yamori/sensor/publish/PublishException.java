package org.yamori.sensor.publish;

import java.io.IOException;

/** Kafka did not take a block, or a topic is not as it must be; the message names topic, block and cause. */
public final class PublishException extends IOException {
    public PublishException(String message) {
        super(message);
    }

    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
