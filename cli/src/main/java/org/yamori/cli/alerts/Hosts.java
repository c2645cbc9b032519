package org.yamori.cli.alerts;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.yamori.wire.DistinctSources;

/** How many hosts were seen in some days together, and how sure that is. */
record Hosts(long count, Certainty certainty) {
    /** The less sure the later. */
    enum Certainty {
        COUNTED(""),
        /** With a standard error of {@link DistinctSources#STANDARD_ERROR} at most. */
        ESTIMATED("~"),
        /** So many on one of the days. */
        AT_LEAST(">=");

        private final String sign;

        Certainty(String sign) {
            this.sign = sign;
        }

        /** How a number is written. */
        String sign(String number) {
            return sign + number;
        }

        Certainty and(Certainty other) {
            return other.compareTo(this) > 0 ? other : this;
        }
    }

    private static final double PERCENT = 100;

    /** Hosts that were seen on one of the days or on several; empty where no day tells of any. */
    static Optional<Hosts> of(Collection<DarknetDays.Day> days) {
        long most = 0;
        long sum = 0;
        int known = 0;
        boolean exact = true;
        boolean sketched = true;
        DistinctSources together = new DistinctSources();
        for (DarknetDays.Day day : days) {
            if (day.sources().isPresent()) {
                known++;
                most = Math.max(most, day.sources().get());
                sum += day.sources().get();
                exact &= day.exact();
                sketched &= day.sketch().isPresent();
                day.sketch().ifPresent(together::add);
            }
        }
        if (known == 0) {
            return Optional.empty();
        }
        if (known == 1) {
            return Optional.of(new Hosts(sum, exact ? Certainty.COUNTED : Certainty.ESTIMATED));
        }
        return Optional.of(
                sketched
                        ? new Hosts(Math.max(most, Math.min(sum, together.estimate())), Certainty.ESTIMATED)
                        : new Hosts(most, Certainty.AT_LEAST));
    }

    /** What the signs of numbers say. */
    static Optional<String> words(Certainty leastSure) {
        return switch (leastSure) {
            case COUNTED -> Optional.empty();
            case ESTIMATED ->
                Optional.of(String.format(
                        Locale.ROOT,
                        "hosts with ~ are an estimate in which a host counts once a month; its standard error is %.1f %%"
                                + " at most",
                        DistinctSources.STANDARD_ERROR * PERCENT));
            case AT_LEAST -> Optional.of("hosts with >= are those of the day with most: a month has at least so many");
        };
    }
}
