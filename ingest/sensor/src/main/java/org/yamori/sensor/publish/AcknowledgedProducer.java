package org.yamori.sensor.publish;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** A Kafka producer that says with its next call that a record did not arrive, and with every one after it. */
final class AcknowledgedProducer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<PublishException> failure = new AtomicReference<>();

    AcknowledgedProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Hands a record over; it has arrived when {@link #flush} returns.
     *
     * @param arrived is told when all replicas have it
     * @param failed says what failed
     */
    void send(ProducerRecord<byte[], byte[]> record, Runnable arrived, Function<Exception, PublishException> failed)
            throws PublishException {
        throwFailure();
        try {
            // The callback hears of every failure, so the future is of no use.
            Future<RecordMetadata> unused = producer.send(record, (metadata, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, failed.apply(error));
                } else {
                    arrived.run();
                }
            });
        } catch (KafkaException refused) {
            failure.compareAndSet(null, failed.apply(refused));
            throwFailure();
        }
    }

    private void throwFailure() throws PublishException {
        PublishException failed = failure.get();
        if (failed != null) {
            throw new PublishException(String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Waits until everything sent was acknowledged. */
    void flush() throws PublishException {
        try {
            producer.flush();
        } catch (KafkaException refused) {
            throw new PublishException("Kafka producer cannot flush: " + refused.getMessage(), refused);
        }
        throwFailure();
    }

    /** Sends what is on its way, for at most 30 seconds, and throws if anything sent did not arrive. */
    @Override
    public void close() throws PublishException {
        try {
            producer.close(CLOSE_TIMEOUT);
        } catch (KafkaException refused) {
            throw new PublishException("Kafka producer cannot close: " + refused.getMessage(), refused);
        }
        throwFailure();
    }
}
