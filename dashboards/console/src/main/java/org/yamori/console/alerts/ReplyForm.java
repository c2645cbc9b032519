package org.yamori.console.alerts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yamori.wire.Decision;

/**
 * What a contact typed, as it was typed.
 *
 * @param result of the words of {@link Decision.Result}
 * @param infections names, with commas or line ends between
 * @param comment blanks and line ends of which count as one blank
 */
public record ReplyForm(String result, String infections, String comment) {
    static final int MOST_INFECTIONS = 20;
    static final int MOST_LETTERS_OF_AN_INFECTION = 100;
    static final int MOST_LETTERS_OF_A_COMMENT = 500;

    private static final Pattern BETWEEN_NAMES = Pattern.compile("[,、，\\r\\n]");
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    /** The form of these fields; those that are not there are empty, and others are left alone. */
    public static ReplyForm of(Map<String, List<String>> fields) {
        return new ReplyForm(
                joined(fields, "result", ","), joined(fields, "infections", "\n"), joined(fields, "comment", "\n"));
    }

    private static String joined(Map<String, List<String>> fields, String name, String between) {
        return String.join(between, fields.getOrDefault(name, List.of()));
    }

    /** Everything that keeps it from being an answer. */
    public List<String> problems(Language language) {
        List<String> problems = new ArrayList<>();
        Optional<Decision.Result> chosen = chosen();
        if (chosen.isEmpty()) {
            problems.add(
                    result.isBlank()
                            ? Say.RESULT_MISSING.in(language)
                            : Say.RESULT_UNKNOWN.in(language, clipped(line(result))));
        }
        addProblemsOfNames(problems, chosen, language);
        String words = line(comment);
        if (letters(words) > MOST_LETTERS_OF_A_COMMENT) {
            problems.add(Say.COMMENT_TOO_LONG.in(language, MOST_LETTERS_OF_A_COMMENT, letters(words)));
        }
        if (!isText(words)) {
            problems.add(Say.COMMENT_NOT_TEXT.in(language));
        }
        return problems;
    }

    private void addProblemsOfNames(List<String> problems, Optional<Decision.Result> chosen, Language language) {
        List<String> names = names();
        if (!names.isEmpty() && chosen.isPresent() && chosen.get() != Decision.Result.INFECTED) {
            problems.add(Say.INFECTIONS_WITHOUT_INFECTION.in(language));
        }
        if (names.size() > MOST_INFECTIONS) {
            problems.add(Say.TOO_MANY_INFECTIONS.in(language, MOST_INFECTIONS, names.size()));
        }
        for (String name : names.subList(0, Math.min(names.size(), MOST_INFECTIONS))) {
            if (letters(name) > MOST_LETTERS_OF_AN_INFECTION) {
                problems.add(Say.INFECTION_TOO_LONG.in(
                        language, MOST_LETTERS_OF_AN_INFECTION, clipped(name), letters(name)));
            }
            if (!isText(name)) {
                problems.add(Say.INFECTION_NOT_TEXT.in(language, clipped(name)));
            }
        }
    }

    /** The answer, where there are no problems. */
    public Reply reply(AlertCase about) {
        return new Reply(about.subject(), chosen().orElseThrow(), names(), line(comment));
    }

    private Optional<Decision.Result> chosen() {
        return Arrays.stream(Decision.Result.values())
                .filter(one -> Notice.word(one).equals(result))
                .findFirst();
    }

    private List<String> names() {
        return BETWEEN_NAMES
                .splitAsStream(infections)
                .map(ReplyForm::line)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static String line(String text) {
        return BLANKS.matcher(text).replaceAll(" ").strip();
    }

    private static int letters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isText(String line) {
        return line.chars().noneMatch(Character::isISOControl);
    }

    private static String clipped(String text) {
        return letters(text) <= MOST_LETTERS_OF_AN_INFECTION
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS_OF_AN_INFECTION)) + '…';
    }
}
