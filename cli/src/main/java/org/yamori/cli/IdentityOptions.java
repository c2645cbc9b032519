package org.yamori.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Option;

/**
 * Who a command is to Kafka, and who vouches for the brokers; a password comes from a file, never from the command
 * line.
 */
final class IdentityOptions {
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

    /** Whether anything was said. */
    boolean isGiven() {
        return !user.isEmpty()
                || Stream.of(authorities, certificate, key, passwordFile, settingsFile)
                        .anyMatch(Objects::nonNull);
    }

    KafkaAccess access(String brokers) {
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
