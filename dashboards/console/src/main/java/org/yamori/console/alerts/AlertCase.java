package org.yamori.console.alerts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.yamori.wire.Decision;

/**
 * What a page is about, as the file beside it says.
 *
 * @param subject what an answer decides about
 * @param source the host
 * @param language of the page
 */
public record AlertCase(Decision.Subject subject, String source, Language language) {
    private static final String KIND = "alert";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the file beside a page; keys that nobody here needs are left alone. */
    static AlertCase read(byte[] json, String caseId) throws IOException {
        try {
            JsonNode document = JSON.readTree(json);
            String source = text(document, "source");
            if (!text(document, "case").equals(caseId)) {
                throw new IOException("it is about another case, '" + text(document, "case") + "'");
            }
            if (!text(document, "kind").equals(KIND)) {
                throw new IOException("it is about a finding of kind '" + text(document, "kind") + "'");
            }
            return new AlertCase(
                    new Decision.Subject(
                            text(document, "finding"),
                            KIND,
                            micros(text(document, "anchor")),
                            text(document, "organisation")),
                    source,
                    Language.of(document.path("language").asText()));
        } catch (JacksonException broken) {
            throw new IOException("it is no JSON: " + broken.getOriginalMessage(), broken);
        } catch (IllegalArgumentException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private static long micros(String anchor) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(anchor));
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "its anchor is a time like 2011-01-18T10:00:00Z, was '" + anchor + "'", notATime);
        }
    }

    private static String text(JsonNode document, String key) throws IOException {
        String text = document.path(key).asText();
        if (text.isEmpty()) {
            throw new IOException("it has no '" + key + "'");
        }
        return text;
    }
}
