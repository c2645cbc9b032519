package org.yamori.sensor.simulate;

/**
 * A stream of random numbers that is the same on every machine: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014). It can be restarted anywhere, so that every actor has a stream of its own for
 * every second.
 */
final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    RandomStream(long seed) {
        state = seed;
    }

    void restart(long seed) {
        state = seed;
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A number from 0 up to, but not including, 1. */
    double nextUnit() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** A number from 0 up to, but not including, the bound. */
    int below(int bound) {
        return scale(next(), bound);
    }

    /** Scales the upper 32 bits to 0..bound-1. */
    static int scale(long random, int bound) {
        return (int) (((random >>> 32) * bound) >>> 32);
    }

    /** Scales the lower 32 bits to 0..bound-1: the second number out of one draw. */
    static int scaleLower(long random, int bound) {
        return (int) (((random & 0xffffffffL) * bound) >>> 32);
    }

    /** A number that depends on all bits of both: the seed of a part of a whole. */
    static long derive(long seed, long part) {
        return mix(mix(seed + GOLDEN_GAMMA) ^ (part * GOLDEN_GAMMA));
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
