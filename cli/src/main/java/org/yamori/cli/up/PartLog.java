package org.yamori.cli.up;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a part says, and one file of what it said before. Parts append, so the file may be emptied while they write.
 *
 * @param file the newer of both
 */
record PartLog(Path file) {
    static final long MOST_BYTES = 16 << 20;

    private static final String LIFE = "=== ";

    /** Older words, beside. */
    Path before() {
        return Path.of(file + ".1");
    }

    /** Starts an empty file for a new life. */
    void rotate() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.exists(file) && Files.size(file) > 0) {
            Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(file, new byte[0]);
    }

    /** Parts the lives of a part. */
    void begin(String sentence) throws IOException {
        Files.writeString(file, LIFE + sentence + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Moves what was said aside where it has become too long. */
    void keepWithin(long bytes) throws IOException {
        if (Files.exists(file) && Files.size(file) > bytes) {
            Files.copy(file, before(), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /** Where the last lines begin. */
    long startOfLast(int lines) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            byte[] buffer = new byte[8192];
            int seen = 0;
            for (long end = reader.length(); end > 0; ) {
                int length = (int) Math.min(buffer.length, end);
                reader.seek(end - length);
                reader.readFully(buffer, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    boolean endOfFile = end - length + i == reader.length() - 1;
                    if (buffer[i] == '\n' && !endOfFile && ++seen == lines) {
                        return end - length + i + 1;
                    }
                }
                end -= length;
            }
            return 0;
        }
    }

    /** The last lines of the present life, or nothing where the file cannot be read. */
    List<String> lastOfLife(int lines) {
        List<String> last = last(lines);
        int begin = 0;
        for (int i = 0; i < last.size(); i++) {
            begin = last.get(i).startsWith(LIFE) ? i + 1 : begin;
        }
        return last.subList(begin, last.size());
    }

    private List<String> last(int lines) {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = startOfLast(lines);
            byte[] bytes = new byte[(int) Math.min(1 << 20, reader.length() - start)];
            reader.seek(start);
            reader.readFully(bytes);
            return new String(bytes, UTF_8).lines().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
