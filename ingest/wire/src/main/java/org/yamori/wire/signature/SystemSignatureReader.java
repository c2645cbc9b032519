package org.yamori.wire.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Nearest;
import org.yamori.wire.Problem;

/** The lines of a database in the format of p0f 3, read in order; says what is wrong with each of them. */
final class SystemSignatureReader {
    private static final String REQUEST = "[tcp:request]";
    /** Their lines are checked for their first word and otherwise left alone. */
    private static final List<String> OTHER_SECTIONS =
            List.of("[mtu]", "[tcp:response]", "[http:request]", "[http:response]");

    private static final Pattern STATEMENT = Pattern.compile("([A-Za-z_]+)[ \\t]*=[ \\t]*(.*)");
    private static final Pattern LABEL = Pattern.compile("([gs]):([A-Za-z0-9]+|!):([A-Za-z0-9 ./_!?()-]+):(.*)");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern TTL = Pattern.compile("([0-9]+)(?:\\+([0-9]+)|(-))?");
    private static final List<String> WORDS = List.of("classes", "label", "sys", "sig", "ua_os");
    private static final int MOST_PROBLEMS = 20;
    private static final int MOST_SHOWN = 80;

    private final List<Problem> problems = new ArrayList<>();
    private final List<SystemRule> rules = new ArrayList<>();
    private final Set<String> classes = new LinkedHashSet<>();
    /** A name as it was first written, by its small letters. */
    private final Map<String, String> names = new HashMap<>();

    private String section = "";
    private @Nullable SystemLabel label;
    /** A label of a tool waits for its line {@code sys}. */
    private boolean wantsSystems;

    private SystemSignatureReader() {}

