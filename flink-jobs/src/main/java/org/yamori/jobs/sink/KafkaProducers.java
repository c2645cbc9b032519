package org.yamori.jobs.sink;

import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Producer settings that every sink of a job shares. */
final class KafkaProducers {
    /** What the largest message of the topics allows, 8 MiB. */
    static final int MOST_REQUEST_BYTES = 8 << 20;

    private KafkaProducers() {}

    static Properties properties(String bootstrapServers) {
        Properties properties = new Properties();
        properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "20");
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(256 << 10));
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MOST_REQUEST_BYTES));
        return properties;
    }
}
