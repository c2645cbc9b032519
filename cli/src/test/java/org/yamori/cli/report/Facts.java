package org.yamori.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        List<String> lines = Files.readAllLines(file("spec/facts/" + name));
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

    /** A file beside the project. Without it a test says so; under CI it fails. */
    public static Path file(String name) {
        Optional<Path> shared = shared();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(shared)
                    .as("folder 'shared' beside the checkout, or -Dyamori.shared")
                    .isPresent();
        }
        assumeTrue(shared.isPresent(), name + " is not here: name the folder it is in with -Dyamori.shared");
        return shared.get().resolve(name);
    }

    private static Optional<Path> shared() {
        @Nullable String named = System.getProperty("yamori.shared", System.getenv("YAMORI_SHARED"));
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(
                        Optional.of(Path.of("").toAbsolutePath()),
                        Optional::isPresent,
                        folder -> folder.map(Path::getParent))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve("shared"))
                .filter(folder -> Files.isDirectory(folder.resolve("spec")))
                .findFirst();
    }
}
