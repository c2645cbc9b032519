package org.yamori.cli.analyze;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.MeasurementRecord;

/**
 * Measurements of an analysis on disk, a file for each input, because inputs are read side by side; at the end one
 * behind the other, so that the same inputs give the same bytes.
 */
final class MeasurementFiles implements Closeable {
    private final Path folder;
    private final Map<Integer, OutputStream> open = new TreeMap<>();
    private long written;

    MeasurementFiles(Path folder) {
        this.folder = folder;
    }

    /** Takes a measurement, from any thread. */
    synchronized void accept(int input, MeasurementRecord measurement) throws IOException {
        OutputStream out = open.get(input);
        if (out == null) {
            out = new BufferedOutputStream(Files.newOutputStream(part(input)));
            open.put(input, out);
        }
        out.write(measurement.toJson());
        out.write('\n');
        written++;
    }

    private Path part(int input) {
        return folder.resolve("measurements-" + input + ".part");
    }

    /** All measurements as one file, which is made only if there are any; answers how many. */
    synchronized long write(Path file) throws IOException {
        close();
        if (!open.isEmpty()) {
            try (OutputStream all = Files.newOutputStream(file)) {
                for (int input : open.keySet()) {
                    Files.copy(part(input), all);
                    Files.delete(part(input));
                }
            }
        }
        return written;
    }

    @Override
    public synchronized void close() throws IOException {
        for (OutputStream out : open.values()) {
            out.close();
        }
    }
}
