package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.RegistryHistory;

/**
 * Where a job finds the registry: a file that holds for all times, a topic that is followed, or neither.
 *
 * @param file path of a registry file, or empty
 * @param brokers Kafka brokers of the topic, or empty
 * @param topic the registry's topic, or empty
 */
public record Registries(String file, String brokers, String topic) implements Serializable {
    public static final Registries NONE = new Registries("", "", "");

    public static Registries ofFile(String file) {
        return new Registries(file, "", "");
    }

    public static Registries ofTopic(String brokers, String topic) {
        return new Registries("", brokers, topic);
    }

    /** The registry, ready to be asked. */
    public RegistryView open() throws BadRecordException {
        if (!file.isEmpty()) {
            return new FixedRegistry(RegistryHistory.always(RegistryFile.read(Path.of(file))));
        }
        return topic.isEmpty() ? new FixedRegistry(new RegistryHistory()) : new TopicRegistry(brokers, topic);
    }

    /** A registry that was known before the first packet. */
    private record FixedRegistry(RegistryHistory history) implements RegistryView {
        @Override
        public RegistryHistory upToNow() {
            return history;
        }

        @Override
        public void close() {}
    }
}
