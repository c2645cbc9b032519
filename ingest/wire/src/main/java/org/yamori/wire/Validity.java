package org.yamori.wire;

import java.io.Serializable;

/**
 * The time during which an entry of the registry holds, in microseconds; the end is no longer part of it.
 *
 * @param fromMicros the first moment, or {@link Long#MIN_VALUE} for always before
 * @param toMicros the first moment after, or {@link Long#MAX_VALUE} for ever after
 */
public record Validity(long fromMicros, long toMicros) implements Serializable {
    public static final Validity ALWAYS = new Validity(Long.MIN_VALUE, Long.MAX_VALUE);

    public Validity {
        if (toMicros <= fromMicros) {
            throw new IllegalArgumentException(
                    "validTo must be after validFrom " + text(fromMicros) + ", was " + text(toMicros));
        }
    }

    /** Reads {@code 2026-01-01/2026-06-30}: two days or times, of which either may be left out. */
    public static Validity parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.length() == 1) {
            throw new IllegalArgumentException(
                    "a validity is like 2026-01-01/2026-06-30, 2026-01-01/ or /2026-06-30, was '"
                            + BlockHeader.clip(text) + "'");
        }
        String from = text.substring(0, slash);
        String to = text.substring(slash + 1);
        return new Validity(
                from.isEmpty() ? Long.MIN_VALUE : Micros.parse(from), to.isEmpty() ? Long.MAX_VALUE : Micros.parse(to));
    }

    public boolean holdsAt(long timeMicros) {
        return fromMicros <= timeMicros && timeMicros < toMicros;
    }

    public boolean overlaps(Validity other) {
        return fromMicros < other.toMicros && other.fromMicros < toMicros;
    }

    private static String text(long micros) {
        return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE ? "always" : Micros.text(micros);
    }
}
