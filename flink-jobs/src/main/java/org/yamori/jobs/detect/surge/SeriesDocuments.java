package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/** Writes what was scored: one document of kind {@code series} for each port and minute that is published. */
final class SeriesDocuments {
    static final String KIND = "series";

    /** @param storm the minute is part of a storm of forged sources */
    Finding minute(ScoredMinute minute, boolean storm) {
        long start = Minutes.startMicros(minute.minute);
        Document document = Document.of(KIND, SurgeDocuments.key(minute.port, minute.part), "minute", start, 1);
        return document.write("metric", out -> SurgeDocuments.port(out, minute), out -> {
            document.writeIdentity(out, minute.rulesVersion);
            int nearest = minute.nearest();
            out.writeNumberField("completeness", SurgeDocuments.completeness(minute));
            out.writeNumberField("score", SurgeDocuments.hundredths(minute.scores[nearest]));
            out.writeNumberField("threshold", minute.thresholds[nearest]);
            out.writeObjectFieldStart("series");
            out.writeStringField("port", PortSeries.text(minute.port));
            SurgeDocuments.part(out, minute);
            out.writeBooleanField("watched", minute.watched);
            out.writeBooleanField("hot", minute.hot);
            out.writeBooleanField("surge", minute.isInSurge());
            out.writeBooleanField("storm", storm);
            counts(out, minute, storm);
            out.writeObjectFieldStart("window");
            out.writeNumberField("minutes", SurgeScales.minutes(nearest));
            out.writeNumberField("sources", minute.sources[nearest]);
            out.writeNumberField("expected", minute.expected[nearest]);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /**
     * Of a minute that nobody watched nothing is said: missing is never zero. In a storm nothing tells real sources
     * from forged ones, so that as many stay as were expected.
     */
    private static void counts(JsonGenerator out, ScoredMinute minute, boolean storm) throws IOException {
        int counted = minute.sources[0];
        double expected = minute.expected[0];
        if (minute.observed > 0 || counted > 0) {
            long sources = storm ? Math.min(counted, (long) Math.rint(expected * minute.observed)) : counted;
            long packets =
                    sources == counted ? minute.packets : Math.round((double) minute.packets * sources / counted);
            out.writeNumberField("sources", sources);
            out.writeNumberField("packets", packets);
            if (minute.observed > 0) {
                out.writeNumberField("sources_normalised", Math.rint(sources / (double) minute.observed * 1000) / 1000);
            }
            if (storm) {
                out.writeObjectFieldStart("with_storm");
                out.writeNumberField("sources", counted);
                out.writeNumberField("packets", minute.packets);
                out.writeEndObject();
            }
        }
        out.writeNumberField("expected", expected);
        out.writeNumberField("observed", Math.rint(minute.observed * 1e6) / 1e6);
    }
}
