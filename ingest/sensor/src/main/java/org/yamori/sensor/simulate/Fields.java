package org.yamori.sensor.simulate;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a scenario file while it is read: every key is asked for once, what is wrong becomes a problem, and a
 * harmless value is answered so that reading goes on to the next problem.
 */
final class Fields {
    static final String DURATION = "a duration in whole seconds such as 90s, 20m, 6h or 1d12h";
    static final String NAME = "1 to 100 letters, digits, '_', '.' or '-', a letter or digit first";

    static final String RANGES = "a list of IPv4 ranges such as [198.51.100.0/24]";

    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /** Something wrong, and where. */
    record Problem(int line, String message) {}

    /** A key that was asked for; {@code absent} says what holds without it, empty where it must be there. */
    record Asked(Word word, String allowed, String absent) {}

    /** A value that has a word of its own. */
    interface Named {
        String word();
    }

    private final String file;
    private final String path;
    private final YamlNode.Mapping mapping;
    private final List<Problem> problems;
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    Fields(String file, String path, YamlNode.Mapping mapping, List<Problem> problems) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
    }

    int line() {
        return mapping.line();
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(int line, String what) {
        problems.add(new Problem(line, file + ":" + line + ": " + what));
    }

    /** Says that the value at this key is not what it may be. */
    void wrong(String key, YamlNode node, String allowed) {
        problem(node.line(), path(key) + " is " + shown(node) + "; allowed: " + allowed);
    }

    /** The line of a key's value, or of the whole mapping where the key is absent. */
    int lineOf(String key) {
        YamlNode node = mapping.entries().get(key);
        return node == null ? mapping.line() : node.line();
    }

    /** Whether a key is there that need not be. */
    boolean has(Word word, String allowed, String absent) {
        asked.put(word.key(), new Asked(word, allowed, absent));
        return mapping.entries().containsKey(word.key());
    }

    private @Nullable YamlNode wanted(Word word, String allowed) {
        asked.putIfAbsent(word.key(), new Asked(word, allowed, ""));
        YamlNode node = mapping.entries().get(word.key());
        if (node == null) {
            problem(
                    mapping.line(),
                    (path.isEmpty() ? "" : path + ": ") + "the key '" + word.key() + "' is missing; wanted: "
                            + allowed);
        }
        return node;
    }

    /** A scalar made into something by a reader that throws {@link IllegalArgumentException} or time's exceptions. */
    <T> T scalar(Word word, String allowed, T harmless, Function<String, T> reader) {
        YamlNode node = wanted(word, allowed);
        if (node == null) {
            return harmless;
        }
        return scalar(word.key(), node, allowed, harmless, reader);
    }

    /** The same of a key that need not be there. */
    <T> T scalar(Word word, String allowed, T absent, String absentText, Function<String, T> reader) {
        return has(word, allowed, absentText) ? scalar(word, allowed, absent, reader) : absent;
    }

    <T> T scalar(String key, YamlNode node, String allowed, T harmless, Function<String, T> reader) {
        if (node instanceof YamlNode.Scalar scalar) {
            try {
                return reader.apply(scalar.text().strip());
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException refused) {
                wrong(key, node, allowed);
                return harmless;
            }
        }
        wrong(key, node, allowed);
        return harmless;
    }

    String name(Word word) {
        return scalar(word, NAME, "", Fields::parseName);
    }

    String name(Word word, String absent) {
        return scalar(word, NAME, absent, absent, Fields::parseName);
    }

    private static String parseName(String text) {
        if (!NAME_PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** One of some words. */
    <T extends Named> T choice(Word word, T[] values, T absent) {
        return scalar(word, words(values), absent, absent.word(), text -> byWord(values, text));
    }

    static String words(Named[] values) {
        return Arrays.stream(values).map(Named::word).collect(Collectors.joining(", "));
    }

    static <T extends Named> T byWord(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean flag(Word word) {
        return scalar(word, "true, false", false, "false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    double number(Limits limits) {
        return scalar(limits.word(), limits.allowed(), limits.least(), text -> number(text, limits));
    }

    double number(Limits limits, double absent) {
        return number(limits, absent, Limits.plain(absent));
    }

    double number(Limits limits, double absent, String absentText) {
        return has(limits.word(), limits.allowed(), absentText) ? number(limits) : absent;
    }

    int wholeNumber(Limits limits) {
        return (int) number(limits);
    }

    int wholeNumber(Limits limits, int absent) {
        return (int) number(limits, absent);
    }

    static double number(String text, Limits limits) {
        double value = new BigDecimal(text.replace("_", "")).doubleValue();
        limits.require(value);
        return value;
    }

    int address(Word word) {
        return scalar(word, "an IPv4 address such as 192.88.99.7", 0, AddressRange::parseAddress);
    }

    /** A duration of at least {@code least}, in milliseconds. */
    Duration duration(Word word, Duration least, Duration most, boolean wholeSeconds) {
        return scalar(word, allowedDuration(least, most, wholeSeconds), least, text -> {
            Duration duration = Times.parseDuration(text);
            if (duration.compareTo(least) < 0
                    || duration.compareTo(most) > 0
                    || (wholeSeconds && duration.toMillisPart() != 0)) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    private static String allowedDuration(Duration least, Duration most, boolean wholeSeconds) {
        return (wholeSeconds ? DURATION : "a duration such as 500ms or 2s") + ", from " + Times.shown(least) + " to "
                + Times.shown(most);
    }

    /** The same of a key that need not be there. */
    Duration duration(Word word, Duration least, Duration most, boolean wholeSeconds, Absent<Duration> absent) {
        return has(word, allowedDuration(least, most, wholeSeconds), absent.text)
                ? duration(word, least, most, wholeSeconds)
                : absent.value;
    }

    /** What holds where a key is not there, and how that is said. */
    record Absent<T>(T value, String text) {}

    List<YamlNode> sequence(Word word, String allowed) {
        YamlNode node = wanted(word, allowed);
        if (node == null) {
            return List.of();
        }
        if (node instanceof YamlNode.Sequence sequence && !sequence.items().isEmpty()) {
            return sequence.items();
        }
        wrong(word.key(), node, allowed);
        return List.of();
    }

    List<Fields> mappings(Word word, String allowed) {
        List<Fields> all = new ArrayList<>();
        List<YamlNode> items = sequence(word, allowed);
        for (int i = 0; i < items.size(); i++) {
            String itemKey = word.key() + "[" + i + "]";
            if (items.get(i) instanceof YamlNode.Mapping item) {
                all.add(new Fields(file, path(itemKey), item, problems));
            } else {
                wrong(itemKey, items.get(i), "keys with values, such as {name: …}");
            }
        }
        return all;
    }

    /** The keys of a block that must be there; null where it is none. */
    @Nullable
    Fields block(Word word, String allowed) {
        YamlNode node = wanted(word, allowed);
        if (node instanceof YamlNode.Mapping block) {
            return new Fields(file, path(word.key()), block, problems);
        }
        if (node != null) {
            wrong(word.key(), node, allowed);
        }
        return null;
    }

    /** A list's item that is itself a block. */
    Fields item(String key, YamlNode.Mapping item) {
        return new Fields(file, path(key), item, problems);
    }

    /** The keys and values, as they are written. */
    Map<String, YamlNode> entries() {
        return mapping.entries();
    }

    boolean isList(Word word) {
        return mapping.entries().get(word.key()) instanceof YamlNode.Sequence;
    }

    List<AddressRange> ranges(Word word) {
        return ranges(word.key(), sequence(word, RANGES));
    }

    List<AddressRange> ranges(String key, List<YamlNode> items) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            YamlNode item = items.get(i);
            int before = problems.size();
            AddressRange range = scalar(
                    key + "[" + i + "]", item, AddressRange.ALLOWED, new AddressRange(0, 32), AddressRange::parse);
            if (problems.size() == before) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    /** What is made unless a part is missing; what its constructor refuses is one more problem. */
    <T> @Nullable T made(boolean complete, Supplier<? extends T> making) {
        if (complete) {
            try {
                return making.get();
            } catch (IllegalArgumentException refused) {
                problem(line(), path() + ": " + refused.getMessage());
            }
        }
        return null;
    }

    /** The keys asked for so far, in that order. */
    List<Asked> asked() {
        return List.copyOf(asked.values());
    }

    /** Every key that nobody asked for is a problem. */
    void refuseUnknownKeys() {
        mapping.entries().forEach((key, node) -> {
            if (!asked.containsKey(key)) {
                String near = nearest(key);
                problem(
                        node.line(),
                        "the key '" + path(key) + "' is not known, its value is " + shown(node)
                                + (near == null ? "" : "; did you mean '" + near + "'?") + "; allowed: "
                                + String.join(", ", new TreeSet<>(asked.keySet())));
            }
        });
    }

    private @Nullable String nearest(String key) {
        return NearWord.of(key, new TreeSet<>(asked.keySet()));
    }

    static String shown(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            String text = scalar.text();
            return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
        }
        if (node instanceof YamlNode.Sequence sequence) {
            return "a list of " + sequence.items().size();
        }
        return "a group of keys";
    }
}
