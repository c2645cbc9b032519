package org.yamori.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListFileTest {
    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void everyForm_isRead() throws Exception {
        List<Cidr> both = List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::7/128"));
        assertThat(ListFile.read(file("census.txt", "# census\n192.0.2.0/24\n\n 2001:db8::7 ; one\r\n")))
                .isEqualTo(new ListFile("census", "census.txt", both));
        assertThat(ListFile.read(file("census_v4.json", "[\"192.0.2.0/24\", \"2001:db8::7\"]")))
                .isEqualTo(new ListFile("census_v4", "census_v4.json", both));
        assertThat(ListFile.read(file("c", "{\"addresses\": [\"192.0.2.0/24\", \"2001:db8::7\"], \"name\": \"x\"}")))
                .isEqualTo(new ListFile("c", "c", both));
        assertThat(ListFile.read(file(
                        "misp.json",
                        "{\"type\": \"cidr\", \"name\": \"Census\", \"version\": 7,"
                                + " \"list\": [\"192.0.2.0/24\", \"2001:db8::7\"]}")))
                .isEqualTo(new ListFile("misp", "Census, version 7", both));
    }

    @Test
    void whatIsWrong_isNamedWithItsPlaceAndWhatIsAllowed() throws Exception {
        refused(
                file("bad.txt", "192.0.2.0/24\n192.0.2.300\nexample.org\n192.0.2.7/24\n"),
                "bad.txt:2: an address is like 192.0.2.1 or 2001:db8::1, was '192.0.2.300'",
                "bad.txt:3: an address is like 192.0.2.1 or 2001:db8::1, was 'example.org'",
                "bad.txt:4: host bits are set in '192.0.2.7/24'; the prefix is 192.0.2.0/24, the address alone"
                        + " 192.0.2.7/32");
        refused(
                file("bad.json", "{\"type\": \"cidr\",\n\"list\": [\n\"192.0.2.0/24\",\n\"10.0.0.0/33\", 7]}"),
                "bad.json:4: list[1]: a prefix length of this family is 0 to 32, was '10.0.0.0/33'",
                "bad.json:4: list[2]: must be a text, was 7; put it into quotes");
        refused(
                file("hosts.json", "{\"list\": [],\n \"type\": \"hostname\"}"),
                "hosts.json:2: type: a warninglist of addresses has the type cidr, this one 'hostname'");
        refused(
                file("other.json", "{\"prefixes\": []}"),
                "other.json:1: must be an array of prefixes, an object with the key addresses, or a MISP warninglist"
                        + " with the keys type and list, was an object with the keys prefixes");
        refused(file("empty.txt", "# nothing\n"), "empty.txt:1: has no prefix; at least one is needed");
        refused(
                file("two words.txt", "192.0.2.1\n"),
                "two words.txt:1: a list has its file's name, and its name must be 1 to 100 letters, digits, '_', '.'"
                        + " or '-', was 'two words'");
        refused(folder.resolve("none.txt"), "none.txt:1: there is no such file");
    }

    private static void refused(Path file, String... lines) {
        assertThatThrownBy(() -> ListFile.read(file))
                .isInstanceOfSatisfying(
                        BadRecordException.class,
                        bad -> assertThat(bad.problems().stream()
                                        .map(Problem::toString)
                                        .toList())
                                .containsExactly(Stream.of(lines)
                                        .map(line -> file.getParent() + "/" + line)
                                        .toArray(String[]::new)));
    }

    /** Counted with {@code wc -l} and {@code jq '.list | length'}; one published entry has host bits. */
    @Test
    void publishedLists_areRead() throws Exception {
        List<String> refused = new ArrayList<>();
        long prefixes = 0;
        for (String name : List.of("openfilters", "misp-warninglists")) {
            try (Stream<Path> files = Files.list(SharedFolder.file("data/scanners/" + name))) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.(txt|json)"))
                        .sorted()
                        .toList()) {
                    try {
                        prefixes += ListFile.read(file).addresses().size();
                    } catch (BadRecordException bad) {
                        bad.problems().forEach(problem -> refused.add(problem.value() + ": " + problem.message()));
                    }
                }
            }
        }
        assertThat(refused)
                .containsExactly("34.19.127.176/27: host bits are set in '34.19.127.176/27'; the prefix is"
                        + " 34.19.127.160/27, the address alone 34.19.127.176/32");
        assertThat(prefixes).isEqualTo(26_035);
    }
}
