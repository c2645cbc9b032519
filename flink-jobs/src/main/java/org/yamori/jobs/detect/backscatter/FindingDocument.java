package org.yamori.jobs.detect.backscatter;

import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/** The frame that every document of this room has. */
final class FindingDocument {
    /** How keys of counts begin. */
    static final String COUNT = "overflow/";

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

    /**
     * A document.
     *
     * @param common fields of the Elastic Common Schema
     * @param own fields under {@code yamori}
     */
    Finding write(Identity identity, Document.Part common, Document.Part own) {
        Document document =
                Document.of(identity.kind, identity.key, identity.resolution, identity.anchorMicros, identity.revision);
        return document.write(
                out -> {
                    out.writeStringField("kind", identity.event());
                    document.writeDataset(out);
                    out.writeStringField("start", Document.time(identity.anchorMicros));
                    out.writeStringField("end", Document.time(identity.endMicros));
                },
                common,
                out -> {
                    document.writeIdentity(out, rulesVersion);
                    own.write(out);
                });
    }
}
