package org.yamori.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time in microseconds and their texts. */
final class Span {
    private static final long SECOND = 1_000_000;
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final long[] UNIT_MICROS = {86_400 * SECOND, 3_600 * SECOND, 60 * SECOND, SECOND, 1000};

    private Span() {}

    /** Reads {@code 1h}, {@code 90s}, {@code 1d12h} or {@code PT1H}. */
    static long parse(String text) {
        if (text.startsWith("PT") || text.startsWith("P")) {
            try {
                Duration duration = Duration.parse(text);
                return Math.addExact(
                        Math.multiplyExact(duration.getSeconds(), SECOND), (long) duration.getNano() / 1000);
            } catch (DateTimeException | ArithmeticException notADuration) {
                throw refused(text);
            }
        }
        Matcher part = PART.matcher(text);
        long micros = 0;
        int at = 0;
        while (part.find() && part.start() == at) {
            try {
                micros = Math.addExact(micros, Math.multiplyExact(Long.parseLong(part.group(1)), unit(part.group(2))));
            } catch (ArithmeticException tooLong) {
                throw refused(text);
            }
            at = part.end();
        }
        if (text.isEmpty() || at != text.length()) {
            throw refused(text);
        }
        return micros;
    }

    private static long unit(String name) {
        int unit = 0;
        while (!UNITS[unit].equals(name)) {
            unit++;
        }
        return UNIT_MICROS[unit];
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "a length of time is like 60s, 1h, 1d12h or PT1H, was '" + BlockHeader.clip(text) + "'");
    }

    /** The shortest form that {@link #parse} reads. */
    static String text(long micros) {
        StringBuilder text = new StringBuilder();
        long rest = micros;
        for (int i = 0; i < UNITS.length; i++) {
            if (rest >= UNIT_MICROS[i]) {
                text.append(rest / UNIT_MICROS[i]).append(UNITS[i]);
                rest %= UNIT_MICROS[i];
            }
        }
        if (micros == 0) {
            return "0s";
        }
        return rest != 0
                ? Duration.ofSeconds(micros / SECOND, micros % SECOND * 1000).toString()
                : text.toString();
    }
}
