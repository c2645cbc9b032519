package org.yamori.jobs.sink;

import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.yamori.jobs.kafka.KafkaClients;
import org.yamori.wire.access.KafkaAccess;

/** Producer settings that every sink of a job shares. */
final class KafkaProducers {
    /** What the largest message of the topics allows, 8 MiB. */
    static final int MOST_REQUEST_BYTES = 8 << 20;

    private KafkaProducers() {}

    static Properties properties(KafkaAccess kafka) {
        Properties properties = new Properties();
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "20");
        properties.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(256 << 10));
        properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(MOST_REQUEST_BYTES));
        // Compression and patience are the installation's to choose, see SettingsFile for what is not.
        properties.putAll(KafkaClients.properties(kafka));
        return properties;
    }
}
