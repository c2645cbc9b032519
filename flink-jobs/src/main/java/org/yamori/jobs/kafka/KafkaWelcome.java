package org.yamori.jobs.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaRefusal;

/** Asks Kafka before a job is started whether it lets it in: a job that may not would only start again for ever. */
public final class KafkaWelcome {
    private static final long PATIENCE_SECONDS = 10;

    private KafkaWelcome() {}

    /** Throws if files are wrong or Kafka refuses who asks; that Kafka is away is no reason, it may come back. */
    public static List<String> ask(KafkaAccess access, Instant now) throws AccessException {
        List<String> warnings = access.check(now, Optional.empty());
        Map<String, Object> settings = new HashMap<>(KafkaClients.settings(access));
        settings.put("request.timeout.ms", (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS) / 2);
        settings.put("default.api.timeout.ms", (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthenticationException) {
                throw refused(failed, access);
            }
        } catch (TimeoutException away) {
            return warnings;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (KafkaException wrong) {
            throw refused(wrong, access);
        }
        return warnings;
    }

    private static AccessException refused(Exception failure, KafkaAccess access) {
        return new AccessException(
                KafkaRefusal.sentence(failure, access).orElseGet(() -> String.valueOf(rootOf(failure))), failure);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
