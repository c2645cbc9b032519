package org.yamori.console.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many answers are taken, counted since this program runs: so many about a case, and so many within an hour from an
 * organisation. Only cases and tokens that have a page come here, so there are not more of them than pages.
 */
public final class ReplyBounds {
    public static final int MOST_OF_A_CASE = 20;
    public static final int MOST_AN_HOUR = 60;

    private static final Duration HOUR = Duration.ofHours(1);
    /** Of more cases the one that was answered longest ago is forgotten. */
    private static final int MOST_CASES = 100_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> timesOf = new HashMap<>();
    private final Map<String, Integer> answersOf = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_CASES;
        }
    };

    /** What keeps an answer from being taken. */
    public enum Verdict {
        TAKEN,
        TOO_MANY_OF_THE_CASE,
        TOO_MANY_IN_AN_HOUR
    }

    public ReplyBounds(Clock clock) {
        this.clock = clock;
    }

    /** Counts an answer, if it is not one too many. */
    public synchronized Verdict take(AlertAddress address) {
        Instant now = clock.instant();
        Deque<Instant> times = timesOf.computeIfAbsent(address.token(), unseen -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().isAfter(now.minus(HOUR))) {
            times.removeFirst();
        }
        if (answersOf.getOrDefault(address.caseId(), 0) >= MOST_OF_A_CASE) {
            return Verdict.TOO_MANY_OF_THE_CASE;
        }
        if (times.size() >= MOST_AN_HOUR) {
            return Verdict.TOO_MANY_IN_AN_HOUR;
        }
        times.addLast(now);
        answersOf.merge(address.caseId(), 1, Integer::sum);
        return Verdict.TAKEN;
    }

    /** An answer could not be written down. It still counts for its hour: each try costs the broker something. */
    public synchronized void giveBack(AlertAddress address) {
        answersOf.merge(address.caseId(), -1, Integer::sum);
    }
}
