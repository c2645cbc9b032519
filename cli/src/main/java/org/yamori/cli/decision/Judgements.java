package org.yamori.cli.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.Decision;

/**
 * What people hold findings for, with all that they held them for before, in the order of their topic. What is judged
 * as one has one key: a finding's id, or what several findings have in common.
 */
public final class Judgements {
    private final Map<String, List<Decision.Mark>> byKey = new TreeMap<>();

    /** What all who judged a finding hold it for, taken together. */
    public enum Verdict {
        TRUE("true"),
        FALSE("false"),
        /** Nobody knows, or people disagree. */
        UNCLEAR("unclear"),
        UNJUDGED("");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public void take(String key, Decision.Mark mark) {
        byKey.computeIfAbsent(key, unseen -> new ArrayList<>()).add(mark);
    }

    /** Findings that were ever judged, each with what it is. */
    public Collection<Decision.Subject> subjects() {
        return byKey.values().stream().map(marks -> marks.get(0).subject()).toList();
    }

    /** Every judgement, also those that were replaced. */
    public List<Decision.Mark> historyOf(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** Of each person the judgement that counts: the largest revision, and of equal ones the later of the topic. */
    public Collection<Decision.Mark> of(String key) {
        Map<String, Decision.Mark> newest = new LinkedHashMap<>();
        for (Decision.Mark mark : historyOf(key)) {
            newest.merge(
                    mark.head().id(),
                    mark,
                    (before, now) -> now.head().revision() >= before.head().revision() ? now : before);
        }
        return newest.values();
    }

    /** The number of the next judgement with an id. */
    long nextRevision(String key, String id) {
        return historyOf(key).stream()
                        .filter(mark -> mark.head().id().equals(id))
                        .mapToLong(mark -> mark.head().revision())
                        .max()
                        .orElse(0)
                + 1;
    }

    /** True or false if all agree who said so; who finds it unclear has no vote. */
    public Verdict verdictOf(String key) {
        Verdict verdict = Verdict.UNJUDGED;
        for (Decision.Mark mark : of(key)) {
            Verdict one = Verdict.valueOf(mark.verdict().name());
            if (verdict == Verdict.UNJUDGED || verdict == one || one == Verdict.UNCLEAR) {
                verdict = verdict == Verdict.UNJUDGED ? one : verdict;
            } else if (verdict == Verdict.UNCLEAR) {
                verdict = one;
            } else {
                return Verdict.UNCLEAR;
            }
        }
        return verdict;
    }
}
