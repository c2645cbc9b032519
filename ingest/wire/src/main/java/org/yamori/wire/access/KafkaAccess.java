package org.yamori.wire.access;

import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Kafka is and who asks it. Holds names of files and never what is in them, so that it may be logged and sent to
 * other machines, which have files of their own under the same names.
 *
 * @param brokers {@code host:port}, parted by commas
 * @param tls how the connection is protected
 * @param login who asks by password
 * @param settingsFile more settings of Kafka's clients, as a properties file, or empty
 */
public record KafkaAccess(String brokers, Tls tls, Login login, String settingsFile) implements Serializable {
    public static final String TLS_CA = "tls-ca";
    public static final String TLS_CERTIFICATE = "tls-certificate";
    public static final String TLS_KEY = "tls-key";
    public static final String USER = "user";
    public static final String PASSWORD_FILE = "password-file";
    public static final String SETTINGS_FILE = "kafka-config";

    /**
     * Files in PEM.
     *
     * @param ca who vouches for the brokers, or empty for whom Java trusts
     * @param certificate of this process, with those that lead to its CA, or empty
     * @param key private key of the certificate, or empty
     */
    public record Tls(String ca, String certificate, String key) implements Serializable {
        public static final Tls NONE = new Tls("", "", "");

        public Tls {
            if (certificate.isEmpty() != key.isEmpty()) {
                throw new IllegalArgumentException(TLS_CERTIFICATE + " and " + TLS_KEY + " go together, but only "
                        + (key.isEmpty() ? TLS_CERTIFICATE : TLS_KEY) + " was given");
            }
        }

        boolean isOn() {
            return !ca.isEmpty() || hasCertificate();
        }

        boolean hasCertificate() {
            return !certificate.isEmpty();
        }
    }

    /**
     * SCRAM-SHA-512, always inside TLS.
     *
     * @param user name, or empty
     * @param passwordFile first line of which is the password, or empty
     */
    public record Login(String user, String passwordFile) implements Serializable {
        public static final Login NONE = new Login("", "");

        public Login {
            if (user.isEmpty() != passwordFile.isEmpty()) {
                throw new IllegalArgumentException(USER + " and " + PASSWORD_FILE + " go together, but only "
                        + (user.isEmpty() ? PASSWORD_FILE : USER) + " was given");
            }
            if (!user.matches("[A-Za-z0-9_.:@-]{0,200}")) {
                throw new IllegalArgumentException(
                        USER + " must be letters, digits, '_', '.', ':', '@' or '-', was '" + user + "'");
            }
        }

        boolean isOn() {
            return !user.isEmpty();
        }
    }

    public KafkaAccess {
        if (!brokers.matches("[^\\s,]+:[0-9]{1,5}(,[^\\s,]+:[0-9]{1,5})*")) {
            throw new IllegalArgumentException("brokers are HOST:PORT with commas between, was '" + brokers + "'");
        }
    }

    /** Brokers on the same machine, that ask nobody who he is. */
    public static KafkaAccess plaintext(String brokers) {
        return new KafkaAccess(brokers, Tls.NONE, Login.NONE, "");
    }

    /** Whether every byte between here and the brokers is protected. */
    boolean isProtected() {
        return tls.isOn() || login.isOn();
    }

    /** What Kafka's clients must be told that is no secret. */
    public Map<String, String> publicSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", brokers);
        if (isProtected()) {
            settings.put("security.protocol", login.isOn() ? "SASL_SSL" : "SSL");
            settings.put("ssl.endpoint.identification.algorithm", "https");
        }
        if (!tls.ca.isEmpty()) {
            settings.put("ssl.truststore.type", "PEM");
        }
        if (tls.hasCertificate()) {
            settings.put("ssl.keystore.type", "PEM");
        }
        if (login.isOn()) {
            settings.put("sasl.mechanism", "SCRAM-SHA-512");
        }
        return settings;
    }

    /** Settings whose values come out of files, each with what it is. */
    public Map<String, SecretSetting> secretSettings() throws AccessException {
        Map<String, SecretSetting> settings = new LinkedHashMap<>();
        if (!tls.ca.isEmpty()) {
            settings.put(
                    "ssl.truststore.certificates",
                    () -> PemFile.read(TLS_CA, tls.ca).certificatesText());
        }
        if (tls.hasCertificate()) {
            settings.put(
                    "ssl.keystore.certificate.chain",
                    () -> PemFile.read(TLS_CERTIFICATE, tls.certificate).certificatesText());
            settings.put(
                    "ssl.keystore.key", () -> PemFile.read(TLS_KEY, tls.key).keyText());
        }
        if (login.isOn()) {
            settings.put(
                    "sasl.jaas.config", () -> Password.read(login.passwordFile).scramLogin(login.user));
        }
        if (!settingsFile.isEmpty()) {
            for (String name : SettingsFile.read(settingsFile, this).names()) {
                settings.put(name, () -> SettingsFile.read(settingsFile, this).value(name));
            }
        }
        return settings;
    }

    /** One value, read from its file when it is asked for. */
    @FunctionalInterface
    public interface SecretSetting {
        String read() throws AccessException;
    }

    /** Everything that Kafka's clients must be told. Holds secrets: for a client, and for nobody else to see. */
    public Map<String, String> settings() throws AccessException {
        Map<String, String> settings = publicSettings();
        for (Map.Entry<String, SecretSetting> secret : secretSettings().entrySet()) {
            settings.put(secret.getKey(), secret.getValue().read());
        }
        return settings;
    }

    /**
     * Reads every file and throws with a sentence for each mistake; returns what is only unwise.
     *
     * @param now certificates must hold at this time
     * @param sensor whom the certificate must name, where a sensor asks
     */
    public List<String> check(Instant now, Optional<String> sensor) throws AccessException {
        return new IdentityCheck(this, now).run(sensor);
    }

    /** Who Kafka takes this for, as far as that can be known here. */
    public String who() {
        if (login.isOn()) {
            return "user '" + login.user + "' of " + login.passwordFile;
        }
        return tls.hasCertificate()
                ? "the holder of certificate " + tls.certificate
                : "somebody without certificate and password";
    }
}
