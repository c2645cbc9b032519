package org.yamori.wire;

import java.util.regex.Pattern;

/** What names look like. */
final class Names {
    /** As {@link BlockHeader.Origin} wants it: a sensor's name is a part of its topic's name. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int MOST_LETTERS = 2000;

    private Names() {}

    static String word(String what, String name) {
        if (!WORD.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 100 letters, digits, '_', '.' or '-', was '" + BlockHeader.clip(name) + "'");
        }
        return name;
    }

    /** An ISO 3166 code. */
    static String country(String code) {
        if (!COUNTRY.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "country must be two capital letters like JP, was '" + BlockHeader.clip(code) + "'");
        }
        return code;
    }

    /** A text for people, in any language, on one line. */
    static String line(String what, String text) {
        boolean control = text.chars().anyMatch(Character::isISOControl);
        if (text.isBlank()
                || control
                || text.length() > MOST_LETTERS
                || !text.strip().equals(text)) {
            throw new IllegalArgumentException(what + " must be 1 to " + MOST_LETTERS
                    + " letters on one line, without blanks around them, was '" + BlockHeader.clip(text) + "'");
        }
        return text;
    }

    static String lineOrEmpty(String what, String text) {
        return text.isEmpty() ? text : line(what, text);
    }

    static long revision(long revision) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, was " + revision);
        }
        return revision;
    }
}
