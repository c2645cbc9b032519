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