    static SystemSignatures read(String file, List<String> lines) throws BadRecordException {
        SystemSignatureReader reader = new SystemSignatureReader();
        for (int i = 0; i < lines.size() && reader.problems.size() < MOST_PROBLEMS; i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith(";")) {
                try {
                    reader.line(line, i + 1);
                } catch (IllegalArgumentException wrong) {
                    reader.problems.add(new Problem(file, i + 1, "", clip(line), String.valueOf(wrong.getMessage())));
                }
            }
        }
        if (reader.problems.isEmpty() && reader.rules.isEmpty()) {
            reader.problems.add(new Problem("", 0, file, "", "has no signature in a section " + REQUEST));
        }
        if (!reader.problems.isEmpty()) {
            throw new BadRecordException(reader.problems);
        }
        return new SystemSignatures(reader.rules);
    }

    private void line(String line, int number) {
        if (line.startsWith("[")) {
            section(line);
            return;
        }
        Matcher statement = STATEMENT.matcher(line);
        if (!statement.matches() || !WORDS.contains(statement.group(1))) {
            String word = statement.matches() ? statement.group(1) : line;
            throw new IllegalArgumentException("a line is a section, 'word = value' or a comment behind ';', was '"
                    + clip(line) + "'; " + Nearest.hint(clip(word), WORDS));
        }
        String value = statement.group(2);
        switch (statement.group(1)) {
            case "classes" -> classes(value);
            case "label" -> {
                if (isRequest()) {
                    label(value);
                }
            }
            case "sys" -> {
                if (isRequest()) {
                    systems(value);
                }
            }
            case "sig" -> {
                if (isRequest()) {
                    rules.add(rule(value, number));
                }
            }
            default -> {
                // ua_os belongs to http sections
            }
        }
    }

    private void section(String line) {
        if (!line.equals(REQUEST) && !OTHER_SECTIONS.contains(line)) {
            throw new IllegalArgumentException("a section is " + REQUEST + " or one of "
                    + String.join(", ", OTHER_SECTIONS) + "; was '" + clip(line) + "'");
        }
        section = line;
        label = null;
        wantsSystems = false;
    }

    private boolean isRequest() {
        if (section.isEmpty()) {
            throw new IllegalArgumentException("stands before the first section such as " + REQUEST);
        }
        return section.equals(REQUEST);
    }

    private void classes(String value) {
        if (!section.isEmpty()) {
            throw new IllegalArgumentException("classes stands before the first section");
        }
        for (String word : value.split(",", -1)) {
            if (!CLASS.matcher(word.strip()).matches()) {
                throw new IllegalArgumentException("a class is letters and digits, was '" + clip(word) + "'");
            }
            classes.add(word.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void label(String value) {
        label = null;
        Matcher parts = LABEL.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a label is like s:unix:Linux:3.11 and newer, beginning with s or g,"
                    + " the class being ! for a program; was '" + clip(value) + "'");
        }
        String kind = parts.group(2).toLowerCase(Locale.ROOT);
        if (!kind.equals(SystemLabel.TOOL) && !classes.contains(kind)) {
            throw new IllegalArgumentException("class '" + clip(kind) + "' is not named by a line 'classes = …'; "
                    + (classes.isEmpty() ? "there is none" : Nearest.hint(kind, classes)));
        }
        label = new SystemLabel(
                parts.group(1).equals("g"),
                kind,
                firstSpelling(parts.group(3)),
                parts.group(4).strip());
        wantsSystems = label.isTool();
    }

    private String firstSpelling(String name) {
        return names.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> name);
    }

    private void systems(String value) {
        if (!wantsSystems) {
            throw new IllegalArgumentException("sys follows the label of a program, whose class is !");
        }
        for (String word : value.split(",", -1)) {
            String name = word.strip();
            if (!name.startsWith("@")) {
                firstSpelling(name);
            } else if (!classes.contains(name.substring(1).toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("class '" + clip(name.substring(1)) + "' is not named by a line"
                        + " 'classes = …'; " + Nearest.hint(name.substring(1), classes));
            }
        }
        wantsSystems = false;
    }

    private SystemRule rule(String value, int line) {
        if (label == null || wantsSystems) {
            throw new IllegalArgumentException(
                    label == null ? "sig follows a label" : "the label of a program is followed by sys");
        }
        String[] parts = value.split(":", -1);
        if (parts.length != 8) {
            throw new IllegalArgumentException("a signature has 8 parts with ':' between them, like"
                    + " *:64:0:*:mss*20,7:mss,sok,ts,nop,ws:df,id+:0; was '" + clip(value) + "'");
        }
        Matcher ttl = TTL.matcher(parts[1]);
        if (!ttl.matches()) {
            throw new IllegalArgumentException("an initial TTL is n, n+hops or n-, was '" + clip(parts[1]) + "'");
        }
        int hops = ttl.group(2) == null ? 0 : Numbers.parse("hops", ttl.group(2), 0, 255);
        int initial = Numbers.parse("initial TTL", ttl.group(1), 1, 255) + hops;
        if (initial > 255) {
            throw new IllegalArgumentException("TTL and hops are at most 255 together, was '" + clip(parts[1]) + "'");
        }
        int comma = parts[4].indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException(
                    "window and window scale have a comma between them, was '" + clip(parts[4]) + "'");
        }
        int version = choice("an IP version", parts[0], "4", "6");
        int quirks = Quirk.parse(parts[6]);
        requireQuirksOfVersion(version, quirks);
        return new SystemRule(
                line,
                label,
                version < 0 ? SystemRule.ANY : version == 0 ? 4 : 6,
                initial,
                ttl.group(3) != null,
                Numbers.parse("bytes of IP options", parts[2], 0, 255),
                numberOrAny("MSS", parts[3], 0xffff),
                SynWindow.parse(parts[4].substring(0, comma)),
                numberOrAny("window scale", parts[4].substring(comma + 1), 255),
                OptionLayout.parse(parts[5]),
                quirks,
                choice("a payload class", parts[7], "0", "+"));
    }

    private static void requireQuirksOfVersion(int version, int quirks) {
        int wrong = version == 0
                ? quirks & Quirk.FLOW.bit()
                : version == 1
                        ? quirks
                                & (Quirk.DF.bit()
                                        | Quirk.ID_WITH_DF.bit()
                                        | Quirk.NO_ID.bit()
                                        | Quirk.MUST_BE_ZERO.bit())
                        : 0;
        if (wrong != 0) {
            throw new IllegalArgumentException(
                    "an IPv" + (version == 0 ? 4 : 6) + " packet has no quirk " + Quirk.words(wrong));
        }
    }

    private static int numberOrAny(String what, String text, int most) {
        return text.equals("*") ? SystemRule.ANY : Numbers.parse(what, text, 0, most);
    }

    /** 0 or 1 for the one or the other word, or any. */
    private static int choice(String what, String text, String zero, String one) {
        int at = Arrays.asList("*", zero, one).indexOf(text);
        if (at < 0) {
            throw new IllegalArgumentException(what + " is " + zero + ", " + one + " or *; was '" + clip(text) + "'");
        }
        return at - 1;
    }

    private static String clip(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
