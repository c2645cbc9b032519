package org.yamori.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.file.CaptureFile;

/** What the commands know of the person before the screen. */
final class Terminal {
    private static final int MOST_LETTERS = 2000;

    private Terminal() {}

    /** Whether somebody sees what is printed as it is printed; the launcher knows, Java does not. */
    static boolean isOne() {
        return Boolean.getBoolean("yamori.terminal");
    }

    /** Refuses what cannot be a prefix before any work is done; the job reads it exactly. */
    static void requireCidr(String text) {
        if (!text.matches("[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}")) {
            throw new IllegalArgumentException("a prefix is written 192.0.2.0/24 or 2001:db8::/32, was '" + text + "'");
        }
    }

    /** @throws IllegalArgumentException when a pipe is named twice */
    static void requirePipesOnce(List<Path> inputs) {
        for (Path input : inputs) {
            if (CaptureFile.isPipe(input) && inputs.indexOf(input) != inputs.lastIndexOf(input)) {
                throw new IllegalArgumentException(
                        (input.equals(CaptureFile.STANDARD_INPUT) ? "standard input (-)" : input)
                                + " can be read only once, and is named more than once");
            }
        }
    }

    /** A sensor's name is the last word of its topic. */
    static void requireSensor(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
            throw new IllegalArgumentException(
                    "a sensor's name is 1 to 100 letters, digits, '_', '.' or '-', was '" + name + "'");
        }
    }

    /** A text that somebody typed for others to read. */
    static String requireLine(String option, String text) {
        if (text.isBlank()
                || !text.strip().equals(text)
                || text.length() > MOST_LETTERS
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(option + " is one line of 1 to " + MOST_LETTERS
                    + " letters without blanks around it, was '" + text + "'");
        }
        return text;
    }

    /** Who says something: the name given, or this user's. */
    static String requireAuthor(@Nullable String given) {
        return requireLine("--by", given == null ? System.getProperty("user.name", "") : given);
    }
}
