package org.yamori.sensor.signature;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What stands for a payload, which itself is never kept: the first 64 bits of its SHA-256, or with a key of its
 * HMAC-SHA-256 (RFC 2104). Equal payloads have equal hashes wherever the key is the same. Allocates nothing per
 * payload. Not for use by several threads.
 */
public final class PayloadHash {
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest sha256;
    private final byte[] digest = new byte[32];
    /** The key with each of the two constants, a block of SHA-256 long, or empty. */
    private final byte[] inner;

    private final byte[] outer;

    private PayloadHash(byte[] inner, byte[] outer) {
        this.inner = inner;
        this.outer = outer;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    public static PayloadHash plain() {
        return new PayloadHash(new byte[0], new byte[0]);
    }

    public static PayloadHash keyed(PayloadKey key) {
        return new PayloadHash(key.blockWith(INNER), key.blockWith(OUTER));
    }

    /** The hash of some bytes. */
    public long of(byte[] bytes, int at, int length) {
        try {
            sha256.update(inner);
            sha256.update(bytes, at, length);
            sha256.digest(digest, 0, digest.length);
            if (outer.length > 0) {
                sha256.update(outer);
                sha256.update(digest);
                sha256.digest(digest, 0, digest.length);
            }
        } catch (DigestException theArrayIsLongEnough) {
            throw new IllegalStateException(theArrayIsLongEnough);
        }
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | (digest[i] & 0xff);
        }
        return first;
    }
}
