package org.yamori.jobs.sink;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.yamori.jobs.kafka.KafkaClients;
import org.yamori.wire.access.KafkaAccess;

/** The records of findings topics, read from where the group left off, the first time from the beginning. */
public final class FindingsSource {
    private static final byte[] NOTHING = {};

    private FindingsSource() {}

    /**
     * Records as they are; nothing in them can stop the source.
     *
     * @param kafka where the brokers are and who this job is to them
     * @param group consumer group, whose offsets follow the checkpoints
     * @param topics topics to read
     */
    @SuppressWarnings("deprecation") // The connector names the place to start by an enum that Kafka has moved.
    public static KafkaSource<ReceivedRecord> kafka(KafkaAccess kafka, String group, List<String> topics) {
        return KafkaSource.<ReceivedRecord>builder()
                .setProperties(KafkaClients.properties(kafka))
                .setGroupId(group)
                .setTopics(topics)
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(8 << 20))
                .setProperty("partition.discovery.interval.ms", "30000")
                .setDeserializer(new Untouched())
                .build();
    }

    private static final class Untouched implements KafkaRecordDeserializationSchema<ReceivedRecord> {
        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReceivedRecord> out) {
            byte[] value = record.value();
            out.collect(new ReceivedRecord(
                    record.topic(), record.partition(), record.offset(), value == null ? NOTHING : value));
        }

        @Override
        public TypeInformation<ReceivedRecord> getProducedType() {
            return TypeInformation.of(ReceivedRecord.class);
        }
    }
}
