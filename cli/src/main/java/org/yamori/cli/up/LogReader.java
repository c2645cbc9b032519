package org.yamori.cli.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads on in the log of a part, also when it is begun anew. */
public final class LogReader {
    private static final long MILLIS_BETWEEN_LOOKS = 250;

    private final Path file;
    private long position;

    private LogReader(Path file, long position) {
        this.file = file;
        this.position = position;
    }

    /** Begins with the last lines. */
    public static LogReader atLast(Home home, String part, int lines) throws IOException {
        PartLog log = new PartLog(home.log(part));
        return new LogReader(log.file(), log.startOfLast(lines));
    }

    /** Everything that is there and was not written yet. */
    public void writeTo(PrintWriter out) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            position = reader.length() < position ? 0 : position;
            reader.seek(position);
            byte[] buffer = new byte[1 << 16];
            for (int read = reader.read(buffer); read > 0; read = reader.read(buffer)) {
                out.print(new String(buffer, 0, read, UTF_8));
                position += read;
            }
        }
        out.flush();
    }

    /** Returns when there is more to read; false when the reader is to stop. */
    public boolean awaitMore() throws IOException {
        while (Files.exists(file) && Files.size(file) == position) {
            try {
                TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return Files.exists(file);
    }
}
