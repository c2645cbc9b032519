package org.yamori.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.yamori.wire.Nearest;

/** The options a job understands; anything else that begins with {@code yamori.} is a mistake worth a question. */
public final class KnownOptions {
    private static final String PREFIX = "yamori.";

    private final List<String> keys;

    private KnownOptions(List<String> keys) {
        this.keys = keys;
    }

    public static KnownOptions of(List<ConfigOption<?>> options) {
        return new KnownOptions(options.stream().<String>map(ConfigOption::key).toList());
    }

    /** Refuses unknown keys, all at once, each with the key that was probably meant. */
    public void requireAllKnown(Configuration raw) {
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(raw.keySet())) {
            if (key.startsWith(PREFIX) && !keys.contains(key)) {
                problems.add("unknown option " + key + "; " + Nearest.hint(key, keys));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }
}
