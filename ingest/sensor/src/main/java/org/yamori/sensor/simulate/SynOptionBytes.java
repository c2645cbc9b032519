package org.yamori.sensor.simulate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * TCP options of a SYN out of their text {@code kinds joined by '.' / MSS or '-' / window scale or '-'}, such as
 * {@code 2.4.8.1.3/1460/7}: MSS, SACK permitted, timestamps, a no-operation, window scale.
 */
final class SynOptionBytes {
    /** Text of a SYN that has no options. */
    static final String NONE = "/-/-";

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;
    private static final int FAST_OPEN = 34;
    private static final int MOST_BYTES = 40;
    private static final int NO_TIMESTAMPS = -1;
    /** Texts come from scenarios and captures; more than so many different ones are made anew each time. */
    private static final int MOST_KEPT = 10_000;

    private static final Map<String, SynOptionBytes> KEPT = new ConcurrentHashMap<>();

    private final byte[] encoded;
    /** Where the four bytes of the sender's clock go. */
    private final int clockAt;

    private SynOptionBytes(byte[] encoded, int clockAt) {
        this.encoded = encoded;
        this.clockAt = clockAt;
    }

    /** Bytes of the options, a multiple of four. */
    static int bytes(String text) {
        return text.isEmpty() ? 0 : of(text).encoded.length;
    }

    static SynOptionBytes of(String text) {
        SynOptionBytes known = KEPT.get(text);
        if (known == null) {
            known = encode(text);
            if (KEPT.size() < MOST_KEPT) {
                KEPT.put(text, known);
            }
        }
        return known;
    }

    int write(byte[] to, int at, int clock) {
        System.arraycopy(encoded, 0, to, at, encoded.length);
        if (clockAt != NO_TIMESTAMPS) {
            Frames.putInteger(to, at + clockAt, clock);
        }
        return at + encoded.length;
    }

    private static SynOptionBytes encode(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw bad(text, "three parts with '/' between them");
        }
        byte[] bytes = new byte[MOST_BYTES + 12];
        int at = 0;
        int clockAt = NO_TIMESTAMPS;
        for (String word : parts[0].isEmpty() ? new String[0] : parts[0].split("\\.", -1)) {
            int kind = number(text, word, 255);
            bytes[at] = (byte) kind;
            int length = switch (kind) {
                case END, NO_OPERATION -> 1;
                case SACK_PERMITTED, FAST_OPEN -> 2;
                case WINDOW_SCALE -> 3;
                case MSS -> 4;
                case TIMESTAMPS -> 10;
                default -> throw bad(text, "the kinds 0, 1, 2, 3, 4, 8 and 34");
            };
            if (length > 1) {
                bytes[at + 1] = (byte) length;
            }
            if (kind == MSS) {
                Frames.putShort(bytes, at + 2, number(text, parts[1], 0xffff));
            } else if (kind == WINDOW_SCALE) {
                bytes[at + 2] = (byte) number(text, parts[2], 255);
            } else if (kind == TIMESTAMPS) {
                clockAt = at + 2;
            }
            at += length;
            if (at > MOST_BYTES) {
                throw bad(text, "at most 40 bytes of options");
            }
        }
        byte[] encoded = new byte[(at + 3) & ~3];
        System.arraycopy(bytes, 0, encoded, 0, at);
        return new SynOptionBytes(encoded, clockAt);
    }

    private static int number(String text, String word, int most) {
        if (!word.matches("[0-9]{1,5}") || Integer.parseInt(word) > most) {
            throw bad(text, "numbers of 0 to " + most + " there, not '" + word + "'");
        }
        return Integer.parseInt(word);
    }

    private static IllegalArgumentException bad(String text, String allowed) {
        return new IllegalArgumentException("SYN options are kinds/MSS/scale such as 2.4.8.1.3/1460/7; allowed: "
                + allowed + ", was '" + text + "'");
    }
}
