package org.yamori.sensor.signature;

import org.yamori.wire.signature.OptionLayout;
import org.yamori.wire.signature.Quirk;

/**
 * The TCP options of one SYN after the other, read as p0f 3 reads them: kinds with a fixed length are taken to have it,
 * whatever they claim, and the walk ends at what does not fit.
 */
final class SynOptionWalk {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIME_STAMPS = 8;
    private static final int LARGEST_SCALE = 14;

    private static final int OWN_TIME_ZERO = Quirk.OWN_TIME_ZERO.bit();
    private static final int PEER_TIME = Quirk.PEER_TIME.bit();
    private static final int PADDING = Quirk.PADDING.bit();
    private static final int LARGE_SCALE = Quirk.LARGE_SCALE.bit();
    private static final int BAD = Quirk.BAD_OPTIONS.bit();

    /** Kinds in their order, eight in each, the last of them in the lowest byte. */
    final long[] kinds = new long[OptionLayout.MOST / 8];

    int count;
    /** Whether the last kind is the end of the list, and how many bytes are behind it. */
    boolean ended;

    int padding;
    int segmentSize;
    int windowScale;
    int ownTime;
    int quirks;

    void read(byte[] bytes, int start, int end) {
        kinds[0] = kinds[1] = kinds[2] = 0;
        count = padding = segmentSize = windowScale = ownTime = quirks = 0;
        ended = false;
        if (start == end) {
            return;
        }
        int at = start;
        while (at < end && count < OptionLayout.MOST) {
            int kind = bytes[at++] & 0xff;
            kinds[count >> 3] = kinds[count >> 3] << 8 | kind;
            count++;
            if (kind == END) {
                end(bytes, at, end);
                return;
            }
            if (kind != NO_OPERATION) {
                int length = lengthBehind(kind, bytes, at, end);
                if (length == 0) {
                    quirks |= BAD;
                    return;
                }
                take(kind, bytes, at);
                at += length;
            }
        }
        if (at != end) {
            quirks |= BAD;
        }
    }

    int kind(int index) {
        int last = count - 1;
        int places = (index >> 3 == last >> 3 ? last & 7 : 7) - (index & 7);
        return (int) (kinds[index >> 3] >>> (places << 3)) & 0xff;
    }

    private void end(byte[] bytes, int at, int end) {
        ended = true;
        padding = end - at;
        // the very last byte may be anything
        for (int i = at; i < end - 1; i++) {
            if (bytes[i] != 0) {
                quirks |= PADDING;
                return;
            }
        }
    }

    /** Bytes behind the kind, its length byte included, or 0 where they do not fit. */
    private int lengthBehind(int kind, byte[] bytes, int at, int end) {
        int fixed = switch (kind) {
            case MSS -> 4;
            case WINDOW_SCALE -> 3;
            case SACK_PERMITTED -> 2;
            case TIME_STAMPS -> 10;
            default -> 0;
        };
        if (at >= end || at - 1 + fixed > end) {
            return 0;
        }
        int claimed = bytes[at] & 0xff;
        if (fixed > 0) {
            if (claimed != fixed) {
                quirks |= BAD;
            }
            return fixed - 1;
        }
        boolean possible = kind == SACK ? claimed >= 10 && claimed <= 34 : claimed >= 2 && claimed <= 40;
        return possible && at - 1 + claimed <= end ? claimed - 1 : 0;
    }

    private void take(int kind, byte[] bytes, int at) {
        switch (kind) {
            case MSS -> segmentSize = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
            case WINDOW_SCALE -> {
                windowScale = bytes[at + 1] & 0xff;
                if (windowScale > LARGEST_SCALE) {
                    quirks |= LARGE_SCALE;
                }
            }
            case TIME_STAMPS -> {
                ownTime = integer(bytes, at + 1);
                quirks |= (ownTime == 0 ? OWN_TIME_ZERO : 0) | (integer(bytes, at + 5) != 0 ? PEER_TIME : 0);
            }
            default -> {
                // its presence says it all
            }
        }
    }

    private static int integer(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
    }
}
