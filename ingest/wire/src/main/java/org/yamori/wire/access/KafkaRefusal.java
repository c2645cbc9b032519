package org.yamori.wire.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What a refusal by Kafka means, in a sentence. Its clients say it in the causes of what they throw; their types are
 * known by name here, since this module has no Kafka client.
 */
public final class KafkaRefusal {
    /** Causes may form a ring. */
    private static final int MOST_CAUSES = 20;

    private KafkaRefusal() {}

    /** Empty where the failure has nothing to do with who asks. */
    public static Optional<String> sentence(Throwable failure, KafkaAccess access) {
        List<Throwable> causes = causes(failure);
        String kafka = "Kafka at " + access.brokers();
        for (Throwable cause : causes) {
            String words = String.valueOf(cause.getMessage());
            switch (cause.getClass().getSimpleName()) {
                case "SaslAuthenticationException" -> {
                    return Optional.of(
                            words.contains("invalid credentials")
                                    ? kafka + " refused " + access.who() + ": the user is unknown there or the password"
                                            + " is wrong"
                                    : kafka + " refused " + access.who() + ": " + words);
                }
                case "TopicAuthorizationException",
                        "GroupAuthorizationException",
                        "ClusterAuthorizationException",
                        "TransactionalIdAuthorizationException" -> {
                    return Optional.of(kafka + " does not allow this to " + access.who() + ": " + words);
                }
                case "SslAuthenticationException" -> {
                    return Optional.of(ofTls(causes, kafka, access));
                }
                default -> {}
            }
        }
        boolean unanswered = causes.stream()
                .anyMatch(cause -> cause.getClass().getSimpleName().equals("TimeoutException"));
        return unanswered && !access.isProtected()
                ? Optional.of(kafka + " did not answer; this came without TLS: if the brokers want it, give tls-ca")
                : unanswered ? Optional.of(kafka + " did not answer") : Optional.empty();
    }

    /** Java says what was wrong in English words only, and alerts by their names in RFC 8446. */
    private static String ofTls(List<Throwable> causes, String kafka, KafkaAccess access) {
        String words = "";
        for (Throwable cause : causes) {
            words += cause instanceof SSLException
                            || words.isEmpty()
                            || cause instanceof java.security.GeneralSecurityException
                    ? cause.getMessage() + " "
                    : "";
        }
        String small = words.toLowerCase(Locale.ROOT);
        if (small.contains("received fatal alert")) {
            if (!access.tls().hasCertificate()) {
                return kafka + " wants a certificate and got none: give tls-certificate and tls-key (" + alert(words)
                        + ")";
            }
            return kafka + " refused certificate " + access.tls().certificate() + ": " + meaning(alert(words));
        }
        if (small.contains("no subject alternative") || small.contains("no name matching")) {
            return kafka + " shows a certificate that is not made for this host: " + lastWords(causes);
        }
        if (small.contains("notafter")) {
            return kafka + " shows a certificate that has expired: " + lastWords(causes);
        }
        if (small.contains("pkix") || small.contains("signature check") || small.contains("unable to find valid")) {
            return kafka + " shows a certificate that nobody in "
                    + (access.tls().ca().isEmpty()
                            ? "Java's own list"
                            : KafkaAccess.TLS_CA + " " + access.tls().ca())
                    + " vouches for";
        }
        if (small.contains("unsupported or unrecognized ssl message")) {
            return kafka + " does not speak TLS on this port";
        }
        return kafka + " and this did not agree on TLS: " + words.strip();
    }

    private static String alert(String words) {
        return words.replaceAll("(?s).*Received fatal alert: ([a-z_]+).*", "$1");
    }

    private static String meaning(String alert) {
        return switch (alert) {
            case "certificate_expired" -> "it has expired (" + alert + ")";
            case "unknown_ca" -> "its brokers do not know the CA that signed it (" + alert + ")";
            case "certificate_unknown", "bad_certificate" ->
                "it has expired, or its brokers do not know the CA that signed it (" + alert + ")";
            default -> alert;
        };
    }

    private static String lastWords(List<Throwable> causes) {
        return String.valueOf(causes.get(causes.size() - 1).getMessage());
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < MOST_CAUSES; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
