package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yamori.cli.Refusal;
import org.yamori.cli.decision.AskedWords;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.FindingReader;
import org.yamori.cli.decision.Judging;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** Cases of the findings' topic, days of organisations, and what people decided about alerts. */
public final class AlertTopics {
    private final Cases cases = new Cases();
    private final Said said = new Said(cases);
    private final OrganisationDays days = new OrganisationDays();

    private AlertTopics() {}

    /** Reads both topics to what is their end now, and before them files of findings that are no longer there. */
    public static AlertTopics read(KafkaAccess kafka, Topics topics, List<Path> files) throws IOException {
        AlertTopics read = new AlertTopics();
        FindingReader reader = new FindingReader(
                text -> FindingReader.isOf(Case.KIND, text) || FindingReader.isOf(OrganisationDays.KIND, text),
                read::take);
        for (Path file : files) {
            reader.readFile(file);
        }
        reader.read(kafka, topics, read.said::take);
        return read;
    }

    private void take(JsonNode document, byte[] json) {
        if (document.at("/yamori/finding/kind").asText().equals(Case.KIND)) {
            cases.take(document, json);
        } else {
            days.take(document);
        }
    }

    Cases cases() {
        return cases;
    }

    Said said() {
        return said;
    }

    OrganisationDays days() {
        return days;
    }

    /** Refuses an organisation of which nothing is known, before its silence is taken for peace. */
    void requireKnown(String organisation) {
        Set<String> known = new TreeSet<>(days.organisations());
        cases.all().forEach(each -> known.add(each.summary().host().organisation()));
        known.addAll(said.organisations());
        if (!known.contains(organisation)) {
            throw new Refusal("no organisation '" + organisation + "' is known here; known are "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    /** Writes down what the host of an alert is held for. */
    public void mark(String named, Judging judging, DecisionWriter writer) throws IOException {
        Case of = cases.named(named);
        judging.write(writer, said.judgements(), of.id(), of.subject(), words(of));
    }

    /**
     * An analyst's request to an organisation.
     *
     * @param text what it is asked to do
     */
    public record Request(String author, String text) {}

    /** Writes down that an organisation is to be asked; nobody is told by it. */
    public void contact(String named, Request request, DecisionWriter writer) throws IOException {
        Case of = cases.named(named);
        Decision.Subject subject = of.subject();
        String id = Decision.Contact.id(subject.finding(), request.author, writer.nowMicros());
        writer.write(
                new Decision.Contact(
                        new Decision.Head(id, 1, writer.nowMicros(), request.author, request.text), subject),
                "about " + words(of) + " " + request.author + " asks: " + request.text);
        writer.out()
                .println("the notify job mails it to the contact of " + subject.organisation()
                        + "; without a mail server tell them yourself");
        writer.out().flush();
    }

    /**
     * What an organisation found.
     *
     * @param author who writes it down
     * @param infections names of what had infected the host
     * @param text what the organisation said
     */
    public record Report(String author, Decision.Result result, List<String> infections, String text) {
        public Report {
            infections = List.copyOf(infections);
            if (result != Decision.Result.INFECTED && !infections.isEmpty()) {
                throw new IllegalArgumentException(
                        "--infection goes only with infected, the outcome was " + AskedWords.word(result));
            }
        }
    }

    /** Writes down what an organisation found; it replaces what was found before. */
    public void outcome(String named, Report report, DecisionWriter writer) throws IOException {
        Case of = cases.named(named);
        Decision.Subject subject = of.subject();
        Optional<Decision.Outcome> before = said.outcomeOf(of.id());
        Decision.Head head = new Decision.Head(
                Decision.Outcome.id(subject.finding()),
                said.nextOutcome(of.id()),
                writer.nowMicros(),
                report.author,
                report.text);
        Decision.Outcome outcome = new Decision.Outcome(head, subject, report.result, report.infections);
        writer.write(outcome, words(of) + " " + words(outcome, before));
    }

    /** What was found, by whom, and what that replaces. */
    static String words(Decision.Outcome outcome, Optional<Decision.Outcome> before) {
        return "was " + words(outcome) + ", says " + said(outcome.head())
                + before.map(old -> " (replaces " + AskedWords.word(old.result()) + ")")
                        .orElse("");
    }

    /** What was found. */
    static String words(Decision.Outcome outcome) {
        List<String> names = outcome.infections();
        return AskedWords.word(outcome.result()) + (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")");
    }

    /** Who says what; a contact may have nothing to add. */
    static String said(Decision.Head head) {
        return head.author() + (head.reason().isEmpty() ? "" : ": " + head.reason());
    }

    private static String words(Case of) {
        return "case " + of.id() + " (" + of.summary().host().organisation() + ", "
                + of.summary().host().source() + ")";
    }
}
