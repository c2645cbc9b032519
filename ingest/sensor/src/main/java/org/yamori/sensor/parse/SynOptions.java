package org.yamori.sensor.parse;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The options of a SYN as a short text: kinds in order joined by dots, MSS, window scale, for example
 * {@code 2.4.8.1.3/1460/7}; {@code /-/-} for a SYN without options.
 *
 * <p>A kind whose length is wrong or was cut off by the snapshot length ends the list with an exclamation mark. Texts
 * are remembered in 4,096 places found by a hash of what they say, so that the few hundred combinations of real traffic
 * build no text per packet, whatever their time stamps are; who invents options evicts, and costs time but no memory.
 */
final class SynOptions {
    private static final int PLACES = 4096;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final String NONE = "/-/-";
    private static final int ABSENT = -1;

    private static final int MOST_OPTION_BYTES = 40;

    private final byte[] @Nullable [] keys = new byte[PLACES][];
    private final long[] values = new long[PLACES];
    private final String[] texts = new String[PLACES];

    /* What the options of one SYN say. */
    private final byte[] kinds = new byte[MOST_OPTION_BYTES];
    private int count;
    private boolean broken;
    private int segmentSize;
    private int windowScale;

    /**
     * Text of the options in the given bytes.
     *
     * @param end where the captured bytes end
     * @param claimedEnd where the header says that the options end, at most 40 bytes after the first
     */
    String text(byte[] bytes, int firstOption, int end, int claimedEnd) {
        if (claimedEnd <= firstOption) {
            return NONE;
        }
        read(bytes, Math.min(firstOption, end), end, end < claimedEnd);
        long value = (long) segmentSize << 32 | (windowScale & 0xffffL) << 1 | (broken ? 1 : 0);
        long hash = value * MULTIPLIER;
        for (int i = 0; i < count; i++) {
            hash = (hash ^ kinds[i]) * MULTIPLIER;
        }
        int place = (int) (hash >>> 52);
        byte[] known = keys[place];
        if (known == null || values[place] != value || !Arrays.equals(known, 0, known.length, kinds, 0, count)) {
            keys[place] = Arrays.copyOf(kinds, count);
            values[place] = value;
            texts[place] = spell();
        }
        return texts[place];
    }

    private void read(byte[] bytes, int start, int end, boolean cut) {
        count = 0;
        broken = cut;
        segmentSize = ABSENT;
        windowScale = ABSENT;
        for (int at = start; at < end; ) {
            int kind = bytes[at] & 0xff;
            kinds[count++] = (byte) kind;
            if (kind == 0) {
                broken = false;
                return;
            }
            if (kind == 1) {
                at++;
                continue;
            }
            int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > end) {
                broken = true;
                return;
            }
            if (kind == 2 && length == 4) {
                segmentSize = BigEndian.unsignedShort(bytes, at + 2);
            } else if (kind == 3 && length == 3) {
                windowScale = bytes[at + 2] & 0xff;
            }
            at += length;
        }
    }

    private String spell() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ".").append(kinds[i] & 0xff);
        }
        return text.append(broken ? "!/" : "/")
                .append(segmentSize == ABSENT ? "-" : String.valueOf(segmentSize))
                .append('/')
                .append(windowScale == ABSENT ? "-" : String.valueOf(windowScale))
                .toString();
    }
}
