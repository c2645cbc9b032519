package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.yamori.jobs.detect.backscatter.StormState.Storm;
import org.yamori.jobs.detect.backscatter.StormState.Verdict;
import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/** Writes what is told of storms. Equal storms give equal bytes. */
final class StormDocuments {
    static final String KIND = "storm";

    private final FindingDocument document;

    StormDocuments(BackscatterRules rules) {
        document = new FindingDocument(rules.version());
    }

    /** @param decidedMicros from when on this holds */
    Finding storm(int key, Storm storm, String state, long decidedMicros) {
        FindingDocument.Identity identity = new FindingDocument.Identity(
                KIND, StormKey.text(key), "minute", storm.fromMicros, storm.toMicros, storm.revision);
        return document.write(identity, out -> writeWhere(out, key), out -> {
            out.writeStringField("disposition", "not paged: the sources are forged");
            out.writeObjectFieldStart(KIND);
            out.writeStringField("state", state);
            out.writeStringField("key", StormKey.text(key));
            out.writeStringField("flags", StormKey.flags(key).word());
            out.writeStringField("from", Document.time(storm.fromMicros));
            out.writeStringField("to", Document.time(storm.toMicros));
            out.writeStringField("decided", Document.time(decidedMicros));
            out.writeNumberField("minutes", storm.minutes);
            out.writeNumberField("packets", storm.packets);
            writeLargest(out, storm.most);
            out.writeEndObject();
        });
    }

    private static void writeWhere(JsonGenerator out, int key) throws IOException {
        out.writeObjectFieldStart("network");
        out.writeStringField("transport", StormKey.protocolWord(key));
        out.writeEndObject();
        int protocol = StormKey.protocol(key);
        if (protocol == Answer.TCP || protocol == Answer.UDP) {
            out.writeObjectFieldStart("destination");
            out.writeNumberField("port", StormKey.port(key));
            out.writeEndObject();
        }
    }

    /** Why it is a storm. */
    private static void writeLargest(JsonGenerator out, Verdict most) throws IOException {
        out.writeObjectFieldStart("largest_minute");
        out.writeStringField("shape", most.shape);
        out.writeNumberField("sources", most.sources);
        out.writeNumberField("usual_sources", most.usualSources);
        out.writeNumberField("threshold", most.threshold);
        out.writeNumberField("packets", most.packets);
        out.writeNumberField("packets_per_source", most.packetsPerSource);
        out.writeNumberField("entropy_ratio", most.entropyRatio);
        out.writeNumberField("networks", most.networks);
        out.writeNumberField("ttls_per_network", most.networkTtls);
        out.writeNumberField("pairs", most.pairs);
        out.writeNumberField("repeating_sources", most.repeating);
        out.writeNumberField("repeating_with_one_ttl", most.repeatingAlike);
        out.writeNumberField("one_source_of", most.oneOf);
        out.writeEndObject();
    }
}
