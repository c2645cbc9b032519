package org.yamori.sensor.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** A secret that all sensors of an installation share, so that nobody else can look up payloads by their hashes. */
public final class PayloadKey {
    private static final int LEAST_BYTES = 16;
    /** A block of SHA-256. */
    private static final int MOST_BYTES = 64;

    private static final String ALLOWED =
            "allowed: one line of 32 to 128 hexadecimal digits, as from" + " 'openssl rand -hex 32'";

    private final byte[] key;

    private PayloadKey(byte[] key) {
        this.key = key;
    }

    /** The key of 16 to 64 bytes that hexadecimal digits spell; what they are is in no message. */
    public static PayloadKey parse(String digits) {
        boolean hexadecimal = digits.chars().allMatch(HexFormat::isHexDigit);
        if (!hexadecimal || digits.length() % 2 != 0) {
            throw new IllegalArgumentException("a payload key is an even number of hexadecimal digits; " + ALLOWED);
        }
        int bytes = digits.length() / 2;
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("a payload key of " + digits.length() + " digits; " + ALLOWED);
        }
        return new PayloadKey(HexFormat.of().parseHex(digits));
    }

    /** The key in a file, blanks and line ends around it left out. */
    public static PayloadKey read(Path file) throws IOException {
        try {
            if (Files.size(file) > 4 * MOST_BYTES) {
                throw new IOException(file + ": is too long for a payload key; " + ALLOWED);
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException missing) {
            throw new IOException(file + ": there is no such file", missing);
        } catch (IllegalArgumentException wrong) {
            throw new IOException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    byte[] blockWith(byte constant) {
        byte[] block = Arrays.copyOf(key, MOST_BYTES);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= constant;
        }
        return block;
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "payload key of " + key.length + " bytes";
    }
}
