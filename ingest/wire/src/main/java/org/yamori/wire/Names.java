package org.yamori.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What names look like. */
final class Names {
    /** As {@link BlockHeader.Origin} wants it: a sensor's name is a part of its topic's name. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");
    private static final Pattern FINDING = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\\p{Cntrl}]{1,1900}");
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

    /** What identifies a record among those of its topic. */
    static String id(String what, String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to 200 letters, digits, '_', '.', ':' or '-', was '"
                    + BlockHeader.clip(id) + "'");
        }
        return id;
    }

    /** The id of a {@link Finding}. */
    static String finding(String id) {
        if (!FINDING.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "a finding's id is 32 hexadecimal digits, was '" + BlockHeader.clip(id) + "'");
        }
        return id;
    }

    static String linkOrEmpty(String link) {
        if (!link.isEmpty() && !LINK.matcher(link).matches()) {
            throw new IllegalArgumentException("link must begin with https:// or http:// and have no blanks, was '"
                    + BlockHeader.clip(link) + "'");
        }
        return link;
    }

    /** A value of an enum as it is written: in small letters, with '-' between words. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(Names::word).collect(Collectors.joining(", "));
    }

    /** The value of an enum that a word means. */
    static <E extends Enum<E>> E choice(String what, E[] values, String word) {
        for (E value : values) {
            if (word(value).equals(word)) {
                return value;
            }
        }
        List<String> words = Arrays.stream(values).map(Names::word).toList();
        String meant = Nearest.to(word, words)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        throw new IllegalArgumentException(
                what + " must be one of " + words(values) + ", was '" + BlockHeader.clip(word) + "'" + meant);
    }

    static long revision(long revision) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, was " + revision);
        }
        return revision;
    }
}
