package org.yamori.cli.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The traffic findings of a file, one after the other, as often as somebody asks. */
final class FindingLines {
    /** No report reads minutes, and most findings are minutes: this keeps them from being parsed. */
    private static final String MINUTE = "\"resolution\":\"minute\"";

    private final Path file;

    FindingLines(Path file) {
        this.file = file;
    }

    /** Takes one row. */
    interface Reader {
        void accept(TrafficRow row) throws IOException;
    }

    void forEach(Reader reader) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isEmpty() || line.contains(MINUTE)) {
                    continue;
                }
                Optional<TrafficRow> row;
                try {
                    row = TrafficRow.parse(line);
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
