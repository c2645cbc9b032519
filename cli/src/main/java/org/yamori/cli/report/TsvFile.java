package org.yamori.cli.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A table with a header row, cells parted by tabs, no quoting: tabs and line ends in a cell become spaces. */
final class TsvFile implements AutoCloseable {
    private final BufferedWriter out;
    private final int columns;

    private TsvFile(BufferedWriter out, String... header) throws IOException {
        this.out = out;
        this.columns = header.length;
        row((Object[]) header);
    }

    static TsvFile create(Path file, String... header) throws IOException {
        return new TsvFile(Files.newBufferedWriter(file, StandardCharsets.UTF_8), header);
    }

    /** A table that nobody but its owner may read, from before its first byte. */
    static TsvFile createPrivate(Path file, String... header) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return create(file, header);
    }

    void row(Object... cells) throws IOException {
        if (cells.length != columns) {
            throw new IllegalArgumentException("a row of this table has " + columns + " cells, was " + cells.length);
        }
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write('\t');
            }
            out.write(cell(String.valueOf(cells[i])));
        }
        out.write('\n');
    }

    private static String cell(String text) {
        return text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
