package org.yamori.sensor.publish;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What a failure of Kafka means for a sensor that must go on. */
enum KafkaFailure {
    /** The broker is away, or says so: it may be back at any moment. */
    AWAY,
    /** The broker does not let this sensor in or write: a person must do something, there or here. */
    REFUSED,
    /** This record will never be taken, whoever does what. */
    FOR_EVER;

    private static final int MOST_CAUSES = 20;

    static KafkaFailure of(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return REFUSED;
            }
            if (cause instanceof RecordTooLargeException
                    || cause instanceof RecordBatchTooLargeException
                    || cause instanceof InvalidRecordException) {
                return FOR_EVER;
            }
            depth++;
        }
        return AWAY;
    }
}
