package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.access.KafkaAccess;

/**
 * Where a job finds the registry: a file that holds for all times, a topic that is followed, or neither.
 *
 * @param file path of a registry file, or empty
 * @param kafka where the topic is, or null without one
 * @param topic the registry's topic, or empty
 */
public record Registries(String file, @Nullable KafkaAccess kafka, String topic) implements Serializable {
    public static final Registries NONE = new Registries("", null, "");

    public static Registries ofFile(String file) {
        return new Registries(file, null, "");
    }

    public static Registries ofTopic(KafkaAccess kafka, String topic) {
        return new Registries("", kafka, topic);
    }

    /** The registry, ready to be asked. */
    public RegistryView open() throws BadRecordException {
        if (!file.isEmpty()) {
            return new FixedRegistry(RegistryHistory.always(RegistryFile.read(Path.of(file))));
        }
        return kafka == null ? new FixedRegistry(new RegistryHistory()) : new TopicRegistry(kafka, topic);
    }

    /** A registry that was known before the first packet. */
    private record FixedRegistry(RegistryHistory history) implements RegistryView {
        @Override
        public RegistryHistory upToNow() {
            return history;
        }

        @Override
        public long holdsForMicros() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
