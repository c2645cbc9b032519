package org.yamori.sensor.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column that a feed may have; its name in the header is the lower-case word. */
enum FeedColumn {
    TIME,
    DATE,
    HOUR,
    NETWORK,
    SOURCE,
    SOURCE_COUNTRY,
    DESTINATION,
    DESTINATION_COUNTRY,
    PROTOCOL,
    DESTINATION_PORT,
    COUNT;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable FeedColumn of(String word) {
        for (FeedColumn column : values()) {
            if (column.word().equals(word)) {
                return column;
            }
        }
        return null;
    }

    static String allWords() {
        return Arrays.stream(values()).map(FeedColumn::word).collect(Collectors.joining(", "));
    }

    /** The column whose name is at most two edits and less than half the word away, or null. */
    static @Nullable FeedColumn nearest(String word) {
        FeedColumn best = null;
        int least = 3;
        for (FeedColumn column : values()) {
            int distance = distance(word.toLowerCase(Locale.ROOT), column.word());
            if (distance < least && 2 * distance < word.length()) {
                least = distance;
                best = column;
            }
        }
        return best;
    }

    /** Levenshtein's distance: insertions, deletions and replacements between two words. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
