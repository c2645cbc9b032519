package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.yamori.cli.alerts.RankingLogic.Part;
import org.yamori.cli.alerts.RankingLogic.Past;

/**
 * A case with the points by which it is ranked: those that its newest alert gives for its behaviour, and those of
 * history.
 */
record Ranked(Case of, List<Part> behaviour, List<Part> history) {
    /** The likeliest first; of equal ones the newest. */
    static final Comparator<Ranked> LIKELIEST_FIRST = Comparator.comparingInt(Ranked::points)
            .reversed()
            .thenComparing((Ranked each) -> each.of.summary().last(), Comparator.reverseOrder())
            .thenComparing(each -> each.of.id());

    int points() {
        return Stream.concat(behaviour.stream(), history.stream())
                .mapToInt(Part::points)
                .sum();
    }

    /** Ranks all cases, in the order in which they were given. */
    static List<Ranked> all(List<Case> cases, Said said) {
        RankingLogic logic = new RankingLogic(cases.stream()
                .filter(each -> !each.forged())
                .map(each -> past(each, said))
                .toList());
        return cases.stream()
                .map(each -> new Ranked(
                        each,
                        parts(each.newest().at("/yamori/alert/likelihood")),
                        each.forged() ? List.of() : logic.history(past(each, said))))
                .toList();
    }

    private static Past past(Case of, Said said) {
        return new Past(
                of.id(),
                of.summary().host(),
                of.port(),
                of.summary().first(),
                said.outcomeOf(of.id()).map(outcome -> outcome.result()));
    }

    /** Reasons that a document gives, each with its points behind the last colon. */
    static List<Part> parts(JsonNode because) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode reason : because.path("because")) {
            String text = reason.asText();
            int colon = text.lastIndexOf(": ");
            if (colon < 0 || !text.substring(colon + 2).matches("-?[0-9]{1,4}")) {
                throw new IllegalArgumentException("a reason ends with ': ' and its points, was '" + text + "'");
            }
            parts.add(new Part(text.substring(0, colon), Integer.parseInt(text.substring(colon + 2))));
        }
        return parts;
    }
}
