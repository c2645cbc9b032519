package org.yamori.jobs.sink;

import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.Finding;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The end of a stream of findings: bulk statistics to the topic of traffic, all other kinds to the findings. */
public final class FindingsSink {
    /** Kinds of which there is a document for each minute of many things. */
    private static final Set<String> BULK = Set.of("traffic", "series");

    private FindingsSink() {}

    /**
     * Kafka, at least once; the key is the finding's id, so all revisions of a finding keep their order.
     *
     * @param kafka where the brokers are and who this job is to them
     * @param topics topics of the installation or study
     */
    public static Sink<Finding> kafka(KafkaAccess kafka, Topics topics) {
        return KafkaSink.<Finding>builder()
                .setBootstrapServers(kafka.brokers())
                .setKafkaProducerConfig(KafkaProducers.properties(kafka))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new Serializer(topics.traffic(), topics.findings()))
                .build();
    }

    record Serializer(String trafficTopic, String findingsTopic) implements KafkaRecordSerializationSchema<Finding> {
        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Finding finding, @Nullable KafkaSinkContext context, @Nullable Long timestamp) {
            String topic = BULK.contains(finding.kind()) ? trafficTopic : findingsTopic;
            return new ProducerRecord<>(topic, finding.id().getBytes(UTF_8), finding.json());
        }
    }
}
