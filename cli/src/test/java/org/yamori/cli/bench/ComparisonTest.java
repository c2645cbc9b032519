package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Progress;
import org.yamori.cli.bench.IndependentCount.Window;
import org.yamori.cli.bench.PortCounts.Count;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TELNET = port("tcp/23", 7, 280, 3);
    private static final String TAIL = "{'breakdown':'port-tail','key':'tail','packets':2,'bytes':80,"
            + "'sources_exact':true,'tail':{'protocol':[6],'port':[40000],'packets':[2],'bytes':[80],'sources':[2]}}";
    private static final String TCP = "{'breakdown':'protocol','key':'tcp','packets':9,'bytes':360,'sources':4}";
    private static final String ALL =
            "{'breakdown':'total','key':'all','packets':9,'bytes':360,'sources':4,'sources_exact':true}";

    @Test
    void indexThatSaysTheSame_hasNoDifferences() throws IOException {
        Comparison.Outcome outcome = compare(TELNET, TAIL, TCP, ALL);
        assertThat(outcome.shown()).isEmpty();
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.windows()).isEqualTo(1);
        assertThat(outcome.estimates()).isZero();
    }

    @Test
    void everyNumberThatIsWrong_isNamed() throws IOException {
        assertThat(compare(port("tcp/23", 8, 280, 3), TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 packets: counted 7, indexed 8");
        assertThat(compare(port("tcp/23", 7, 281, 3), TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 bytes: counted 280, indexed 281");
        assertThat(compare(port("tcp/23", 7, 280, 2), TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 sources: counted 3, indexed 2");
        assertThat(compare(TELNET, TAIL.replace("[80]", "[79]"), TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/40000 bytes: counted 80, indexed 79");
        assertThat(compare(TELNET, TAIL, TCP.replace("360", "361"), ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp bytes: counted 360, indexed 361");
        assertThat(compare(TELNET, TAIL, TCP, ALL.replace(":4", ":5")).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z all sources: counted 4, indexed 5");
    }

    @Test
    void documentsThatAreMissingTwiceOrTooMany_areNamed() throws IOException {
        assertThat(compare(TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 is missing as a document of its own");
        assertThat(compare(TELNET, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/40000 is missing in the tail document");
        assertThat(compare(TELNET, TELNET, TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 stands twice");
        assertThat(compare(TELNET, port("tcp/80", 1, 40, 1), TAIL, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/80 is in the index and not in the capture");
    }

    @Test
    void tailRowThatDeservesADocument_isNamed() throws IOException {
        String tail = TAIL.replace("[6]", "[6,6]")
                .replace("[40000]", "[23,40000]")
                .replace("'packets':[2]", "'packets':[7,2]")
                .replace("[80]", "[280,80]")
                .replace("'sources':[2]", "'sources':[3,2]");
        assertThat(compare(tail, TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/23 is missing as a document of its own");
    }

    @Test
    void windowThatTheCaptureDoesNotHave_isNoticedByTheNumberOfDocuments() throws IOException {
        Fake index = new Fake(List.of(TELNET, TAIL, TCP, ALL));
        index.elsewhere.put("hour total", 1L);
        assertThat(compare(index).shown()).containsExactly("documents hour total: counted 0, indexed 1");
    }

    @Test
    void numberOfSourcesThatIsAnEstimate_isCountedAndNotCompared() throws IOException {
        String estimate = port("tcp/23", 7, 280, 2).replace("true", "false");
        Comparison.Outcome outcome = compare(estimate, TAIL, TCP, ALL);
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.estimates()).isEqualTo(1);
    }

    @Test
    void sourcesOfATailThatSaysTheyAreEstimates_areCountedAndNotCompared() throws IOException {
        String estimate = TAIL.replace("'sources':[2]", "'sources':[3]").replace("true", "false");
        Comparison.Outcome outcome = compare(TELNET, estimate, TCP, ALL);
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.estimates()).isEqualTo(1);
        assertThat(compare(TELNET, estimate.replace("[80]", "[79]"), TCP, ALL).shown())
                .containsExactly("minute 2026-01-06T00:00:00Z tcp/40000 bytes: counted 80, indexed 79");
    }

    private static Comparison.Outcome compare(String... documents) throws IOException {
        return compare(new Fake(List.of(documents)));
    }

    /** A minute with seven packets to the watched port 23 and two to a port nobody watches. */
    private static Comparison.Outcome compare(Fake index) throws IOException {
        PortCounts ports = new PortCounts();
        ports.add(PortCounts.parse("tcp/23"), new Count(7, 280, 3));
        ports.add(PortCounts.parse("tcp/40000"), new Count(2, 80, 2));
        Iterator<Window> windows = List.of(new Window(
                        0, Instant.parse("2026-01-06T00:00:00Z").getEpochSecond(), ports, new Count(9, 360, 4)))
                .iterator();
        try (Progress quiet =
                new Progress(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()), false, "comparing")) {
            return Comparison.of(index, () -> windows.hasNext() ? windows.next() : null, quiet);
        }
    }

    private static String port(String key, long packets, long bytes, long sources) {
        return "{'breakdown':'port','key':'" + key + "','packets':" + packets + ",'bytes':" + bytes + ",'sources':"
                + sources + ",'sources_exact':true}";
    }

    private static final class Fake implements Comparison.Indexed {
        private final List<JsonNode> documents = new ArrayList<>();
        private final Map<String, Long> elsewhere = new TreeMap<>();

        Fake(List<String> texts) {
            for (String text : texts) {
                try {
                    documents.add(JSON.readTree(text.replace('\'', '"')));
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        }

        @Override
        public void window(String resolution, Instant start, Consumer<JsonNode> each) {
            documents.forEach(each);
        }

        @Override
        public long documents(String resolution, String breakdown) {
            long here = resolution.equals("minute")
                    ? documents.stream()
                            .filter(document ->
                                    document.path("breakdown").asText().equals(breakdown))
                            .count()
                    : 0;
            return here + elsewhere.getOrDefault(resolution + " " + breakdown, 0L);
        }
    }
}
