package org.yamori.sensor.parse;

import org.jspecify.annotations.Nullable;

/**
 * The options of a SYN as a short text: kinds in order joined by dots, MSS, window scale, for example
 * {@code 2.4.8.1.3/1460/7}; {@code /-/-} for a SYN without options.
 *
 * <p>A kind whose length is wrong or was cut off by the snapshot length ends the list with an exclamation mark. Texts
 * are remembered in 4,096 places found by a hash of the option bytes, so that the few hundred combinations of real
 * traffic build no text per packet; who invents options evicts, and costs time but no memory.
 */
final class SynOptions {
    private static final int PLACES = 4096;
    private static final String NONE = "/-/-";

    private final byte[] @Nullable [] keys = new byte[PLACES][];
    private final String[] texts = new String[PLACES];

    /**
     * Text of the options in the given bytes.
     *
     * @param end where the captured bytes end
     * @param claimedEnd where the header says that the options end
     */
    String text(byte[] bytes, int firstOption, int end, int claimedEnd) {
        if (claimedEnd <= firstOption) {
            return NONE;
        }
        int start = Math.min(firstOption, end);
        int length = end - start;
        boolean cut = end < claimedEnd;
        long hash = cut ? 1 : 0;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[start + i]) * 0x9E3779B97F4A7C15L;
        }
        int place = (int) (hash >>> 52);
        byte[] known = keys[place];
        if (known != null && isKey(known, bytes, start, length, cut)) {
            return texts[place];
        }
        byte[] key = new byte[length + 1];
        System.arraycopy(bytes, start, key, 0, length);
        key[length] = (byte) (cut ? 1 : 0);
        keys[place] = key;
        texts[place] = spell(bytes, start, start + length, cut);
        return texts[place];
    }

    private static boolean isKey(byte[] key, byte[] bytes, int start, int length, boolean cut) {
        if (key.length != length + 1 || key[length] != (cut ? 1 : 0)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private static String spell(byte[] bytes, int start, int end, boolean cut) {
        StringBuilder kinds = new StringBuilder();
        String segmentSize = "-";
        String windowScale = "-";
        boolean broken = cut;
        int at = start;
        while (at < end) {
            int kind = bytes[at] & 0xff;
            kinds.append(kinds.isEmpty() ? "" : ".").append(kind);
            if (kind == 0) {
                broken = false;
                break;
            }
            if (kind == 1) {
                at++;
                continue;
            }
            int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > end) {
                broken = true;
                break;
            }
            if (kind == 2 && length == 4) {
                segmentSize = String.valueOf(BigEndian.unsignedShort(bytes, at + 2));
            } else if (kind == 3 && length == 3) {
                windowScale = String.valueOf(bytes[at + 2] & 0xff);
            }
            at += length;
        }
        return kinds.append(broken ? "!/" : "/")
                .append(segmentSize)
                .append('/')
                .append(windowScale)
                .toString();
    }
}
