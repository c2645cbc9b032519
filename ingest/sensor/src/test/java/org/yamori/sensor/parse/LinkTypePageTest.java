package org.yamori.sensor.parse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of captures names every link type that is read, every reason and every tunnel, and no other. */
class LinkTypePageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "20-captures.md");

    @Test
    void numbersOnThePage_areThoseThatAreRead() throws Exception {
        TreeSet<Integer> named = rows("## Link types").stream()
                .flatMap(row ->
                        Pattern.compile("\\d+").matcher(row.split("\\|", -1)[2]).results())
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .containsExactlyElementsOf(IntStream.range(0, 0x10000)
                        .filter(LinkType::isRead)
                        .boxed()
                        .toList());
    }

    @Test
    void reasonsOnThePage_areThoseThatAreCounted() throws Exception {
        String page = Files.readString(PAGE);
        for (Refusal reason : Refusal.values()) {
            assertThat(page)
                    .contains(
                            reason == Refusal.LINK_TYPE
                                    ? "`link type N (name) is not read`"
                                    : "`" + reason.reason() + "`");
        }
    }

    @Test
    void tunnelsOnThePage_areThoseThatAreOpened() throws Exception {
        assertThat(rows("## Tunnels"))
                .extracting(row -> row.split("`", -1)[1])
                .containsExactly("gre", "ipip", "erspan", "vxlan", "all", "none");
        assertThat(Tunnel.values()).extracting(Tunnel::word).containsExactly("gre", "ipip", "erspan", "vxlan");
    }

    /** Rows of the table under a heading, without its head. */
    private static List<String> rows(String heading) throws Exception {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
