package org.yamori.jobs.kafka;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.wire.access.KafkaAccess;

/** Keys of the way to Kafka, and the only way from text to {@link KafkaAccess}. */
public final class KafkaOptions {
    static final ConfigOption<String> BOOTSTRAP_SERVERS = ConfigOptions.key("yamori.kafka.bootstrap-servers")
            .stringType()
            .noDefaultValue()
            .withDescription("Kafka brokers, host:port with commas between.");

    static final ConfigOption<String> TLS_CA = optional(
            ConfigOptions.key("yamori.kafka.tls-ca"),
            "Certificates (PEM) of who vouches for the brokers; the connection is TLS. Without it, Java's own.");

    static final ConfigOption<String> TLS_CERTIFICATE = optional(
            ConfigOptions.key("yamori.kafka.tls-certificate"),
            "Certificate (PEM) of the job, with those that lead to its CA.");

    static final ConfigOption<String> TLS_KEY = optional(
            ConfigOptions.key("yamori.kafka.tls-key"),
            "Private key (PEM, PKCS#8, without passphrase) of the certificate.");

    static final ConfigOption<String> USER =
            optional(ConfigOptions.key("yamori.kafka.user"), "Name for a login by SCRAM-SHA-512, inside TLS.");

    static final ConfigOption<String> PASSWORD_FILE = optional(
            ConfigOptions.key("yamori.kafka.password-file"), "A file whose first line is the user's password.");

    static final ConfigOption<String> CONFIG = optional(
            ConfigOptions.key("yamori.kafka.kafka-config"), "More settings of Kafka's clients, a properties file.");

    private KafkaOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(BOOTSTRAP_SERVERS, TLS_CA, TLS_CERTIFICATE, TLS_KEY, USER, PASSWORD_FILE, CONFIG);
    }

    /** Where Kafka is and who this job is to it; files are named here and read where clients are opened. */
    public static KafkaAccess access(Configuration raw) {
        String brokers = raw.getOptional(BOOTSTRAP_SERVERS)
                .orElseThrow(() -> new IllegalArgumentException(BOOTSTRAP_SERVERS.key() + " is missing"));
        return new KafkaAccess(
                brokers,
                new KafkaAccess.Tls(raw.get(TLS_CA), raw.get(TLS_CERTIFICATE), raw.get(TLS_KEY)),
                new KafkaAccess.Login(raw.get(USER), raw.get(PASSWORD_FILE)),
                raw.get(CONFIG));
    }

    private static ConfigOption<String> optional(ConfigOptions.OptionBuilder key, String meaning) {
        return key.stringType().defaultValue("").withDescription(meaning);
    }
}
