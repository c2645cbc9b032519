package org.yamori.jobs.sink;

import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The form of a dead letter in Kafka: the key is {@code topic/partition/offset}, the value the bytes as they were read,
 * and the headers {@code topic}, {@code partition}, {@code offset}, {@code reason}, {@code job} and {@code bytes} are
 * texts.
 */
final class DeadLetterRecords {
    /**
     * The most bytes of a value that are kept. A record of the largest size that a broker takes would, with the headers
     * added, be refused; {@code bytes} always says how long the value was.
     */
    static final int MOST_BYTES = 7 << 20;

    private DeadLetterRecords() {}

    static ProducerRecord<byte[], byte[]> of(String deadLettersTopic, String job, DeadLetter letter) {
        String place = letter.topic() + '/' + letter.partition() + '/' + letter.offset();
        byte[] value = letter.value();
        byte[] kept = value.length <= MOST_BYTES ? value : Arrays.copyOf(value, MOST_BYTES);
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(deadLettersTopic, place.getBytes(UTF_8), kept);
        sent.headers()
                .add("topic", letter.topic().getBytes(UTF_8))
                .add("partition", Integer.toString(letter.partition()).getBytes(UTF_8))
                .add("offset", Long.toString(letter.offset()).getBytes(UTF_8))
                .add("reason", letter.reason().getBytes(UTF_8))
                .add("job", job.getBytes(UTF_8))
                .add("bytes", Integer.toString(value.length).getBytes(UTF_8));
        return sent;
    }
}
