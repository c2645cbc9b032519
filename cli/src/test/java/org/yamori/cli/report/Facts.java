package org.yamori.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yamori.wire.SharedFolder;

/** The printed tables of the papers, row by row. */
public final class Facts {
    private Facts() {}

    /** One row; a column that is not there is a mistake of the test. */
    public record Row(Map<String, String> cells) {
        public String get(String column) {
            return Optional.ofNullable(cells.get(column))
                    .orElseThrow(() -> new IllegalArgumentException("no column " + column + " in " + cells.keySet()));
        }
    }

    public static List<Row> table(String name) throws IOException {
        List<String> lines = Files.readAllLines(SharedFolder.file("spec/facts/" + name));
        List<String> header = List.of(lines.get(0).split("\t", -1));
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.length; i++) {
                row.put(header.get(i), cells[i]);
            }
            rows.add(new Row(row));
        }
        return rows;
    }
}
