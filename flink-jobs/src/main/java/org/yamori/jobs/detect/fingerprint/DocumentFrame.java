package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/** What all documents of this room say in the same words. */
final class DocumentFrame {
    static final String KIND = "fingerprint";

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

    /**
     * The document.
     *
     * @param ecs fields that the Elastic Common Schema has a name for
     * @param ours fields under {@code yamori}
     */
    Finding finding(Subject subject, Document.Part ecs, Document.Part ours) {
        Document document = Document.of(
                KIND,
                subject.topic + '|' + subject.key,
                subject.resolution.word(),
                subject.startMicros,
                subject.revision);
        return document.write(
                out -> {
                    out.writeStringField("kind", subject.happened ? "event" : "metric");
                    if (subject.happened) {
                        out.writeStringField("action", subject.topic);
                    }
                    document.writeDataset(out);
                },
                ecs,
                out -> {
                    document.writeIdentity(out, rulesVersion);
                    writeWindow(out, subject);
                    ours.write(out);
                    out.writeStringField("disposition", "not paged: fingerprints are a board");
                });
    }

    private void writeWindow(JsonGenerator out, Subject subject) throws IOException {
        out.writeObjectFieldStart("window");
        out.writeStringField("resolution", subject.resolution.word());
        out.writeStringField("start", Document.time(subject.startMicros));
        out.writeStringField("end", Document.time(subject.endMicros));
        out.writeStringField("local", local(subject.startMicros));
        out.writeEndObject();
        if (!subject.happened) {
            out.writeStringField("breakdown", subject.topic);
        }
        out.writeStringField("key", subject.key);
    }

    /** The time with the offset of the rules' zone. */
    String local(long micros) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Document.instant(micros).atZone(zone));
    }

    /** The date in the rules' zone. */
    String date(long micros) {
        return Document.instant(micros).atZone(zone).toLocalDate().toString();
    }

    /** A share, rounded to six digits; 0 of nothing. */
    static BigDecimal share(long part, long whole) {
        return BigDecimal.valueOf(whole == 0 ? 0 : (part * 1_000_000 + whole / 2) / whole, 6);
    }
}
