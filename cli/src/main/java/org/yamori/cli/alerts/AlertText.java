package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yamori.cli.alerts.RankingLogic.Part;
import org.yamori.cli.decision.AskedWords;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.Judging;
import org.yamori.wire.Decision;

/** A case for a person: everything that its alerts and people say. */
public final class AlertText {
    private final Ranked ranked;
    private final Case of;
    private final Said said;
    private final JsonNode newest;
    private final JsonNode own;
    private final PrintWriter out;

    private AlertText(Ranked ranked, Said said, PrintWriter out) {
        this.ranked = ranked;
        this.of = ranked.of();
        this.said = said;
        this.newest = of.newest();
        this.own = newest.at("/yamori/alert");
        this.out = out;
    }

    /** Prints the case that has this id or an alert with it; a beginning will do. */
    public static void print(AlertTopics topics, String named, PrintWriter out) {
        Case wanted = topics.cases().named(named);
        for (Ranked each : Ranked.all(topics.cases().all(), topics.said())) {
            if (each.of() == wanted) {
                new AlertText(each, topics.said(), out).print();
            }
        }
    }

    private void print() {
        Case.Summary summary = of.summary();
        out.println("case " + of.id());
        out.println(summary.host().organisation() + ": " + summary.host().source() + ", " + summary.hostClass() + ", "
                + (of.isOpen() ? "open" : "closed " + summary.closed()));
        out.println();
        course();
        behaviour();
        points();
        list("suggestions", own.path("suggestions"));
        alerts();
        packets();
        out.println();
        Judging.print(said.judgements(), of.id(), out);
        contacts();
        outcomes();
        out.flush();
    }

    private void field(String name, String words) {
        out.println(String.format(Locale.ROOT, "%-12s %s", name, words));
    }

    private void course() {
        field("first", own.path("first").asText());
        field("last", own.path("last").asText());
        field(
                "packets",
                own.path("packets").asText() + ": " + own.path("internal").asText()
                        + " to the organisation's darknets, "
                        + own.path("external").asText() + " to others'");
        field(
                "last window",
                own.at("/window/packets").asText() + " packets; urgent are "
                        + own.at("/window/threshold").asText() + " in "
                        + number(own.at("/window/seconds")) + " s");
        field("told", newest.at("/yamori/disposition").asText());
        field("rules", newest.at("/yamori/rules/version").asText());
    }

    private void behaviour() {
        JsonNode behaviour = own.path("behaviour");
        out.println();
        field("ports", ports(behaviour));
        field(
                "order",
                behaviour.path("order").asText() + ": "
                        + behaviour.path("steps_to_the_next").asText() + " of "
                        + behaviour.path("steps").asText() + " steps go to the next address");
        field(
                "rate",
                (behaviour.has("packets_per_second")
                                ? number(behaviour.path("packets_per_second")) + " packets a second, "
                                : "")
                        + number(behaviour.path("packets_per_destination")) + " packets a destination");
        field(
                "Internet",
                (behaviour.has("internet_packets_per_second")
                                ? behaviour.path("internet_packets_per_second").asText() + " packets a second, from "
                                : "")
                        + behaviour.path("internet_rate").asText());
        List<String> tools = new ArrayList<>();
        behaviour
                .path("tools")
                .forEach(tool -> tools.add(
                        tool.path("name").asText() + " " + tool.path("packets").asText()));
        field("tools", tools.isEmpty() ? "none known" : String.join(", ", tools));
        field("backscatter", behaviour.path("backscatter_packets").asText() + " packets");
        field(
                "TTL",
                behaviour.path("least_ttl").asText() + " to "
                        + behaviour.path("most_ttl").asText());
    }

    private static String ports(JsonNode behaviour) {
        List<String> words = new ArrayList<>();
        for (JsonNode port : behaviour.path("ports")) {
            words.add(port.path("port").asText() + " (" + port.path("packets").asText() + ")");
        }
        if (behaviour.has("further_port_packets")) {
            words.add("others (" + behaviour.path("further_port_packets").asText() + ")");
        }
        return String.join(", ", words);
    }

    private void points() {
        out.println();
        out.println("confidence that this host sent them: "
                + own.at("/confidence/points").asText() + " points, "
                + own.at("/confidence/level").asText());
        Ranked.parts(own.path("confidence")).forEach(this::part);
        out.println();
        out.println("likelihood of malware: " + ranked.points() + " points");
        ranked.behaviour().forEach(this::part);
        ranked.history().forEach(this::part);
    }

    private void part(Part part) {
        out.println(String.format(Locale.ROOT, "  %4d  %s", part.points(), part.what()));
    }

    private void list(String title, JsonNode texts) {
        if (!texts.isEmpty()) {
            out.println();
            out.println(title);
            texts.forEach(text -> out.println("  " + text.asText()));
        }
    }

    private void alerts() {
        out.println();
        out.println("alerts");
        TextTable table = new TextTable(Set.of());
        for (Alert alert : of.alerts()) {
            table.add(
                    "  " + alert.identity().anchor(),
                    alert.kind().word(),
                    alert.identity().id(),
                    circumstances(alert));
        }
        table.print(out);
    }

    private static String circumstances(Alert alert) {
        return switch (alert.kind()) {
            case NEW -> "the first packet";
            case CONTINUING ->
                "unit " + alert.unit().number() + ": " + alert.unit().packets() + " packets, "
                        + alert.unit().internal() + " of them to own darknets, to "
                        + alert.unit().destinations() + " addresses";
            case URGENT -> "after " + alert.packets() + " packets in all";
        };
    }

    private void packets() {
        out.println();
        out.println("packets");
        for (JsonNode packet : own.path("packets_shown")) {
            List<String> words = new ArrayList<>();
            packet.properties()
                    .forEach(field ->
                            words.add(field.getKey() + " " + field.getValue().asText()));
            out.println("  " + String.join(", ", words));
        }
    }

    private void contacts() {
        Collection<Decision.Contact> contacts = said.contactsOf(of.id());
        out.println(contacts.isEmpty() ? "nobody was asked" : "asked");
        for (Decision.Contact contact : contacts) {
            out.println("  " + DecisionWriter.time(contact.head()) + "  "
                    + contact.head().author() + ": " + contact.head().reason());
        }
    }

    private void outcomes() {
        Optional<Decision.Outcome> counts = said.outcomeOf(of.id());
        out.println(counts.map(outcome -> "found " + AskedWords.word(outcome.result()))
                .orElse("no outcome is known"));
        for (Decision.Outcome outcome : said.outcomesOf(of.id())) {
            out.println("  " + DecisionWriter.time(outcome.head()) + "  "
                    + AlertTopics.words(outcome) + "  " + AlertTopics.said(outcome.head())
                    + (counts.equals(Optional.of(outcome)) ? "" : " (replaced)"));
        }
    }

    private static String number(JsonNode number) {
        double value = number.asDouble();
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
