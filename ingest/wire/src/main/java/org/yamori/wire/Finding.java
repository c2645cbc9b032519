package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One revision of something found, as a JSON document in the names of the Elastic Common Schema.
 *
 * @param kind word of the finding's kind, for example {@code traffic}
 * @param id what stays the same over all revisions
 * @param revision grows from 1; readers keep the largest
 * @param anchorMicros event time of the id, which also chooses the index
 * @param json the document, UTF-8, one line
 */
public record Finding(String kind, String id, long revision, long anchorMicros, byte[] json) {
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Finding::sha256);

    public Finding {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, was " + revision);
        }
    }

    /** First 128 bits of SHA-256 over {@code kind \n key \n resolution \n anchor}, in hexadecimal. */
    public static String id(String kind, String key, String resolution, long anchorMicros) {
        String text = kind + '\n' + key + '\n' + resolution + '\n' + anchorMicros;
        byte[] digest = SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
