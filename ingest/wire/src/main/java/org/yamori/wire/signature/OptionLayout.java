package org.yamori.wire.signature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of a SYN's TCP options in their order, such as {@code mss,sok,ts,nop,ws} or {@code mss,eol+2}.
 *
 * @param kinds numbers as in the TCP header; 0, the end of the list, only as the last
 * @param padding bytes behind the end of the list, which a word {@code eol+n} names
 */
public record OptionLayout(List<Integer> kinds, int padding) implements Serializable {
    /** p0f looks at no more. */
    public static final int MOST = 24;

    private static final int END = 0;
    private static final String END_WORD = "eol+";

    public OptionLayout {
        kinds = List.copyOf(kinds);
    }

    /** The word of a kind other than the end of the list. */
    public static String word(int kind) {
        @Nullable String known = known(kind);
        return known == null ? "?" + kind : known;
    }

    private static @Nullable String known(int kind) {
        return switch (kind) {
            case 1 -> "nop";
            case 2 -> "mss";
            case 3 -> "ws";
            case 4 -> "sok";
            case 5 -> "sack";
            case 8 -> "ts";
            default -> null;
        };
    }

    static OptionLayout parse(String text) {
        List<Integer> kinds = new ArrayList<>();
        int padding = 0;
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!kinds.isEmpty() && kinds.get(kinds.size() - 1) == END) {
                throw new IllegalArgumentException("eol+n ends the options; was '" + text + "'");
            }
            if (word.startsWith(END_WORD)) {
                kinds.add(END);
                padding = Numbers.parse("bytes behind eol", word.substring(END_WORD.length()), 0, 255);
            } else {
                kinds.add(kind(word));
            }
        }
        if (kinds.size() > MOST) {
            throw new IllegalArgumentException("a signature names at most " + MOST + " options; was " + kinds.size());
        }
        return new OptionLayout(kinds, padding);
    }

    private static int kind(String word) {
        if (word.startsWith("?")) {
            return Numbers.parse("option ?n", word.substring(1), 0, 255);
        }
        for (int kind = 1; kind <= 8; kind++) {
            if (word.equals(known(kind))) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "an option is one of eol+n, nop, mss, ws, sok, sack, ts or ?n; was '" + word + "'");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int kind : kinds) {
            text.append(text.isEmpty() ? "" : ",").append(kind == END ? END_WORD + padding : word(kind));
        }
        return text.toString();
    }
}
