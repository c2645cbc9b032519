package org.yamori.jobs.sink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.access.KafkaAccess;

/** The end of a stream of dead letters. */
public final class DeadLetterSink {
    private DeadLetterSink() {}

    /**
     * A topic, written at least once.
     *
     * @param kafka where the brokers are and who this job is to them
     * @param topic topic of the dead letters
     * @param job name of the job that gives up
     */
    public static Sink<DeadLetter> kafka(KafkaAccess kafka, String topic, String job) {
        return KafkaSink.<DeadLetter>builder()
                .setBootstrapServers(kafka.brokers())
                .setKafkaProducerConfig(KafkaProducers.properties(kafka))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Serializer(topic, job))
                .build();
    }

    private record Serializer(String topic, String job) implements KafkaRecordSerializationSchema<DeadLetter> {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
            return DeadLetterRecords.of(topic, job, letter);
        }
    }
}
