package org.yamori.jobs.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.SimpleCounter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class FileChannelSinkTest {
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return 0;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    @TempDir
    Path folder;

    @Test
    void documents_areLinesAfterAFlush() throws IOException {
        Path file = folder.resolve("deep/er/notified.jsonl");
        SimpleCounter lines = new SimpleCounter();
        try (FileChannelSink.Writer writer = new FileChannelSink.Writer(file, lines)) {
            writer.write(Samples.document("a", 1), CONTEXT);
            ReceivedRecord twoLines = Samples.received(0, "{\"a\":\n1}");
            writer.write(new Document("b", "surge", 1, 0, twoLines), CONTEXT);
            writer.flush(false);
            assertThat(Files.readString(file)).isEqualTo(Samples.json("a", 1) + "\n{\"a\": 1}\n");
        }
        assertThat(lines.getCount()).isEqualTo(2);
    }

    @Test
    void lineThatAKilledRunLeftHalf_isEndedAndTheRestKept() throws IOException {
        Path file = folder.resolve("notified.jsonl");
        Files.writeString(file, "{\"whole\":1}\n{\"hal");
        try (FileChannelSink.Writer writer = new FileChannelSink.Writer(file, new SimpleCounter())) {
            writer.write(Samples.document("a", 1), CONTEXT);
            writer.flush(true);
        }
        assertThat(Files.readString(file)).isEqualTo("{\"whole\":1}\n{\"hal\n" + Samples.json("a", 1) + "\n");
    }

    @Test
    void documentsLargerThanTheBuffer_areWhole() throws IOException {
        Path file = folder.resolve("notified.jsonl");
        String large = "{\"a\":\"" + "x".repeat(200_000) + "\"}";
        try (FileChannelSink.Writer writer = new FileChannelSink.Writer(file, new SimpleCounter())) {
            for (int i = 0; i < 3; i++) {
                writer.write(
                        new Document("b", "surge", 1, 0, new ReceivedRecord("t", 0, i, large.getBytes(UTF_8))),
                        CONTEXT);
            }
            writer.flush(false);
        }
        assertThat(Files.readAllLines(file)).containsExactly(large, large, large);
    }
}
