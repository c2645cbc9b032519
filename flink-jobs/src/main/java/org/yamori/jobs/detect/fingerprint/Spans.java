package org.yamori.jobs.detect.fingerprint;

/** Smallest and largest values side by side in a long, unsigned, the smallest first. */
final class Spans {
    private Spans() {}

    /** Of two spans of ints one over both. */
    static long ofInts(long a, long b) {
        long smallest = Math.min(a >>> 32, b >>> 32);
        long largest = Math.max(a & 0xffffffffL, b & 0xffffffffL);
        return smallest << 32 | largest;
    }

    /** Of two pairs of spans of shorts one over both each. */
    static long ofShorts(long a, long b) {
        if (a == b) {
            return a;
        }
        return Math.min(a >>> 48, b >>> 48) << 48
                | Math.max(a >>> 32 & 0xffff, b >>> 32 & 0xffff) << 32
                | Math.min(a >>> 16 & 0xffff, b >>> 16 & 0xffff) << 16
                | Math.max(a & 0xffff, b & 0xffff);
    }

    /** Whether smallest and largest are the same. */
    static boolean isOneInt(long span) {
        return span >>> 32 == (span & 0xffffffffL);
    }

    /** The same of the first of two spans of shorts. */
    static boolean isFirstOneShort(long spans) {
        return spans >>> 48 == (spans >>> 32 & 0xffff);
    }

    static boolean isSecondOneShort(long spans) {
        return (spans >>> 16 & 0xffff) == (spans & 0xffff);
    }
}
