package org.yamori.jobs.sink;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaDeadLettersTest {
    private static final byte[] BYTES = {0, -1, 10, 7};

    @Test
    void letter_carriesItsBytesItsPlaceAndItsReason() throws IOException {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (KafkaDeadLetters letters = new KafkaDeadLetters(producer, "yamori.dead-letters", "index")) {
            letters.accept(new DeadLetter("yamori.findings", 2, 77, "why", BYTES));
            letters.flush();
        }
        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("yamori.dead-letters");
        assertThat(sent.value()).containsExactly(BYTES);
        assertThat(new String(sent.key(), UTF_8)).isEqualTo("yamori.findings/2/77");
        assertThat(headers(sent))
                .containsExactly(
                        Map.entry("topic", "yamori.findings"),
                        Map.entry("partition", "2"),
                        Map.entry("offset", "77"),
                        Map.entry("reason", "why"),
                        Map.entry("job", "index"),
                        Map.entry("bytes", "4"));
    }

    @Test
    void valueThatWouldNotFitWithItsHeaders_isCutAndSaysSo() {
        byte[] huge = new byte[(7 << 20) + 1];
        ProducerRecord<byte[], byte[]> sent =
                DeadLetterRecords.of("dead", "index", new DeadLetter("t", 0, 0, "r".repeat(5_000), huge));
        assertThat(sent.value()).hasSize(7 << 20);
        assertThat(headers(sent)).containsEntry("bytes", "7340033");
        assertThat(headers(sent).get("reason")).hasSize(1_000).endsWith("r…");
    }

    @Test
    void letterThatIsRefused_failsTheFlush() throws IOException {
        MockProducer<byte[], byte[]> producer = producer(false);
        KafkaDeadLetters letters = new KafkaDeadLetters(producer, "dead", "index");
        letters.accept(new DeadLetter("t", 0, 0, "why", BYTES));
        producer.errorNext(new TopicAuthorizationException("dead"));
        assertThatThrownBy(letters::flush)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the topic dead did not take a dead letter")
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    private static MockProducer<byte[], byte[]> producer(boolean completes) {
        return new MockProducer<>(completes, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> sent) {
        Map<String, String> headers = new LinkedHashMap<>();
        sent.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
