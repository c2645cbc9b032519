package org.yamori.jobs.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.sink.SinkOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** The reference page of options is generated from the code: {@code -Dyamori.docs.write=true} writes it anew. */
class OptionsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "50-options.md");
    private static final Path MAIN = Path.of("src/main/java");
    private static final Pattern DECLARED = Pattern.compile("ConfigOptions\\.key\\(\\s*\"(yamori[^\"]*)\"");
    /** The prefix belongs to no stage: it names the installation. */
    private static final Pattern NAME = Pattern.compile("yamori\\.(prefix|[a-z]+\\.([a-z-]+\\.)?[a-z-]+)");

    private static final Map<String, List<ConfigOption<?>>> JOBS =
            Map.of("detect", DetectJob.options(), "index", SinkOptions.INDEX_JOB, "notify", SinkOptions.NOTIFY_JOB);

    @Test
    void thePage_isWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean("yamori.docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/50-options.md; write it anew with -Dyamori.docs.write=true")
                .isEqualTo(page());
    }

    @Test
    void everyKey_isSpelledOnceAndListed() throws IOException {
        List<String> declared = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = DECLARED.matcher(Files.readString(file));
                while (matcher.find()) {
                    declared.add(matcher.group(1));
                }
            }
        }
        assertThat(declared).containsExactlyInAnyOrderElementsOf(options().keySet());
    }

    @Test
    void everyKey_namesStageRoomAndWord() {
        assertThat(options().keySet())
                .isNotEmpty()
                .allMatch(key -> NAME.matcher(key).matches());
    }

    @Test
    void everyOption_isExplainedInASentence() {
        assertThat(options().values())
                .allSatisfy(option -> assertThat(sentence(option))
                        .as(option.key())
                        .matches("[A-Z].*\\.")
                        .hasSizeGreaterThan(20));
    }

    private static Map<String, ConfigOption<?>> options() {
        Map<String, ConfigOption<?>> all = new TreeMap<>();
        JOBS.values().forEach(options -> options.forEach(option -> all.put(option.key(), option)));
        return all;
    }

    private static String page() {
        StringBuilder text = new StringBuilder("# Options of the jobs\n\n")
                .append("Generated from the code; do not edit. On a job's command line as `--key value`,")
                .append(" in `./yamori analyze` as `--set key=value`.\n\n")
                .append("| option | job | type | default | meaning |\n|---|---|---|---|---|\n");
        options()
                .forEach((key, option) -> text.append("| `")
                        .append(key)
                        .append("` | ")
                        .append(String.join(
                                ", ",
                                Stream.of("detect", "index", "notify")
                                        .filter(job -> JOBS.getOrDefault(job, List.of())
                                                .contains(option))
                                        .toList()))
                        .append(" | ")
                        .append(type(option))
                        .append(" | ")
                        .append(standard(option))
                        .append(" | ")
                        .append(sentence(option).replace("|", "\\|"))
                        .append(" |\n"));
        return text.toString();
    }

    private static String sentence(ConfigOption<?> option) {
        return new HtmlFormatter()
                .format(option.description())
                .replace("&lt;", "<")
                .replace("&gt;", ">");
    }

    private static String type(ConfigOption<?> option) {
        Object value = option.defaultValue();
        return switch (value == null ? "" : value.getClass().getSimpleName()) {
            case "Integer", "Long" -> "whole number";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Boolean" -> "true or false";
            default -> "text";
        };
    }

    private static String standard(ConfigOption<?> option) {
        Object value = option.defaultValue();
        if (value == null) {
            return "must be given";
        }
        if (value instanceof Duration duration) {
            return '`' + org.apache.flink.util.TimeUtils.formatWithHighestUnit(duration) + '`';
        }
        String text = String.valueOf(value);
        return text.isEmpty() ? "none" : '`' + text + '`';
    }
}
