package org.yamori.jobs.kafka;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;

/**
 * Settings of Kafka's clients in a job. What comes out of a file stands there as a variable that the client resolves
 * when it is opened: no secret travels in the job's graph or rests in its checkpoints, and a client opened anew after a
 * restart reads a certificate that was renewed meanwhile.
 */
public final class KafkaClients {
    private static final String PROVIDER = "yamori";
    private static final String PARAM = "config.providers." + PROVIDER + ".param.";

    private KafkaClients() {}

    public static Properties properties(KafkaAccess access) {
        Properties properties = new Properties();
        settings(access).forEach(properties::setProperty);
        return properties;
    }

    public static Map<String, String> settings(KafkaAccess access) {
        try {
            Map<String, String> settings = new LinkedHashMap<>(access.publicSettings());
            Map<String, KafkaAccess.SecretSetting> secrets = access.secretSettings();
            secrets.keySet().forEach(name -> settings.put(name, "${" + PROVIDER + ":" + name + "}"));
            if (!secrets.isEmpty()) {
                settings.put("config.providers", PROVIDER);
                settings.put("config.providers." + PROVIDER + ".class", SecretFiles.class.getName());
                SecretFiles.parameters(access).forEach((name, value) -> settings.put(PARAM + name, value));
            }
            return settings;
        } catch (AccessException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
