package org.yamori.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.analyze.FindingsFile;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real broker with findings in two topics, revisions in any order, some twice. */
@Tag("kafka")
@ExtendWith(Servers.class)
class TopicFindingsITCase {
    @TempDir
    private Path folder;

    private static String finding(String kind, String id, int revision, String anchor) {
        return "{\"@timestamp\":\"2026-03-01T10:00:00Z\",\"event\":{\"finding\":{\"id\":\"not this\"}},\"yamori\":"
                + "{\"finding\":{\"kind\":\"" + kind + "\",\"id\":\"" + id + "\",\"revision\":" + revision
                + ",\"anchor\":\"" + anchor + "\"},\"packets\":" + revision + "}}";
    }

    @Test
    void lastRevisions_areWrittenInTheOrderOfTheirAnchors(KafkaServer kafka) throws Exception {
        Topics topics = new Topics("study-topic-findings");
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.traffic(), 3, Map.of());
        String early = "2026-03-01T10:00:00.000000Z";
        String later = "2026-03-01T10:00:00.000001Z";
        String sensor = finding("sensor", "b0", 1, later);
        String second = finding("traffic", "a1", 2, early);
        String other = finding("traffic", "a2", 1, later);
        List<String> traffic = List.of(second, finding("traffic", "a1", 1, early), other, other);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.findings(), sensor.getBytes(UTF_8)))
                    .get();
            for (int i = 0; i < traffic.size(); i++) {
                producer.send(new ProducerRecord<>(
                                topics.traffic(), i % 3, null, traffic.get(i).getBytes(UTF_8)))
                        .get();
            }
        }
        Path file = folder.resolve("findings.jsonl");

        FindingsFile.Written written = TopicFindings.write(kafka.bootstrapServers(), topics, file);

        assertThat(Files.readAllLines(file)).containsExactly(second, sensor, other);
        assertThat(written).isEqualTo(new FindingsFile.Written(3, 5));
        assertThat(names(folder)).containsExactly("findings.jsonl");
    }

    @Test
    void recordThatIsNoFinding_isNamed(KafkaServer kafka) throws Exception {
        Topics topics = new Topics("study-topic-no-finding");
        kafka.createTopic(topics.findings(), 1, Map.of());
        kafka.createTopic(topics.traffic(), 1, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.findings(), "{\"yamori\":{}}".getBytes(UTF_8)))
                    .get();
        }

        assertThatThrownBy(
                        () -> TopicFindings.write(kafka.bootstrapServers(), topics, folder.resolve("findings.jsonl")))
                .hasMessage("study-topic-no-finding.findings-0 offset 0 holds no finding: it has no yamori.finding");
    }

    private static List<String> names(Path folder) throws Exception {
        List<String> names = new ArrayList<>();
        try (var entries = Files.list(folder)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        }
        return names;
    }
}
