package org.yamori.sensor.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and instants as they are written in a scenario. */
final class Times {
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Times() {}

    static Duration parseDuration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        long millis = 0;
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                throw new IllegalArgumentException(text);
            }
            long unit = UNIT_MILLIS.getOrDefault(part.group(2), 0L);
            millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(part.group(1)), unit));
            at = part.end();
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return Duration.ofMillis(millis);
    }

    /** A duration in the words of a scenario. */
    static String shown(Duration duration) {
        StringBuilder text = new StringBuilder();
        long[] values = {duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()};
        String[] units = {"d", "h", "m", "s"};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                text.append(values[i]).append(units[i]);
            }
        }
        if (duration.toMillisPart() != 0) {
            text.append(duration.toMillisPart()).append("ms");
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    static Instant parseInstant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
