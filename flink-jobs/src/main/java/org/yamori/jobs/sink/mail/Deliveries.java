package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Finding;

/** Writes findings of the kind {@code delivery}: what became of a letter. */
final class Deliveries {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String KIND = "delivery";
    private static final String VERSION = "1";
    private static final double SECOND = 1_000.0;
    private static final long MILLI = 1_000;

    private Deliveries() {}

    static Finding sent(Letter letter, long nowMillis) {
        return finding(letter, null, nowMillis);
    }

    static Finding refused(Letter letter, String reason, long nowMillis) {
        return finding(letter, reason, nowMillis);
    }

    private static Finding finding(Letter letter, @Nullable String refusal, long nowMillis) {
        String id = Finding.id(KIND, letter.messageId(), "", nowMillis * MILLI);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            String time = Instant.ofEpochMilli(nowMillis).toString();
            out.writeStartObject();
            out.writeStringField("@timestamp", time);
            out.writeObjectFieldStart("event");
            out.writeStringField("kind", "event");
            out.writeStringField("module", "yamori");
            out.writeStringField("dataset", "yamori." + KIND);
            out.writeEndObject();
            out.writeStringField(
                    "message",
                    (refusal == null ? "mail to " : "no mail to ") + letter.recipient() + ": " + letter.subject());
            out.writeObjectFieldStart("organization");
            texts(out, "name", letter.content().organisations());
            out.writeEndObject();
            out.writeObjectFieldStart("yamori");
            out.writeStringField("disposition", refusal == null ? "sent" : "refused: " + refusal);
            out.writeObjectFieldStart(KIND);
            out.writeStringField("channel", "mail");
            out.writeStringField("about", letter.about());
            out.writeStringField("recipient", letter.recipient());
            out.writeStringField("language", letter.language());
            out.writeStringField("message_id", letter.messageId());
            out.writeStringField("subject", letter.subject());
            out.writeStringField("state", refusal == null ? "sent" : "refused");
            if (refusal != null) {
                out.writeStringField("reason", refusal);
            }
            out.writeObjectFieldStart("alerts");
            for (AlertKind kind : AlertKind.values()) {
                out.writeNumberField(kind.word(), letter.content().alerts()[kind.ordinal()]);
            }
            out.writeEndObject();
            out.writeNumberField("muted", letter.content().muted());
            texts(out, "cases", letter.content().cases());
            if (letter.content().oldestMillis() > 0) {
                out.writeStringField(
                        "oldest",
                        Instant.ofEpochMilli(letter.content().oldestMillis()).toString());
                out.writeNumberField(
                        "age_seconds", (nowMillis - letter.content().oldestMillis()) / SECOND);
            }
            out.writeEndObject();
            out.writeObjectFieldStart("finding");
            out.writeStringField("kind", KIND);
            out.writeStringField("id", id);
            out.writeNumberField("revision", 1);
            out.writeStringField("anchor", time);
            out.writeEndObject();
            out.writeObjectFieldStart("rules");
            out.writeStringField("version", VERSION);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Finding(KIND, id, 1, nowMillis * MILLI, bytes.toByteArray());
    }

    private static void texts(JsonGenerator out, String name, String[] texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
