package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.yamori.wire.Finding;

/** What all documents of this room say in the same words. */
final class DocumentFrame {
    static final String KIND = "fingerprint";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final ZoneId zone;
    private final String rulesVersion;

    DocumentFrame(FingerprintRules rules) {
        zone = rules.zone();
        rulesVersion = rules.version();
    }

    /**
     * What a document is about.
     *
     * @param happened whether it is something that happened, and no count of a window
     * @param topic the breakdown of a count; of something that happened, what
     */
    record Subject(
            Resolution resolution,
            long startMicros,
            long endMicros,
            long revision,
            boolean happened,
            String topic,
            String key) {}

    /** Writes fields into an object that is open. */
    interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * The document.
     *
     * @param ecs fields that the Elastic Common Schema has a name for
     * @param ours fields under {@code yamori}
     */
    Finding finding(Subject subject, Body ecs, Body ours) {
        String id = Finding.id(KIND, subject.topic + '|' + subject.key, subject.resolution.word(), subject.startMicros);
        bytes.reset();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("@timestamp", text(subject.startMicros));
            out.writeObjectFieldStart("event");
            out.writeStringField("kind", subject.happened ? "event" : "metric");
            if (subject.happened) {
                out.writeStringField("action", subject.topic);
            }
            out.writeStringField("module", "yamori");
            out.writeStringField("dataset", "yamori.fingerprint");
            out.writeEndObject();
            ecs.write(out);
            out.writeObjectFieldStart("yamori");
            writeIdentity(out, subject, id);
            ours.write(out);
            out.writeStringField("disposition", "not paged: fingerprints are a board");
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Finding(KIND, id, subject.revision, subject.startMicros, bytes.toByteArray());
    }

    private void writeIdentity(JsonGenerator out, Subject subject, String id) throws IOException {
        out.writeObjectFieldStart("finding");
        out.writeStringField("kind", KIND);
        out.writeStringField("id", id);
        out.writeNumberField("revision", subject.revision);
        out.writeStringField("anchor", MICROS.format(Resolution.instant(subject.startMicros)));
        out.writeEndObject();
        out.writeObjectFieldStart("rules");
        out.writeStringField("version", rulesVersion);
        out.writeEndObject();
        out.writeObjectFieldStart("window");
        out.writeStringField("resolution", subject.resolution.word());
        out.writeStringField("start", text(subject.startMicros));
        out.writeStringField("end", text(subject.endMicros));
        out.writeStringField("local", local(subject.startMicros));
        out.writeEndObject();
        if (!subject.happened) {
            out.writeStringField("breakdown", subject.topic);
        }
        out.writeStringField("key", subject.key);
    }

    private static String text(long micros) {
        return Resolution.instant(micros).toString();
    }

    /** The time with the offset of the rules' zone. */
    String local(long micros) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Resolution.instant(micros).atZone(zone));
    }

    /** The date in the rules' zone. */
    String date(long micros) {
        return Resolution.instant(micros).atZone(zone).toLocalDate().toString();
    }

    /** A share, rounded to six digits; 0 of nothing. */
    static BigDecimal share(long part, long whole) {
        return BigDecimal.valueOf(whole == 0 ? 0 : (part * 1_000_000 + whole / 2) / whole, 6);
    }
}
