package org.yamori.cli.surges;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yamori.cli.decision.Judgements;
import org.yamori.wire.Decision;

/**
 * Of the surges of each month (UTC, by their onset), how many were held for true among those held for true or false.
 */
public final class Precision {
    private final TreeMap<YearMonth, Month> months = new TreeMap<>();
    private long gone;

    /** Counts of one month. */
    private static final class Month {
        long surges;
        final Map<Judgements.Verdict, Long> verdicts = new TreeMap<>();

        void add(Judgements.Verdict verdict) {
            surges++;
            verdicts.merge(verdict, 1L, Long::sum);
        }

        long of(Judgements.Verdict verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }

        String precision() {
            long divisor = of(Judgements.Verdict.TRUE) + of(Judgements.Verdict.FALSE);
            return divisor == 0
                    ? "-"
                    : String.format(
                            Locale.ROOT,
                            "%.3f = %d / %d",
                            (double) of(Judgements.Verdict.TRUE) / divisor,
                            of(Judgements.Verdict.TRUE),
                            divisor);
        }
    }

    public Precision(SurgeTopics topics) {
        for (Surge surge : topics.surges()) {
            add(surge.anchor(), topics.judgements().verdictOf(surge.id()));
        }
        for (Decision.Subject subject : topics.judgements().subjects()) {
            if (!topics.holds(subject.finding())) {
                gone++;
                add(
                        Instant.EPOCH.plus(subject.anchorMicros(), ChronoUnit.MICROS),
                        topics.judgements().verdictOf(subject.finding()));
            }
        }
    }

    private void add(Instant anchor, Judgements.Verdict verdict) {
        months.computeIfAbsent(YearMonth.from(anchor.atZone(ZoneOffset.UTC)), unseen -> new Month())
                .add(verdict);
    }

    /** Prints one month or all. */
    public void print(Optional<YearMonth> only, PrintWriter out) {
        out.println(line("month", "surges", "true", "false", "unclear", "unjudged", "precision"));
        months.forEach((month, counts) -> {
            if (only.isEmpty() || only.get().equals(month)) {
                out.println(line(
                        month,
                        counts.surges,
                        counts.of(Judgements.Verdict.TRUE),
                        counts.of(Judgements.Verdict.FALSE),
                        counts.of(Judgements.Verdict.UNCLEAR),
                        counts.of(Judgements.Verdict.UNJUDGED),
                        counts.precision()));
            }
        });
        if (gone > 0) {
            out.println(gone + " of the judged surges are no longer in the topic of findings; of those that nobody"
                    + " judged none are counted once they are gone");
        }
        out.flush();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-7s  %7s  %6s  %6s  %7s  %8s  %s", cells)
                .stripTrailing();
    }
}
