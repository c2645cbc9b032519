package org.yamori.jobs.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.config.KnownOptions;

/** The command line of a job: {@code --key value}, {@code --key=value} or {@code -Dkey=value}, keys being options. */
final class JobArguments {
    private static final String OURS = "yamori.";
    private static final int MOST_EDITS = 4;

    private JobArguments() {}

    /** Every problem of a command line, one a line. */
    static final class UsageException extends Exception {
        UsageException(List<String> problems) {
            super(String.join("\n", problems));
        }
    }

    /**
     * Reads a command line. Keys that start with {@code yamori.} must be among the options; any other key with a dot is
     * an option of Flink.
     */
    static Configuration parse(String[] args, List<ConfigOption<?>> options) throws UsageException {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            String word = arg.startsWith("--") ? arg.substring(2) : arg.startsWith("-D") ? arg.substring(2) : "";
            if (word.isEmpty()) {
                problems.add("'" + arg + "' is no option; options are --key value or -Dkey=value");
                continue;
            }
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            String value;
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (arg.startsWith("-D") || i + 1 == args.length) {
                problems.add(key + " has no value");
                continue;
            } else {
                value = args[++i];
            }
            check(key, options, problems);
            if (values.put(key, value) != null) {
                problems.add(key + " is given twice");
            }
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        Configuration configuration = Configuration.fromMap(values);
        for (ConfigOption<?> option : options) {
            if (!option.hasDefaultValue() && !values.containsKey(option.key())) {
                problems.add(option.key() + " is missing");
            }
        }
        problems.addAll(KnownOptions.of(options).unreadable(configuration));
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return configuration;
    }

    private static void check(String key, List<ConfigOption<?>> options, List<String> problems) {
        boolean known = options.stream().anyMatch(option -> option.key().equals(key));
        boolean flinks = !key.startsWith(OURS) && key.indexOf('.') > 0;
        if (known || flinks) {
            return;
        }
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        problems.add(options.stream()
                .map(ConfigOption::key)
                .min(Comparator.comparingInt(candidate -> edits.apply(candidate, key)))
                .filter(candidate -> edits.apply(candidate, key) <= MOST_EDITS)
                .map(candidate -> "unknown option " + key + "; did you mean " + candidate + "?")
                .orElseGet(() -> "unknown option " + key + "; known are " + keys(options)));
    }

    /** All options with what they mean, for a person. */
    static String usage(String job, List<ConfigOption<?>> options) {
        StringBuilder text = new StringBuilder("usage: " + job + " --key value …\n");
        for (ConfigOption<?> option : options) {
            text.append("  --").append(option.key());
            text.append(option.hasDefaultValue() ? "  (default " + option.defaultValue() + ")" : "  (needed)");
            text.append('\n');
        }
        return text.append("Any other key with a dot is an option of Flink.\n").toString();
    }

    private static String keys(List<ConfigOption<?>> options) {
        TreeSet<String> keys = new TreeSet<>();
        options.forEach(option -> keys.add(option.key()));
        return String.join(", ", keys);
    }
}
