package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.access.KafkaAccess;

/**
 * Where a job finds the registry: a file that holds for all times, a topic that is followed, or neither.
 *
 * @param file path of a registry file, or empty
 * @param kafka where the topic is, or null without one
 * @param topic the registry's topic, or empty
 */
public record Registries(String file, @Nullable KafkaAccess kafka, String topic) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(Registries.class);
    /* Ten tasks want the registry, and a large one takes 25 MB and a second to read. */
    private static final Shared<FileVersion, Registry> OF_FILES = new Shared<>();
    private static final Shared<String, RegistryRecord> OF_TOPICS = new Shared<>();

    public static final Registries NONE = new Registries("", null, "");

    public static Registries ofFile(String file) {
        return new Registries(file, null, "");
    }

    public static Registries ofTopic(KafkaAccess kafka, String topic) {
        return new Registries("", kafka, topic);
    }

    /** The registry, ready to be asked. */
    public HistoryView<RegistryHistory> open() throws BadRecordException {
        if (!file.isEmpty()) {
            return HistoryView.fixed(RegistryHistory.always(read(Path.of(file))));
        }
        return kafka == null
                ? HistoryView.fixed(new RegistryHistory())
                : new TopicHistory<>(kafka, topic, "registry version", new RegistryHistory(), Registries::add);
    }

    private static Registry read(Path path) throws BadRecordException {
        return FileVersion.read(path, OF_FILES, () -> RegistryFile.read(path));
    }

    private static void add(RegistryHistory history, byte[] record, long appendMicros) throws BadRecordException {
        RegistryRecord version = OF_TOPICS
                .get(digest(record), () -> RegistryRecord.fromJson(record))
                .requireNotBehind(history.newestRevision());
        history.add(version, appendMicros);
        LOG.info(
                "registry revision {} by {}: {} organisations, {} sensors, effective from {} us: {}",
                version.revision(),
                version.author(),
                version.registry().organisations().size(),
                version.registry().sensors().size(),
                RegistryHistory.effectiveMicros(version, appendMicros),
                version.reason());
    }

    private static String digest(byte[] record) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(record));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
