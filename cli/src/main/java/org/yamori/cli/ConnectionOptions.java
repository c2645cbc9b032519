package org.yamori.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Option;

/** Where Kafka is and who a command is to it; a password comes from a file and never from the command line. */
final class ConnectionOptions {
    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "localhost:9092",
            description = "Kafka. Default: ${DEFAULT-VALUE}.")
    private String brokers = "localhost:9092";

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) of who vouches for the brokers; the connection is TLS.")
    private @Nullable Path authorities;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Own certificate (PEM), with those that lead to its CA.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Private key (PEM, PKCS#8, without passphrase) of the certificate.")
    private @Nullable Path key;

    @Option(names = "--user", paramLabel = "NAME", description = "Log in to Kafka by SCRAM-SHA-512, inside TLS.")
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Its first line is the user's password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "More settings of Kafka's clients, a properties file.")
    private @Nullable Path settingsFile;

    KafkaAccess access() {
        return new KafkaAccess(
                brokers,
                new KafkaAccess.Tls(text(authorities), text(certificate), text(key)),
                new KafkaAccess.Login(user, text(passwordFile)),
                text(settingsFile));
    }

    private static String text(@Nullable Path file) {
        return file == null ? "" : file.toString();
    }
}
