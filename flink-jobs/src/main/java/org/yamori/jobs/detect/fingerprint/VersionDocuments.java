package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import org.yamori.jobs.detect.fingerprint.VersionLogic.Event;
import org.yamori.jobs.detect.fingerprint.VersionLogic.Version;
import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/** Writes when versions of Mirai came and when one took the place of the other. */
final class VersionDocuments {
    static final String FIRST = "version-first";
    static final String CHANGE = "version-change";

    private final FingerprintRules rules;
    private final DocumentFrame frame;

    VersionDocuments(FingerprintRules rules) {
        this.rules = rules;
        this.frame = new DocumentFrame(rules);
    }

    /** Breakdown, key and day of an event in one text. */
    static String keyOf(Event event) {
        Version from = event.from();
        String words = from == null
                ? FIRST + " mirai-" + event.to().word()
                : CHANGE + " mirai-" + from.word() + "|mirai-" + event.to().word();
        return words + ' ' + event.day().startMicros;
    }

    static long startOf(String key) {
        return Long.parseLong(key.substring(key.lastIndexOf(' ') + 1));
    }

    Finding event(Event event) {
        VersionDay before = event.before();
        return finding(keyOf(event), 1 + event.lateSlices(), out -> {
            out.writeStringField("state", "told");
            out.writeStringField("tool", SourceLabel.MIRAI_LEAKED.tool());
            out.writeStringField("version", event.to().word());
            out.writeFieldName("ports");
            String[] ports = event.to().ports(event.day());
            out.writeArray(ports, 0, ports.length);
            out.writeStringField("date", frame.date(event.day().startMicros));
            writeDay(out, "versions", event.day());
            if (before != null) {
                out.writeStringField("date_before", frame.date(before.startMicros));
                writeDay(out, "versions_before", before);
            }
            out.writeNumberField("completeness", BigDecimal.valueOf(event.day().completeness, 6));
        });
    }

    Finding withdrawn(String key, long revision) {
        return finding(key, revision, out -> {
            out.writeStringField("state", "withdrawn");
            out.writeStringField("tool", SourceLabel.MIRAI_LEAKED.tool());
        });
    }

    private Finding finding(String key, long revision, Document.Part ours) {
        String[] words = key.split(" ", -1);
        long start = startOf(key);
        return frame.finding(
                new DocumentFrame.Subject(
                        Resolution.DAY,
                        start,
                        Resolution.DAY.end(start, rules.zone()),
                        revision,
                        true,
                        words[0],
                        words[1]),
                out -> {},
                ours);
    }

    private static void writeDay(JsonGenerator out, String name, VersionDay day) throws IOException {
        long all = day.leaked + day.earlier + day.unclear;
        out.writeObjectFieldStart(name);
        out.writeNumberField("leaked_sources", day.leaked);
        out.writeNumberField("leaked_share", DocumentFrame.share(day.leaked, all));
        out.writeNumberField("earlier_sources", day.earlier);
        out.writeNumberField("earlier_share", DocumentFrame.share(day.earlier, all));
        out.writeNumberField("unclear_sources", day.unclear);
        out.writeEndObject();
    }
}
