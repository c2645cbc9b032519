package org.yamori.jobs.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every room has the same furniture; a page without substance counts as missing. */
class RoomFurnitureTest {
    private static final Path MAIN = Path.of("src/main/java/org/yamori/jobs");
    private static final Path TEST = Path.of("src/test/java/org/yamori/jobs");
    private static final Path PAGES = Path.of("..", "docs", "detectors");
    private static final int LEAST_CHARACTERS = 1_500;

    static List<Path> rooms() throws IOException {
        List<Path> rooms = new ArrayList<>();
        for (String floor : List.of("detect", "correlate")) {
            if (Files.isDirectory(MAIN.resolve(floor))) {
                try (Stream<Path> children = Files.list(MAIN.resolve(floor))) {
                    children.filter(Files::isDirectory)
                            .map(MAIN::relativize)
                            .sorted()
                            .forEach(rooms::add);
                }
            }
        }
        return rooms;
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void room_hasTheSameFurniture(Path room) throws IOException {
        assertThat(namesIn(MAIN.resolve(room)))
                .contains("package-info.java")
                .anyMatch(name -> name.endsWith("Rules.java"))
                .anyMatch(name -> name.endsWith("Options.java"))
                .anyMatch(name -> name.endsWith("Logic.java"))
                .anyMatch(name -> name.endsWith("Function.java") || name.endsWith("Pattern.java"))
                .anyMatch(name -> name.endsWith("Detector.java"));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void room_isTestedInLogicAndInItsOperator(Path room) throws IOException {
        assertThat(namesIn(TEST.resolve(room)))
                .contains("package-info.java")
                .anyMatch(name -> name.endsWith("LogicTest.java"))
                .anyMatch(name -> name.endsWith("FunctionTest.java") || name.endsWith("PatternTest.java"));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void room_hasAPageOfSubstance(Path room) throws IOException {
        List<Path> pages;
        try (Stream<Path> all = Files.list(PAGES)) {
            pages = all.filter(page ->
                            page.getFileName().toString().replace("-", "").equals(room.getFileName() + ".md"))
                    .toList();
        }
        assertThat(pages).as("docs/detectors page of %s", room).hasSize(1);
        String text = Files.readString(pages.get(0));
        String word = pages.get(0).getFileName().toString().replace(".md", "");
        assertThat(text)
                .startsWith("# ")
                .contains("`yamori." + room.getParent() + "." + word + ".", "```json", "## Memory", "## Limits")
                .hasSizeGreaterThan(LEAST_CHARACTERS);
    }

    private static List<String> namesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
