package org.yamori.cli.alerts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yamori.cli.decision.Judgements;
import org.yamori.wire.Decision;

/** What people said of alerts: marks of analysts, their requests to organisations, and what those found. */
final class Said {
    private final Cases cases;
    private final Judgements judgements = new Judgements();
    private final Map<String, Map<String, Decision.Contact>> contacts = new TreeMap<>();
    private final Map<String, List<Decision.Outcome>> outcomes = new TreeMap<>();

    /** @param cases all that are known; what is said of others is kept by its finding */
    Said(Cases cases) {
        this.cases = cases;
    }

    void take(Decision decision) {
        if (decision instanceof Decision.Mark mark && isAlert(mark.subject())) {
            judgements.take(cases.key(mark.finding()), mark);
        } else if (decision instanceof Decision.Contact contact && isAlert(contact.subject())) {
            contacts.computeIfAbsent(cases.key(contact.subject().finding()), unseen -> new LinkedHashMap<>())
                    .put(contact.head().id(), contact);
        } else if (decision instanceof Decision.Outcome outcome && isAlert(outcome.subject())) {
            outcomes.computeIfAbsent(cases.key(outcome.subject().finding()), unseen -> new ArrayList<>())
                    .add(outcome);
        }
    }

    /** Organisations that were asked or reported something. */
    Set<String> organisations() {
        Set<String> names = new TreeSet<>();
        contacts.values()
                .forEach(each -> each.values()
                        .forEach(contact -> names.add(contact.subject().organisation())));
        outcomes.values()
                .forEach(each ->
                        each.forEach(outcome -> names.add(outcome.subject().organisation())));
        names.remove("");
        return names;
    }

    private static boolean isAlert(Decision.Subject subject) {
        return subject.kind().equals(Case.KIND);
    }

    Judgements judgements() {
        return judgements;
    }

    /** Keys of all that somebody was asked about. */
    Collection<String> contacted() {
        return contacts.keySet();
    }

    /** Keys of all that an organisation reported about. */
    Collection<String> reported() {
        return outcomes.keySet();
    }

    Collection<Decision.Contact> contactsOf(String key) {
        return contacts.getOrDefault(key, Map.of()).values();
    }

    /** Every outcome, also those that were replaced. */
    List<Decision.Outcome> outcomesOf(String key) {
        return outcomes.getOrDefault(key, List.of());
    }

    /** The outcome that counts: the largest revision, and of equal ones the later of the topic. */
    Optional<Decision.Outcome> outcomeOf(String key) {
        return outcomesOf(key).stream()
                .reduce((before, now) -> now.head().revision() >= before.head().revision() ? now : before);
    }

    long nextOutcome(String key) {
        return outcomesOf(key).stream()
                        .map(outcome -> outcome.head().revision())
                        .max(Comparator.naturalOrder())
                        .orElse(0L)
                + 1;
    }

    boolean isInfected(String key) {
        return outcomeOf(key)
                .map(outcome -> outcome.result() == Decision.Result.INFECTED)
                .orElse(false);
    }
}
