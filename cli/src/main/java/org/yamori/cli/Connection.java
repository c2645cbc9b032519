package org.yamori.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaRefusal;

/** The way of a command to Kafka: who it is is checked first, and what Kafka refuses is told in a sentence. */
public final class Connection {
    private static final int PATIENCE_MILLIS = 20_000;

    private Connection() {}

    /** Work with Kafka. */
    interface Work<T> {
        T done() throws IOException;
    }

    /** Throws a sentence for each mistake in certificate, key and password files, and tells what is only unwise. */
    public static void check(KafkaAccess access, Optional<String> sensor) throws AccessException {
        access.check(Instant.now(), sensor).forEach(warning -> System.err.println("yamori: " + warning));
    }

    static Admin admin(KafkaAccess access) throws AccessException {
        Map<String, Object> settings = new HashMap<>(access.settings());
        settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS / 2);
        try {
            return Admin.create(settings);
        } catch (KafkaException wrong) {
            throw refused(access, wrong);
        }
    }

    /** Does the work; where Kafka refuses who asks, only that is told. */
    static <T> T inWords(KafkaAccess access, Work<T> work) throws IOException {
        try {
            return work.done();
        } catch (IOException | KafkaException failed) {
            Optional<String> sentence = KafkaRefusal.sentence(failed, access);
            if (sentence.isPresent()) {
                throw new AccessException(sentence.get(), failed);
            }
            throw failed;
        }
    }

    private static AccessException refused(KafkaAccess access, KafkaException wrong) {
        Throwable root = wrong;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = String.valueOf(root.getMessage());
        return new AccessException(
                KafkaRefusal.sentence(wrong, access).orElseGet(() -> "brokers " + access.brokers() + ": " + words),
                wrong);
    }
}
