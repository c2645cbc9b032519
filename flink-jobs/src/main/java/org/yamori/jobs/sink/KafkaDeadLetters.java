package org.yamori.jobs.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.access.KafkaAccess;

/** Dead letters on their Kafka topic, from inside a sink. */
public final class KafkaDeadLetters implements DeadLetters {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String job;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    KafkaDeadLetters(Producer<byte[], byte[]> producer, String topic, String job) {
        this.producer = producer;
        this.topic = topic;
        this.job = job;
    }

    /**
     * Opens a producer of its own for each writer.
     *
     * @param kafka where the brokers are and who this job is to them
     * @param topic topic of the dead letters
     * @param job name of the job that gives up
     */
    public static DeadLetters.Opener opener(KafkaAccess kafka, String topic, String job) {
        return () -> new KafkaDeadLetters(
                new KafkaProducer<>(
                        KafkaProducers.properties(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
                topic,
                job);
    }

    @Override
    public void accept(DeadLetter letter) throws IOException {
        failIfRefused();
        try {
            var unused = producer.send(DeadLetterRecords.of(topic, job, letter), (metadata, refused) -> {
                if (refused != null) {
                    failure.compareAndSet(null, refused);
                }
            });
        } catch (KafkaException refused) {
            throw new IOException("the topic " + topic + " did not take a dead letter", refused);
        }
    }

    @Override
    public void flush() throws IOException {
        producer.flush();
        failIfRefused();
    }

    @Override
    public void close() {
        producer.close(LONGEST_CLOSE);
    }

    private void failIfRefused() throws IOException {
        Exception refused = failure.get();
        if (refused != null) {
            throw new IOException("the topic " + topic + " did not take a dead letter", refused);
        }
    }
}
