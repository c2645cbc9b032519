package org.yamori.cli.surges;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.Decision;

/** What people hold surges for, with all that they held them for before, in the order of their topic. */
final class Judgements {
    private final Map<String, List<Decision.Mark>> byFinding = new TreeMap<>();

    /** What all who judged a surge hold it for, taken together. */
    enum Verdict {
        TRUE("true"),
        FALSE("false"),
        /** Nobody knows, or people disagree. */
        UNCLEAR("unclear"),
        UNJUDGED("");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    void take(Decision.Mark mark) {
        byFinding.computeIfAbsent(mark.finding(), unseen -> new ArrayList<>()).add(mark);
    }

    /** Findings that were ever judged, each with what it is. */
    Collection<Decision.Subject> subjects() {
        return byFinding.values().stream().map(marks -> marks.get(0).subject()).toList();
    }

    /** Every judgement of a finding, also those that were replaced. */
    List<Decision.Mark> historyOf(String finding) {
        return byFinding.getOrDefault(finding, List.of());
    }

    /** Of each person the judgement that counts: the largest revision, and of equal ones the later of the topic. */
    Collection<Decision.Mark> of(String finding) {
        Map<String, Decision.Mark> newest = new LinkedHashMap<>();
        for (Decision.Mark mark : historyOf(finding)) {
            newest.merge(
                    mark.head().id(),
                    mark,
                    (before, now) -> now.head().revision() >= before.head().revision() ? now : before);
        }
        return newest.values();
    }

    /** The number of a person's next judgement of a finding. */
    long nextRevision(String finding, String author) {
        String id = Decision.Mark.id(finding, author);
        long last = 0;
        for (Decision.Mark mark : historyOf(finding)) {
            if (mark.head().id().equals(id)) {
                last = Math.max(last, mark.head().revision());
            }
        }
        return last + 1;
    }

    /** True or false if all agree who said so; who finds it unclear has no vote. */
    Verdict verdictOf(String finding) {
        Verdict verdict = Verdict.UNJUDGED;
        for (Decision.Mark mark : of(finding)) {
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
