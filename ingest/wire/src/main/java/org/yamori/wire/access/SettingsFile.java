package org.yamori.wire.access;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Settings of Kafka's clients that have no option of their own. It does not print their values. */
final class SettingsFile {
    /** What the pipeline promises rests on these, or an option names them. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "bootstrap.servers", "brokers has an option of its own",
            "acks", "every block must be acknowledged by all replicas",
            "enable.idempotence", "blocks must arrive once and in order",
            "group.id", "it is made of the prefix",
            "auto.offset.reset", "where reading begins is not for negotiation",
            "enable.auto.commit", "checkpoints say what was read",
            "isolation.level", "nothing is written in transactions",
            "transactional.id", "nothing is written in transactions",
            "ssl.endpoint.identification.algorithm", "that brokers are who they say is always checked");

    private final Map<String, String> values;

    private SettingsFile(Map<String, String> values) {
        this.values = values;
    }

    static SettingsFile read(String file, KafkaAccess access) throws AccessException {
        String what = KafkaAccess.SETTINGS_FILE + " " + file;
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(PemFile.text(what, file)));
        } catch (AccessException told) {
            throw told;
        } catch (IOException | IllegalArgumentException noProperties) {
            throw new AccessException(what + " is no properties file: " + noProperties.getMessage(), noProperties);
        }
        Set<String> byOptions = new TreeSet<>(access.publicSettings().keySet());
        if (access.tls().hasCertificate()) {
            byOptions.addAll(Set.of("ssl.keystore.key", "ssl.keystore.certificate.chain", "ssl.keystore.location"));
        }
        if (!access.tls().ca().isEmpty()) {
            byOptions.addAll(Set.of("ssl.truststore.certificates", "ssl.truststore.location"));
        }
        if (access.login().isOn()) {
            byOptions.add("sasl.jaas.config");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            String reason = NOT_HERE.get(name);
            if (reason != null) {
                throw new AccessException(what + " sets " + name + ", which it may not: " + reason);
            }
            if (byOptions.contains(name)) {
                throw new AccessException(what + " sets " + name + ", which an option has set already");
            }
            values.put(name, properties.getProperty(name).strip());
        }
        return new SettingsFile(values);
    }

    Set<String> names() {
        return values.keySet();
    }

    String value(String name) throws AccessException {
        String value = values.get(name);
        if (value == null) {
            throw new AccessException("the setting " + name + " is no longer in its file");
        }
        return value;
    }

    @Override
    public String toString() {
        return "settings " + values.keySet();
    }
}
