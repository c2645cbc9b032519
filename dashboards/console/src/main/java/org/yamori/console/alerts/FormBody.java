package org.yamori.console.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** What a browser sends of a form: fields and their values, as {@code application/x-www-form-urlencoded}. */
public final class FormBody {
    public static final String TYPE = "application/x-www-form-urlencoded";
    public static final int MOST_BYTES = 32 << 10;

    private FormBody() {}

    /** All bytes there are; nothing if there are too many, of which no more is read than that takes to know. */
    public static Optional<byte[]> read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        return bytes.length > MOST_BYTES ? Optional.empty() : Optional.of(bytes);
    }

    /**
     * The values of each field.
     *
     * @throws IllegalArgumentException where a '%' is not followed by two hexadecimal digits
     */
    public static Map<String, List<String>> fields(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : new String(body, US_ASCII).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.computeIfAbsent(decoded(pair.substring(0, equals)), unseen -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
