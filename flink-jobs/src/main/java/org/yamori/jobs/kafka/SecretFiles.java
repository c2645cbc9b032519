package org.yamori.jobs.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaAccess.SecretSetting;

/** Gives Kafka's clients the values of the variables that {@link KafkaClients} writes. Kafka makes it by its name. */
public final class SecretFiles implements ConfigProvider {
    private Map<String, SecretSetting> secrets = Map.of();

    static Map<String, String> parameters(KafkaAccess access) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("brokers", access.brokers());
        parameters.put(KafkaAccess.TLS_CA, access.tls().ca());
        parameters.put(KafkaAccess.TLS_CERTIFICATE, access.tls().certificate());
        parameters.put(KafkaAccess.TLS_KEY, access.tls().key());
        parameters.put(KafkaAccess.USER, access.login().user());
        parameters.put(KafkaAccess.PASSWORD_FILE, access.login().passwordFile());
        parameters.put(KafkaAccess.SETTINGS_FILE, access.settingsFile());
        return parameters;
    }

    @Override
    public void configure(Map<String, ?> parameters) {
        KafkaAccess access = new KafkaAccess(
                text(parameters, "brokers"),
                new KafkaAccess.Tls(
                        text(parameters, KafkaAccess.TLS_CA),
                        text(parameters, KafkaAccess.TLS_CERTIFICATE),
                        text(parameters, KafkaAccess.TLS_KEY)),
                new KafkaAccess.Login(text(parameters, KafkaAccess.USER), text(parameters, KafkaAccess.PASSWORD_FILE)),
                text(parameters, KafkaAccess.SETTINGS_FILE));
        try {
            secrets = access.secretSettings();
        } catch (AccessException unreadable) {
            throw new ConfigException(unreadable.getMessage());
        }
    }

    private static String text(Map<String, ?> parameters, String name) {
        @Nullable Object value = parameters.get(name);
        return value == null ? "" : value.toString();
    }

    @Override
    public ConfigData get(String path) {
        return get(path, secrets.keySet());
    }

    @Override
    public ConfigData get(String path, Set<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            SecretSetting secret = secrets.get(name);
            if (secret != null) {
                try {
                    values.put(name, secret.read());
                } catch (AccessException unreadable) {
                    throw new ConfigException(unreadable.getMessage());
                }
            }
        }
        return new ConfigData(values);
    }

    @Override
    public void close() {}
}
