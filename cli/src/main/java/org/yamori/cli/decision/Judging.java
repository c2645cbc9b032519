package org.yamori.cli.decision;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.yamori.wire.Decision;

/**
 * A person's judgement on its way into the topic of decisions.
 *
 * @param author who judges
 * @param verdict what the finding is held for
 * @param reason why
 */
public record Judging(String author, Decision.Verdict verdict, String reason) {
    /**
     * Writes it, and says what was written.
     *
     * @param key under which earlier judgements are known
     * @param what the finding in words
     */
    public void write(DecisionWriter writer, Judgements earlier, String key, Decision.Subject subject, String what)
            throws IOException {
        String id = Decision.Mark.id(subject.finding(), author);
        long revision = earlier.nextRevision(key, id);
        Decision.Head head = new Decision.Head(id, revision, writer.nowMicros(), author, reason);
        writer.write(
                new Decision.Mark(head, subject, verdict),
                what + " is " + word(verdict) + ", says " + author + ": " + reason
                        + (revision == 1 ? "" : " (replaces what " + author + " said before)"));
    }

    /** Every judgement that was made, one to a line, and which of them were replaced. */
    public static void print(Judgements judgements, String key, PrintWriter out) {
        List<Decision.Mark> all = judgements.historyOf(key);
        if (all.isEmpty()) {
            out.println("judged by nobody");
            return;
        }
        Collection<Decision.Mark> counting = judgements.of(key);
        out.println("judged " + judgements.verdictOf(key).word());
        for (Decision.Mark mark : all) {
            out.println("  " + DecisionWriter.time(mark.head()) + "  "
                    + String.format(Locale.ROOT, "%-7s", word(mark.verdict())) + "  "
                    + mark.head().author() + ": " + mark.head().reason()
                    + (counting.contains(mark) ? "" : " (replaced)"));
        }
    }

    private static String word(Decision.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
