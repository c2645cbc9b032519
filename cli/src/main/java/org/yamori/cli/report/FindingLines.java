package org.yamori.cli.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The findings of a file that reports read, one after the other, as often as somebody asks. */
final class FindingLines {
    /** No report reads minutes, and most findings are minutes: this keeps them from being parsed. */
    private static final String MINUTE = "\"resolution\":\"minute\"";

    /** Nor does any read the series of single minutes. */
    private static final String SERIES = "\"dataset\":\"yamori.series\"";

    private final Path file;

    FindingLines(Path file) {
        this.file = file;
    }

    /** Takes one row. */
    interface Reader {
        void accept(TrafficRow row) throws IOException;
    }

    /** Takes a line that is no traffic. */
    interface Other {
        void accept(String line) throws IOException;
    }

    void forEach(Reader reader) throws IOException {
        forEach(reader, line -> {});
    }

    void forEach(Reader reader, Other other) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isEmpty() || line.contains(MINUTE) || line.contains(SERIES)) {
                    continue;
                }
                Optional<TrafficRow> row;
                try {
                    row = TrafficRow.parse(line);
                    if (row.isEmpty()) {
                        other.accept(line);
                    }
                } catch (IOException | RuntimeException broken) {
                    throw new IOException(file + " line " + number + ": " + broken.getMessage(), broken);
                }
                if (row.isPresent()) {
                    reader.accept(row.get());
                }
            }
        }
    }
}
