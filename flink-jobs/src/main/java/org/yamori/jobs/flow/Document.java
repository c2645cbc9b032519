package org.yamori.jobs.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.yamori.wire.Finding;

/**
 * A finding's document: what every room says in the same words, around what it says itself. Equal contents give equal
 * bytes.
 */
public record Document(String kind, String id, long revision, long anchorMicros) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Writes fields into an object that is open. */
    public interface Part {
        void write(JsonGenerator out) throws IOException;
    }

    /** The document of a finding that is known by its kind, key, resolution and anchor. */
    public static Document of(String kind, String key, String resolution, long anchorMicros, long revision) {
        return new Document(kind, Finding.id(kind, key, resolution, anchorMicros), revision, anchorMicros);
    }

    /**
     * The finding.
     *
     * @param event kind of the event
     * @param common fields that the Elastic Common Schema has a name for
     * @param own fields under {@code yamori}
     */
    public Finding write(String event, Part common, Part own) {
        return write(
                out -> {
                    out.writeStringField("kind", event);
                    writeDataset(out);
                },
                common,
                own);
    }

    /**
     * The finding, whose event says more.
     *
     * @param event fields of the event, its kind and its dataset among them
     */
    public Finding write(Part event, Part common, Part own) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("@timestamp", time(anchorMicros));
            out.writeObjectFieldStart("event");
            event.write(out);
            out.writeEndObject();
            common.write(out);
            out.writeObjectFieldStart("yamori");
            own.write(out);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Finding(kind, id, revision, anchorMicros, bytes.toByteArray());
    }

    /** Whose event it is and of what kind of finding. */
    public void writeDataset(JsonGenerator out) throws IOException {
        out.writeStringField("module", "yamori");
        out.writeStringField("dataset", "yamori." + kind);
    }

    /** Which revision of what. */
    public void writeIdentity(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("finding");
        out.writeStringField("kind", kind);
        out.writeStringField("id", id);
        out.writeNumberField("revision", revision);
        out.writeStringField("anchor", MICROS.format(instant(anchorMicros)));
        out.writeEndObject();
    }

    /** The same, and the rules by which it was found. */
    public void writeIdentity(JsonGenerator out, String rulesVersion) throws IOException {
        writeIdentity(out);
        out.writeObjectFieldStart("rules");
        out.writeStringField("version", rulesVersion);
        out.writeEndObject();
    }

    public static String time(long micros) {
        return instant(micros).toString();
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
