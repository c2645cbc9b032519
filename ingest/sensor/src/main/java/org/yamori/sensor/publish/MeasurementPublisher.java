package org.yamori.sensor.publish;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.Topics;

/**
 * A Kafka producer of measurements, keyed by their id; readers keep one of each id. Like {@link BlockPublisher} it says
 * with the next call that a record did not arrive.
 */
public final class MeasurementPublisher implements AutoCloseable {
    private final AcknowledgedProducer producer;
    private final String topic;

    /** For tests and for producers with other settings. */
    MeasurementPublisher(Producer<byte[], byte[]> producer, Topics topics) {
        this.producer = new AcknowledgedProducer(producer);
        this.topic = topics.measurements();
    }

    /** A publisher with a producer of its own, as {@link BlockPublisher#open} makes one. */
    public static MeasurementPublisher open(Map<String, String> kafka, Topics topics) throws PublishException {
        try {
            return new MeasurementPublisher(
                    new KafkaProducer<>(
                            BlockPublisher.properties(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
                    topics);
        } catch (KafkaException wrong) {
            throw new PublishException(
                    "no producer can be made of the Kafka properties given: " + wrong.getMessage(), wrong);
        }
    }

    /** Makes the topic of one partition in which records are kept for ever, unless there is one. */
    public static void createTopic(Admin admin, Topics topics) throws PublishException {
        NewTopic topic = new NewTopic(topics.measurements(), Optional.of(1), Optional.empty())
                .configs(Map.of("retention.ms", "-1", "cleanup.policy", "delete"));
        try {
            // Who may write there need not have the right to make it.
            if (!admin.listTopics().names().get().contains(topics.measurements())) {
                admin.createTopics(List.of(topic)).all().get();
            }
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new PublishException(
                        "topic " + topics.measurements() + " cannot be made: " + failed.getCause(), failed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PublishException("stopped while topic " + topics.measurements() + " was made", stopped);
        }
    }

    /** Hands a record over; it has arrived when {@link #flush} returns. */
    public void send(MeasurementRecord measurement) throws PublishException {
        byte[] key = measurement.id().getBytes(StandardCharsets.UTF_8);
        producer.send(
                new ProducerRecord<>(topic, key, measurement.toJson()), () -> {}, error -> failed(measurement, error));
    }

    private PublishException failed(MeasurementRecord measurement, Exception error) {
        return new PublishException(
                "measurement " + measurement.id() + " was not taken by topic " + topic + ": " + error.getMessage(),
                error);
    }

    /** Waits until everything sent was acknowledged. */
    public void flush() throws PublishException {
        producer.flush();
    }

    /** Sends what is on its way, for at most 30 seconds, and throws if anything sent did not arrive. */
    @Override
    public void close() throws PublishException {
        producer.close();
    }
}
