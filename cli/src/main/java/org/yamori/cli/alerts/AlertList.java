package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.yamori.cli.alerts.RankingLogic.Part;
import org.yamori.cli.decision.AskedWords;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Decision;

/** Cases one to a line: as a table for a person, or as JSON for a program. */
public final class AlertList {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of an id: enough to be unique among millions. */
    private static final int SHOWN_OF_ID = 12;

    private static final int PACKETS = 7;
    private static final int POINTS = 10;

    private final AlertTopics topics;
    private final List<Ranked> fitting;
    private final List<Ranked> shown;

    /**
     * @param ranked the likeliest malware first, instead of the newest last
     * @param top only so many: the likeliest, or the newest
     */
    public AlertList(AlertTopics topics, AlertFilter filter, boolean ranked, OptionalInt top) {
        this.topics = topics;
        filter.about().organisation().ifPresent(topics::requireKnown);
        List<Ranked> fit = new ArrayList<>(Ranked.all(topics.cases().all(), topics.said()));
        fit.removeIf(each -> !filter.fits(each.of(), topics.said().judgements()));
        if (ranked) {
            fit.sort(Ranked.LIKELIEST_FIRST);
        }
        this.fitting = fit;
        int most = Math.min(top.orElse(Integer.MAX_VALUE), fit.size());
        this.shown = ranked ? fit.subList(0, most) : fit.subList(fit.size() - most, fit.size());
    }

    public void print(PrintWriter out) {
        TextTable table = new TextTable(Set.of(PACKETS, POINTS));
        table.add(
                "case",
                "last packet",
                "state",
                "organisation",
                "source",
                "alerts",
                "class",
                "packets",
                "ports",
                "order",
                "points",
                "mark",
                "outcome");
        for (Ranked each : shown) {
            Case of = each.of();
            Case.Summary summary = of.summary();
            table.add(
                    of.id().substring(0, SHOWN_OF_ID),
                    summary.last().truncatedTo(ChronoUnit.SECONDS).toString(),
                    of.isOpen() ? "open" : "closed",
                    summary.host().organisation(),
                    summary.host().source(),
                    kinds(of),
                    summary.hostClass(),
                    String.valueOf(of.packets()),
                    of.port()
                            + (summary.ports().size() > 1
                                    ? " +" + (summary.ports().size() - 1)
                                    : ""),
                    of.newest().at("/yamori/alert/behaviour/order").asText(),
                    String.valueOf(each.points()),
                    topics.said().judgements().verdictOf(of.id()).word(),
                    outcome(of.id()));
        }
        table.print(out);
        boolean narrowed = fitting.size() < topics.cases().size() && shown.size() < fitting.size();
        out.println(shown.size() + " of "
                + (narrowed ? fitting.size() + " cases that fit, of " : "")
                + topics.cases().size() + (narrowed ? "" : " cases"));
        out.flush();
    }

    /** For example {@code n c3 u}: a new alert, three continuing and an urgent one. */
    private static String kinds(Case of) {
        List<String> words = new ArrayList<>();
        for (AlertKind kind : AlertKind.values()) {
            long count = of.count(kind);
            if (count > 0) {
                words.add(kind.word().charAt(0) + (count == 1 ? "" : String.valueOf(count)));
            }
        }
        return String.join(" ", words);
    }

    private String outcome(String id) {
        return topics.said()
                .outcomeOf(id)
                .map(outcome -> AskedWords.word(outcome.result()))
                .orElse(topics.said().contactsOf(id).isEmpty() ? "" : "asked");
    }

    /** The newest alert of each, the ids of all, the points by their parts, and everything that was decided. */
    public void printJson(PrintWriter out) {
        try {
            for (Ranked each : shown) {
                out.println(JSON.writeValueAsString(json(each)));
            }
            out.flush();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private ObjectNode json(Ranked each) throws IOException {
        String id = each.of().id();
        ObjectNode line = JSON.createObjectNode().put("case", id);
        line.set("alert", each.of().newest());
        ObjectNode kinds = line.putObject("alerts");
        for (AlertKind kind : AlertKind.values()) {
            kinds.put(kind.word(), each.of().count(kind));
        }
        ArrayNode findings = line.putArray("findings");
        each.of().alerts().forEach(alert -> findings.add(alert.identity().id()));
        line.put("points", each.points());
        ObjectNode because = line.putObject("because");
        parts(because.putArray("behaviour"), each.behaviour());
        parts(because.putArray("history"), each.history());
        line.put("verdict", topics.said().judgements().verdictOf(id).word());
        decisions(line.putArray("marks"), topics.said().judgements().historyOf(id));
        decisions(line.putArray("contacts"), topics.said().contactsOf(id));
        decisions(line.putArray("outcomes"), topics.said().outcomesOf(id));
        return line;
    }

    private static void parts(ArrayNode into, List<Part> parts) {
        parts.forEach(part -> into.addObject().put("what", part.what()).put("points", part.points()));
    }

    private static void decisions(ArrayNode into, Iterable<? extends Decision> decisions) throws IOException {
        for (Decision decision : decisions) {
            into.add(JSON.readTree(decision.toJson()));
        }
    }
}
