package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page that maps requirements to tests names tests that there are, and leaves no requirement out. */
class RequirementsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+(?:Test|ITCase))`");

    @Test
    void everyRequirementHasARow_andEveryTestNamedExists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/80-daedalus.md"));
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java") || name.endsWith("ITCase.java"))
                    .forEach(name -> tests.add(name.substring(0, name.length() - ".java".length())));
        }
        Set<String> named = new TreeSet<>();
        for (Matcher match = TEST.matcher(page); match.find(); ) {
            named.add(match.group(1));
        }

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(tests).containsAll(named);
        IntStream.rangeClosed(1, 20).forEach(id -> assertThat(page).contains("\n| D-%02d | ".formatted(id)));
    }
}
