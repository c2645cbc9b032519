package org.yamori.jobs.source;

import java.util.Arrays;

/**
 * The block numbers seen lately of one (sensor, epoch, partition), as IPsec's anti-replay window: 1,024 bits and the
 * largest number. Merging two windows of the same partition gives the same as one window that saw both.
 */
public final class ReplayWindow {
    public static final int BLOCKS = 1024;
    private static final int WORDS = BLOCKS / 64;

    /** What a window says about a block number. */
    public enum Verdict {
        FRESH,
        DUPLICATE,
        /** So far behind the newest block that nobody can tell whether it was seen. */
        BEHIND
    }

    private long largest = -1;
    private final long[] seen;

    public ReplayWindow() {
        this(-1, new long[WORDS]);
    }

    public ReplayWindow(long largest, long[] seen) {
        if (seen.length != WORDS) {
            throw new IllegalArgumentException("a window has " + WORDS + " words, was " + seen.length);
        }
        this.largest = largest;
        this.seen = seen;
    }

    public Verdict accept(long block) {
        if (block <= largest - BLOCKS) {
            return Verdict.BEHIND;
        }
        if (block > largest) {
            forget(largest + 1, block);
            largest = block;
        } else if (isSet(block)) {
            return Verdict.DUPLICATE;
        }
        seen[word(block)] |= 1L << (block & 63);
        return Verdict.FRESH;
    }

    /** Whether the block was seen, for a number inside the window. */
    public boolean isSet(long block) {
        return (seen[word(block)] >>> (block & 63) & 1) != 0;
    }

    public long largest() {
        return largest;
    }

    public long[] words() {
        return seen;
    }

    void merge(ReplayWindow other) {
        if (other.largest > largest) {
            forget(largest + 1, other.largest);
            largest = other.largest;
        }
        for (int back = 0; back < BLOCKS && back <= other.largest; back++) {
            long block = other.largest - back;
            if (block > largest - BLOCKS && other.isSet(block)) {
                seen[word(block)] |= 1L << (block & 63);
            }
        }
    }

    private void forget(long from, long to) {
        if (to - from >= BLOCKS) {
            Arrays.fill(seen, 0);
            return;
        }
        int count = (int) (to - from) + 1;
        for (int i = 0; i < count; i++) {
            seen[word(from + i)] &= ~(1L << (from + i & 63));
        }
    }

    private static int word(long block) {
        return (int) (block & (BLOCKS - 1)) >>> 6;
    }
}
