package org.yamori.cli.surges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.yamori.wire.Decision;

/** Surges one to a line: as a table for a person, or as JSON for a program. */
public final class SurgeList {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of an id: enough to be unique among millions. */
    private static final int SHOWN_OF_ID = 12;

    private final SurgeTopics topics;
    private final List<Surge> surges;

    public SurgeList(SurgeTopics topics, SurgeFilter filter) {
        this.topics = topics;
        this.surges = topics.surges().stream()
                .filter(surge -> filter.fits(surge, topics.judgements()))
                .toList();
    }

    public void print(PrintWriter out) {
        out.println(line("id", "onset", "port", "phase", "gate", "peak", "expected", "judged"));
        for (Surge surge : surges) {
            out.println(line(
                    surge.id().substring(0, SHOWN_OF_ID),
                    surge.onset().toString(),
                    surge.where(),
                    surge.field("phase").asText(),
                    surge.newest().at("/yamori/disposition").asText().replaceFirst("^not paged: ", ""),
                    surge.field("peak/sources").asText(),
                    String.format(Locale.ROOT, "%.1f", surge.field("expected").asDouble()),
                    topics.judgements().verdictOf(surge.id()).word()));
        }
        out.println(surges.size() + " of " + topics.surges().size() + " surges");
        out.flush();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-12s  %-20s  %-17s  %-9s  %-22s  %9s  %9s  %s", cells)
                .stripTrailing();
    }

    /** The newest revision of each, how often it was told, and every judgement. */
    public void printJson(PrintWriter out) {
        try {
            for (Surge surge : surges) {
                ObjectNode line = JSON.createObjectNode();
                line.set("surge", surge.newest());
                line.put("revisions", surge.revisions().size());
                line.put("verdict", topics.judgements().verdictOf(surge.id()).word());
                ArrayNode judgements = line.putArray("judgements");
                for (Decision.Mark mark : topics.judgements().historyOf(surge.id())) {
                    judgements.add(JSON.readTree(mark.toJson()));
                }
                out.println(JSON.writeValueAsString(line));
            }
            out.flush();
        } catch (JsonProcessingException neverOfOurs) {
            throw new IllegalStateException(neverOfOurs);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
