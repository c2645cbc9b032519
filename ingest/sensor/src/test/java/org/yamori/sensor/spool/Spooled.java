package org.yamori.sensor.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Records made by hand, and a spool's folder as a killed process would leave it. */
final class Spooled {
    private Spooled() {}

    /** A block whose bytes say which one it is. */
    static QueuedRecord block(long number, int bytes) {
        return block(7, number, bytes);
    }

    static QueuedRecord block(long epoch, long number, int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) (number + 1));
        return new QueuedRecord(false, 0, epoch, number, 10, payload);
    }

    static List<Long> takeAll(BlockStore store) {
        List<Long> numbers = new ArrayList<>();
        for (Taken taken = store.take(); taken != null; taken = store.take()) {
            byte[] expected = new byte[taken.bytes()];
            Arrays.fill(expected, (byte) (taken.record().block() + 1));
            if (!Arrays.equals(taken.record().payload(), expected)) {
                throw new AssertionError("block " + taken.record().block() + " came out with other bytes");
            }
            numbers.add(taken.record().block());
        }
        return numbers;
    }

    /** The folder's files as they are now, elsewhere: what is left if the process that uses it is killed. */
    static Path killed(Path folder, Path elsewhere) throws IOException {
        Files.createDirectories(elsewhere);
        for (Path file : files(folder)) {
            if (!file.getFileName().toString().equals("lock")) {
                Files.copy(file, elsewhere.resolve(file.getFileName()));
            }
        }
        return elsewhere;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static List<Path> segments(Path folder) throws IOException {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".spool"))
                .toList();
    }

    static long bytesOnDisk(Path folder) throws IOException {
        long bytes = 0;
        for (Path segment : segments(folder)) {
            bytes += Files.size(segment);
        }
        return bytes;
    }
}
