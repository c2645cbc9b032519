package org.yamori.jobs.source;

import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.kafka.KafkaClients;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** The topics of all sensors as a source of arrivals. New sensors are found while the job runs. */
public final class KafkaBlocks {
    private static final String FETCH_BYTES = String.valueOf(8 << 20);

    private KafkaBlocks() {}

    /**
     * Never ends. Without a checkpoint it reads everything that is kept: going on at the offsets of the group would
     * tell open windows anew with a part of their packets.
     */
    public static KafkaSource<Arrival> live(KafkaAccess kafka, Topics topics) {
        return builder(kafka, topics)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .build();
    }

    /** Reads what the topics hold at the start, and ends. */
    public static KafkaSource<Arrival> recorded(KafkaAccess kafka, Topics topics) {
        return builder(kafka, topics)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .build();
    }

    private static KafkaSourceBuilder<Arrival> builder(KafkaAccess kafka, Topics topics) {
        return KafkaSource.<Arrival>builder()
                .setProperties(KafkaClients.properties(kafka))
                .setGroupId(topics.prefix() + ".detect")
                .setTopicPattern(Pattern.compile(topics.allPackets()))
                .setProperty("partition.discovery.interval.ms", "10000")
                .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES)
                .setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1")
                .setDeserializer(new AsTheyCome());
    }

    /** Takes over the bytes; whether they are a block is found out later, so that nothing can be thrown here. */
    private static final class AsTheyCome implements KafkaRecordDeserializationSchema<Arrival> {
        private static final byte[] NOTHING = {};

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
            byte @Nullable [] value = record.value();
            @Nullable Header heartbeat = record.headers().lastHeader(BlockRecord.HEARTBEAT);
            out.collect(new Arrival(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp() * 1000,
                    value == null ? NOTHING : value,
                    value != null || heartbeat == null ? NOTHING : heartbeat.value()));
        }

        @Override
        public TypeInformation<Arrival> getProducedType() {
            return TypeInformation.of(Arrival.class);
        }
    }
}
