package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.yamori.wire.Finding;

/** The frame that every document of this room has. */
final class FindingDocument {
    /** How keys of counts begin. */
    static final String COUNT = "overflow/";

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final String rulesVersion;

    FindingDocument(String rulesVersion) {
        this.rulesVersion = rulesVersion;
    }

    /** Which revision of what, and when that was. */
    record Identity(String kind, String key, String resolution, long anchorMicros, long endMicros, long revision) {
        /** A count beside the findings proper says nothing of the world. */
        private String event() {
            return key.startsWith(COUNT) ? "metric" : "event";
        }
    }

    /** Fills in a part. */
    interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * A document.
     *
     * @param common fields of the Elastic Common Schema
     * @param own fields under {@code yamori}
     */
    Finding write(Identity identity, Part common, Part own) {
        String id = Finding.id(identity.kind, identity.key, identity.resolution, identity.anchorMicros);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("@timestamp", text(identity.anchorMicros));
            out.writeObjectFieldStart("event");
            out.writeStringField("kind", identity.event());
            out.writeStringField("module", "yamori");
            out.writeStringField("dataset", "yamori." + identity.kind);
            out.writeStringField("start", text(identity.anchorMicros));
            out.writeStringField("end", text(identity.endMicros));
            out.writeEndObject();
            common.write(out);
            out.writeObjectFieldStart("yamori");
            out.writeObjectFieldStart("finding");
            out.writeStringField("kind", identity.kind);
            out.writeStringField("id", id);
            out.writeNumberField("revision", identity.revision);
            out.writeStringField("anchor", MICROS.format(instant(identity.anchorMicros)));
            out.writeEndObject();
            out.writeObjectFieldStart("rules");
            out.writeStringField("version", rulesVersion);
            out.writeEndObject();
            own.write(out);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Finding(identity.kind, id, identity.revision, identity.anchorMicros, bytes.toByteArray());
    }

    static String text(long micros) {
        return instant(micros).toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
