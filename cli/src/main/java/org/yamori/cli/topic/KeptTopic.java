package org.yamori.cli.topic;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaRefusal;

/**
 * A topic of one partition in which records are kept for ever, and a command's way to read all of it and to write into
 * it.
 */
public final class KeptTopic {
    private static final int PATIENCE_MILLIS = 20_000;
    /** What a broker that was set up lets pass; see the plan of a broker. */
    public static final int MOST_BYTES = 8 << 20;

    private final KafkaAccess kafka;
    private final String topic;

    public KeptTopic(KafkaAccess kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** Takes the value of a record; one that it cannot be is refused. */
    public interface Taking {
        void take(byte[] value, long appendMicros) throws BadRecordException;
    }

    public String name() {
        return topic;
    }

    /**
     * Reads all records to what is the end now; where there is no topic there are none. One that is refused is told and
     * counts for nothing.
     *
     * @param what all records are
     * @param one what one of them is
     */
    public void read(String what, String one, Taking taking) throws IOException {
        try (Progress progress = Progress.onScreen("reading " + what);
                TopicReader reader = new TopicReader(kafka)) {
            reader.read(Pattern.compile(Pattern.quote(topic)), progress, consumed -> {
                try {
                    taking.take(consumed.value() == null ? new byte[0] : consumed.value(), consumed.timestamp() * 1000);
                } catch (BadRecordException bad) {
                    System.err.println("yamori: " + consumed.topic() + " partition " + consumed.partition() + " offset "
                            + consumed.offset() + " is no " + one + " and counts for nothing: " + bad.getMessage());
                }
            });
        }
    }

    /** Writes records in their order, and returns when the broker has them all; makes the topic where there is none. */
    public void write(List<Entry> entries) throws IOException {
        Map<String, Object> settings = new HashMap<>(kafka.settings());
        settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
        settings.putIfAbsent("request.timeout.ms", PATIENCE_MILLIS / 2);
        try {
            try (Admin admin = Admin.create(settings)) {
                create(admin);
            }
            settings.put("max.request.size", MOST_BYTES);
            settings.put("delivery.timeout.ms", PATIENCE_MILLIS);
            settings.put("max.block.ms", PATIENCE_MILLIS);
            settings.put("acks", "all");
            settings.remove("default.api.timeout.ms");
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (Entry entry : entries) {
                    producer.send(new ProducerRecord<>(topic, entry.key, entry.value))
                            .get();
                }
            }
        } catch (ExecutionException | KafkaException failed) {
            throw refused(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while " + topic + " was written", stopped);
        }
    }

    /**
     * A record.
     *
     * @param key what its revisions have in common
     */
    public record Entry(byte[] key, byte[] value) {}

    private void create(Admin admin) throws ExecutionException, InterruptedException {
        // Who may write there need not have the right to make it.
        if (admin.listTopics().names().get().contains(topic)) {
            return;
        }
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                            .configs(Map.of(
                                    "retention.ms",
                                    "-1",
                                    "message.timestamp.type",
                                    "LogAppendTime",
                                    "max.message.bytes",
                                    String.valueOf(MOST_BYTES)))))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw failed;
            }
        }
    }

    private Refusal refused(Exception failed) {
        Throwable root = failed;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String words = "topic " + topic + " at " + kafka.brokers() + " was not written: " + root.getMessage();
        return new Refusal(KafkaRefusal.sentence(failed, kafka).orElse(words), failed);
    }
}
