package org.yamori.sensor.simulate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The payload hash as sensors make it: the first 64 bits of the SHA-256; most simulated payloads are zeros. */
final class ZeroPayload {
    static final int LONGEST = 1_472;
    private static final long[] HASHES = hashes();

    private ZeroPayload() {}

    /** The hash of so many zeros, 0 of none. */
    static long hash(int length) {
        return HASHES[length];
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256, this one has not", missing);
        }
    }

    static long firstBits(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    private static long[] hashes() {
        MessageDigest sha256 = sha256();
        long[] hashes = new long[LONGEST + 1];
        byte[] zeros = new byte[LONGEST];
        for (int length = 1; length <= LONGEST; length++) {
            sha256.update(zeros, 0, length);
            hashes[length] = firstBits(sha256.digest());
        }
        return hashes;
    }
}
