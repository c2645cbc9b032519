package org.yamori.wire;

import java.util.Collection;
import java.util.Optional;

/** The known word that somebody who mistyped most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The known word with the fewest typing errors, if there are at most two and fewer than half of its letters. */
    public static Optional<String> to(String word, Collection<String> known) {
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            int errors = Math.abs(candidate.length() - word.length()) > 2 ? 3 : errors(word, candidate);
            if (errors <= 2 && errors * 2 < candidate.length() && errors < fewest) {
                best = candidate;
                fewest = errors;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** The sentence for an unknown word: what was meant, or what there is. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(meant -> "did you mean '" + meant + "'?")
                .orElseGet(() -> "allowed: " + String.join(", ", known));
    }

    /** Letters to insert, delete, replace or swap with their neighbour, upper and lower case being equal. */
    private static int errors(String one, String two) {
        int[][] least = new int[one.length() + 1][two.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= two.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int cost = same(one.charAt(i - 1), two.charAt(j - 1)) ? 0 : 1;
                int errors = Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + cost);
                if (i > 1
                        && j > 1
                        && same(one.charAt(i - 1), two.charAt(j - 2))
                        && same(one.charAt(i - 2), two.charAt(j - 1))) {
                    errors = Math.min(errors, least[i - 2][j - 2] + 1);
                }
                least[i][j] = errors;
            }
        }
        return least[one.length()][two.length()];
    }

    private static boolean same(char one, char two) {
        return Character.toLowerCase(one) == Character.toLowerCase(two);
    }
}
