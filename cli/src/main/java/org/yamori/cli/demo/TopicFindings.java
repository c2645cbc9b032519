package org.yamori.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.yamori.cli.analyze.FindingsFile;
import org.yamori.wire.Finding;
import org.yamori.wire.Topics;

/**
 * The findings of a study that was played over Kafka, as the file that an analysis writes: the last revision of each,
 * in the same order, so that both can be summed up and compared byte for byte.
 */
public final class TopicFindings {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int FETCH_BYTES = 8 << 20;

    private TopicFindings() {}

    /**
     * Writes what the topics hold now.
     *
     * @param file its folder must have room for all findings twice
     */
    public static FindingsFile.Written write(String brokers, Topics topics, Path file) throws IOException {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                100_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                FindingsFile sorter = new FindingsFile(folderOf(file))) {
            List<TopicPartition> partitions = Stream.of(topics.findings(), topics.traffic())
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<TopicPartition> open = new HashSet<>(partitions);
            open.removeIf(partition -> consumer.position(partition) >= end(ends, partition));
            while (!open.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.offset() < end(ends, new TopicPartition(record.topic(), record.partition()))) {
                        sorter.accept(finding(record));
                    }
                }
                open.removeIf(partition -> consumer.position(partition) >= end(ends, partition));
            }
            return sorter.write(file);
        } catch (KafkaException refused) {
            throw new IOException(
                    "the findings of " + topics.prefix() + " cannot be read from " + brokers + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private static Finding finding(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try (JsonParser parser = JSON.createParser(record.value())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT && isIdentity(parser)) {
                    return identified(parser, record.value());
                }
            }
        }
        throw new IOException(record.topic() + "-" + record.partition() + " offset " + record.offset()
                + " holds no finding: it has no yamori.finding");
    }

    private static boolean isIdentity(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString().equals("/yamori/finding");
    }

    private static Finding identified(JsonParser parser, byte[] json) throws IOException {
        String kind = "";
        String id = "";
        long revision = 0;
        Instant anchor = Instant.EPOCH;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "kind" -> kind = parser.getText();
                case "id" -> id = parser.getText();
                case "revision" -> revision = parser.getLongValue();
                case "anchor" -> anchor = Instant.parse(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new Finding(kind, id, revision, ChronoUnit.MICROS.between(Instant.EPOCH, anchor), json);
    }
}
