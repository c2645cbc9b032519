package org.yamori.jobs.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;

/** A notification channel that is a file: one JSON document a line, on the disk at every checkpoint. */
public final class FileChannelSink implements Sink<Document> {
    private final String file;

    /**
     * Appends to a file, which is made where it is missing. One instance writes one file: its parallelism is one.
     *
     * @param file where to
     */
    public FileChannelSink(Path file) {
        this.file = file.toString();
    }

    @Override
    public SinkWriter<Document> createWriter(WriterInitContext context) throws IOException {
        if (context.getTaskInfo().getNumberOfParallelSubtasks() != 1) {
            throw new IllegalArgumentException("a file channel has parallelism 1, was "
                    + context.getTaskInfo().getNumberOfParallelSubtasks());
        }
        return new Writer(Path.of(file), context.metricGroup().counter("notify.lines"));
    }

    static final class Writer implements SinkWriter<Document> {
        private static final int WAITING_BYTES = 64 << 10;

        private final FileChannel channel;
        private final Counter lines;
        private ByteBuffer waiting = ByteBuffer.allocate(WAITING_BYTES);

        Writer(Path file, Counter lines) throws IOException {
            this.lines = lines;
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            endTornLine();
        }

        @Override
        public void write(Document document, Context context) throws IOException {
            byte[] json = document.json();
            if (waiting.remaining() < json.length + 1) {
                drain();
                if (waiting.capacity() < json.length + 1) {
                    waiting = ByteBuffer.allocate(json.length + 1);
                }
            }
            for (byte b : json) {
                waiting.put(b == '\n' || b == '\r' ? (byte) ' ' : b);
            }
            waiting.put((byte) '\n');
            lines.inc();
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            drain();
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private void drain() throws IOException {
            waiting.flip();
            while (waiting.hasRemaining()) {
                int unused = channel.write(waiting);
            }
            waiting.clear();
        }

        /** A run that was killed may have left half a line; what follows must not be glued to it. */
        private void endTornLine() throws IOException {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(size);
            if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
                int unused = channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
        }
    }
}
