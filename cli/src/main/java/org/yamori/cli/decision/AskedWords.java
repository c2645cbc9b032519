package org.yamori.cli.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/** Words that commands about findings take from a person, and how they are read. */
public final class AskedWords {
    private AskedWords() {}

    /** Reads a time with its offset, or a day, which begins at midnight UTC. */
    public static Instant since(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "--since is a day like 2026-01-14 or a time like 2026-01-14T09:00:00Z, was '" + text + "'",
                    notATime);
        }
    }

    public static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException notAMonth) {
            throw new IllegalArgumentException("--month is like 2026-01, was '" + text + "'", notAMonth);
        }
    }

    /**
     * Reads one of few words.
     *
     * @param what for example {@code a verdict}
     */
    public static <E extends Enum<E>> E choice(String what, Class<E> choices, String text) {
        E[] all = choices.getEnumConstants();
        for (E each : all) {
            if (word(each).equals(text)) {
                return each;
            }
        }
        String words = String.join(
                ", ",
                Arrays.stream(all).limit(all.length - 1L).map(AskedWords::word).toList());
        throw new IllegalArgumentException(
                what + " is " + words + " or " + word(all[all.length - 1]) + ", was '" + text + "'");
    }

    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
