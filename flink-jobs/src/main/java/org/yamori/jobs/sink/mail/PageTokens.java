package org.yamori.jobs.sink.mail;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Each organisation's part of the links to its pages: who has one can read the pages of this organisation and of no
 * other. It is an HMAC-SHA-256 of the organisation's name.
 */
final class PageTokens {
    private static final int LEAST_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    PageTokens(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    MailOptions.KEY_FILE.key() + " must hold " + LEAST_BYTES + " bytes or more, has " + secret.length);
        }
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** 43 letters, digits, '-' and '_'. */
    String of(String organisation) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal(("organisation\n" + organisation).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
