package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a host's packets are an alert; 0 and {@link Beginning#UNSAID} where nothing is said.
 *
 * @param unitMicros how long one alert counts
 * @param unitBegins with what a unit begins
 * @param windowMicros within how long {@code count} packets are urgent
 * @param count how many packets are urgent
 * @param quietMicros how long a host must be silent to be new again
 */
public record AlertThresholds(long unitMicros, Beginning unitBegins, long windowMicros, int count, long quietMicros)
        implements Serializable {
    /** Nothing is said: what stands above holds. */
    public static final AlertThresholds NONE = new AlertThresholds(0, Beginning.UNSAID, 0, 0, 0);

    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int LEAST_COUNT = 2;
    private static final int MOST_COUNT = 1_000_000;

    /** With what a unit begins. */
    public enum Beginning {
        UNSAID,
        /** A host's first packet. */
        FIRST_PACKET,
        /** Full hours, or whatever the unit is, since 1970. */
        CLOCK;

        private static final Beginning[] SAID = {FIRST_PACKET, CLOCK};

        /** As it is written in JSON. */
        public String word() {
            return Names.word(this);
        }

        static Beginning of(String word) {
            return Names.choice("a unit's beginning", SAID, word);
        }
    }

    static final List<JsonKey> KEYS = List.of(
            JsonKey.optional("unit", "a length of time, 1m to 7d", "how long one alert counts"),
            JsonKey.optional("unitBegins", "one of " + Names.words(Beginning.SAID), "with what a unit begins"),
            JsonKey.optional("window", "a length of time, 1s to 1h", "within how long `count` packets are urgent"),
            JsonKey.optional("count", "a whole number, 2 to 1000000", "how many packets of a host are urgent"),
            JsonKey.optional("quiet", "a length of time, 1m to 30d", "how long a host is silent to be new again"));

    public AlertThresholds {
        within("unit", unitMicros, MINUTE, 7 * DAY);
        within("window", windowMicros, SECOND, HOUR);
        within("quiet", quietMicros, MINUTE, 30 * DAY);
        if (count != 0 && (count < LEAST_COUNT || count > MOST_COUNT)) {
            throw new IllegalArgumentException("count is " + LEAST_COUNT + " to " + MOST_COUNT + ", was " + count);
        }
    }

    /** Nothing, or within bounds. */
    private static void within(String key, long micros, long least, long most) {
        if (micros != 0) {
            requireWithin(key, micros, least, most);
        }
    }

    private static long requireWithin(String key, long micros, long least, long most) {
        if (micros < least || micros > most) {
            throw new IllegalArgumentException(key + " is " + Span.text(least) + " to " + Span.text(most) + ", was "
                    + (micros < 0 ? micros + " microseconds" : Span.text(micros)));
        }
        return micros;
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** These, and what they do not say as the others say it. */
    public AlertThresholds orElse(AlertThresholds defaults) {
        return new AlertThresholds(
                unitMicros == 0 ? defaults.unitMicros : unitMicros,
                unitBegins == Beginning.UNSAID ? defaults.unitBegins : unitBegins,
                windowMicros == 0 ? defaults.windowMicros : windowMicros,
                count == 0 ? defaults.count : count,
                quietMicros == 0 ? defaults.quietMicros : quietMicros);
    }

    AlertThresholds withUnitBegins(Beginning beginning) {
        return new AlertThresholds(unitMicros, beginning, windowMicros, count, quietMicros);
    }

    /** What is said, as it is written. */
    public String words() {
        StringBuilder words = new StringBuilder();
        toNode().properties()
                .forEach(field -> words.append(words.isEmpty() ? "" : ", ")
                        .append(field.getKey())
                        .append(' ')
                        .append(field.getValue().asText()));
        return words.toString();
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object();
        put(node, "unit", unitMicros);
        if (unitBegins != Beginning.UNSAID) {
            node.put("unitBegins", unitBegins.word());
        }
        put(node, "window", windowMicros);
        if (count != 0) {
            node.put("count", count);
        }
        put(node, "quiet", quietMicros);
        return node;
    }

    private static void put(ObjectNode node, String key, long micros) {
        if (micros != 0) {
            node.put(key, Span.text(micros));
        }
    }

    static @Nullable AlertThresholds read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        long unit = span(fields, "unit", MINUTE, 7 * DAY);
        Beginning begins = fields.parsed("unitBegins", Beginning.UNSAID, Beginning::of);
        long window = span(fields, "window", SECOND, HOUR);
        int count = (int) fields.wholeNumber("count", LEAST_COUNT, MOST_COUNT, 0);
        long quiet = span(fields, "quiet", MINUTE, 30 * DAY);
        return fields.build(() -> new AlertThresholds(unit, begins, window, count, quiet));
    }

    private static long span(Fields fields, String key, long least, long most) {
        return fields.parsed(key, 0L, text -> requireWithin(key, Span.parse(text), least, most));
    }
}
