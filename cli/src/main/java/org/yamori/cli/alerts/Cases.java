package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yamori.cli.decision.Beginnings;

/** The cases of which the findings' topic still holds an alert. */
final class Cases {
    private final TreeMap<String, Case> cases = new TreeMap<>();
    /** Case of each finding. */
    private final TreeMap<String, String> caseOf = new TreeMap<>();

    void take(JsonNode document, byte[] json) {
        Alert alert = Alert.of(document);
        String id = document.at("/yamori/alert/case").asText();
        Case known = cases.get(id);
        if (known == null) {
            Case added = new Case(document, json);
            cases.put(id, added);
            caseOf.put(added.subject().finding(), id);
        } else {
            known.take(document, json);
        }
        caseOf.put(alert.identity().id(), id);
    }

    /** All, by their last packet, the newest last. */
    List<Case> all() {
        return cases.values().stream()
                .sorted(Comparator.comparing((Case each) -> each.summary().last())
                        .thenComparing(Case::id))
                .toList();
    }

    int size() {
        return cases.size();
    }

    /** The case that has this id, or a finding that begins so, if it is the only one. */
    Case named(String beginning) {
        TreeSet<String> found = new TreeSet<>(from(cases, beginning).keySet());
        found.addAll(from(caseOf, beginning).values());
        return Objects.requireNonNull(cases.get(Beginnings.only(beginning, found, Case.KIND, cases.size())));
    }

    private static <T> Map<String, T> from(NavigableMap<String, T> map, String beginning) {
        return map.subMap(beginning, true, beginning + Character.MAX_VALUE, false);
    }

    /** What decisions about a finding have in common: its case, or itself when it is no longer kept. */
    String key(String finding) {
        return caseOf.getOrDefault(finding, finding);
    }
}
