package org.yamori.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.yamori.wire.Nearest;

/** The options a job understands; anything else that begins with {@code yamori.} is a mistake worth a question. */
public final class KnownOptions {
    private static final String PREFIX = "yamori.";

    private final List<ConfigOption<?>> options;
    private final List<String> keys;

    private KnownOptions(List<ConfigOption<?>> options) {
        this.options = List.copyOf(options);
        keys = options.stream().<String>map(ConfigOption::key).toList();
    }

    public static KnownOptions of(List<ConfigOption<?>> options) {
        return new KnownOptions(options);
    }

    /** Refuses unknown keys, each with the key that was probably meant, and unreadable values, all at once. */
    public void requireAllUnderstood(Configuration raw) {
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(raw.keySet())) {
            if (key.startsWith(PREFIX) && !keys.contains(key)) {
                problems.add("unknown option " + key + "; " + Nearest.hint(key, keys));
            }
        }
        problems.addAll(unreadable(raw));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    /** Of every value that is not of its option's type, what is allowed. */
    public List<String> unreadable(Configuration raw) {
        List<String> problems = new ArrayList<>();
        for (ConfigOption<?> option : options) {
            try {
                raw.getOptional(option);
            } catch (IllegalArgumentException unreadable) {
                String given = raw.toMap().getOrDefault(option.key(), "");
                problems.add(option.key() + " is '" + given + "'; allowed: " + type(option) + ". "
                        + new HtmlFormatter().format(option.description()));
            }
        }
        return problems;
    }

    private static String type(ConfigOption<?> option) {
        Object value = option.defaultValue();
        return switch (value == null ? "" : value.getClass().getSimpleName()) {
            case "Integer", "Long" -> "a whole number";
            case "Double", "Float" -> "a number";
            case "Boolean" -> "true or false";
            case "Duration" -> "a duration such as 5 s";
            case "MemorySize" -> "a size such as 64 mb";
            default -> "a value of its type";
        };
    }
}
