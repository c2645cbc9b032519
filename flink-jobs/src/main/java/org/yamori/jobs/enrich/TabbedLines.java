package org.yamori.jobs.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Problem;

/** A small table that people edit: cells between tabs, one row a line, lines that begin with # are comments. */
final class TabbedLines {
    /** A table with every port twice is smaller. */
    private static final long MOST_BYTES = 8 << 20;

    private final String name;
    private final int columns;
    private final List<Row> rows = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Cells of a line, without blanks around them. */
    record Row(int line, List<String> cells) {}

    /** Reads one row; refuses it by an {@link IllegalArgumentException} that says what is allowed. */
    interface RowReader {
        void read(Row row);
    }

    private TabbedLines(String name, int columns, String text) {
        this.name = name;
        this.columns = columns;
        int line = 0;
        for (String written : text.split("\n", -1)) {
            line++;
            if (!written.isBlank() && written.charAt(0) != '#') {
                List<String> cells = new ArrayList<>();
                for (String cell : written.split("\t", -1)) {
                    cells.add(cell.strip());
                }
                rows.add(new Row(line, cells));
            }
        }
    }

    static TabbedLines ofFile(Path path, int columns) throws BadRecordException {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw refused(path, "has " + Files.size(path) + " bytes; at most " + MOST_BYTES + " are allowed");
            }
            return new TabbedLines(path.toString(), columns, Files.readString(path));
        } catch (NoSuchFileException missing) {
            throw refused(path, "there is no such file");
        } catch (CharacterCodingException notUtf8) {
            throw refused(path, "is not UTF-8");
        } catch (IOException unreadable) {
            throw refused(path, "cannot be read: " + unreadable);
        }
    }

    private static BadRecordException refused(Path path, String message) {
        return new BadRecordException(List.of(new Problem(path.toString(), 1, "", "", message)));
    }

    /** A table that comes with the program. */
    static TabbedLines ofResource(String resource, int columns) {
        try (InputStream in = TabbedLines.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + resource);
            }
            return new TabbedLines(resource, columns, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Hands every row to the reader and then throws everything that was wrong. */
    void forEach(RowReader reader) throws BadRecordException {
        for (Row row : rows) {
            try {
                if (row.cells.size() != columns) {
                    throw new IllegalArgumentException(
                            "a row has " + columns + " cells between tabs, this one " + row.cells.size());
                }
                reader.read(row);
            } catch (IllegalArgumentException refused) {
                problems.add(new Problem(
                        name, row.line, "", String.join("\t", row.cells), String.valueOf(refused.getMessage())));
            }
        }
        if (rows.isEmpty()) {
            problems.add(new Problem(name, 1, "", "", "has no row; at least one is needed"));
        }
        if (!problems.isEmpty()) {
            throw new BadRecordException(problems);
        }
    }
}
