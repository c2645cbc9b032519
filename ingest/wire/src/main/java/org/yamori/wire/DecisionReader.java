package org.yamori.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Decision} of any kind. */
final class DecisionReader {
    /** What outcomes were about before they said so. */
    private static final String ALERT = "alert";

    private DecisionReader() {}

    static @Nullable Decision read(Located value, String path, Problems problems) {
        String kind = value instanceof Located.Members object
                        && object.members().get("decision") instanceof Located.Scalar scalar
                ? scalar.value().asText()
                : "";
        return switch (kind) {
            case "mark" -> mark(new Fields(value, path, problems, Decision.MARK_KEYS));
            case "mute" -> mute(new Fields(value, path, problems, Decision.MUTE_KEYS));
            case "acknowledgement" -> acknowledgement(new Fields(value, path, problems, Decision.ACKNOWLEDGEMENT_KEYS));
            case "contact" -> contact(new Fields(value, path, problems, Decision.CONTACT_KEYS));
            case "outcome" -> outcome(new Fields(value, path, problems, Decision.OUTCOME_KEYS));
            default -> {
                List<String> kinds = List.of("mark", "mute", "acknowledgement", "contact", "outcome");
                problems.add(
                        value.line(),
                        "decision",
                        kind,
                        "must be one of " + String.join(", ", kinds) + ", was '" + BlockHeader.clip(kind) + "'; "
                                + Nearest.hint(kind, kinds));
                yield null;
            }
        };
    }

    private static Decision.@Nullable Head head(Fields fields) {
        String id = fields.parsed("id", "", text -> Names.id("id", text));
        long revision = fields.wholeNumber("revision", 1, 1);
        long time = fields.parsed("time", 0L, Micros::parse);
        String author = fields.parsed("author", "", text -> Names.line("author", text));
        String reason = fields.parsed("reason", "", text -> Names.lineOrEmpty("reason", text));
        return fields.build(() -> new Decision.Head(id, revision, time, author, reason));
    }

    private static String finding(Fields fields) {
        return fields.parsed("finding", "", Names::finding);
    }

    private static Decision.@Nullable Subject subject(Fields fields, String kindIfNone, long anchorIfNone) {
        String finding = finding(fields);
        String kind = fields.parsed("kind", kindIfNone, text -> Names.word("kind", text));
        long anchor = fields.parsed("anchor", anchorIfNone, Micros::parse);
        String organisation = fields.parsed("organisation", "", text -> Names.line("organisation", text));
        return fields.build(() -> new Decision.Subject(finding, kind, anchor, organisation));
    }

    private static @Nullable Decision mark(Fields fields) {
        Decision.@Nullable Head head = head(fields);
        Decision.@Nullable Subject subject = subject(fields, "", 0);
        Decision.Verdict verdict = fields.parsed(
                "verdict", Decision.Verdict.UNCLEAR, text -> Names.choice("verdict", Decision.Verdict.values(), text));
        return head == null || subject == null ? null : fields.build(() -> new Decision.Mark(head, subject, verdict));
    }

    private static @Nullable Decision contact(Fields fields) {
        Decision.@Nullable Head head = head(fields);
        Decision.@Nullable Subject subject = subject(fields, "", 0);
        return head == null || subject == null ? null : fields.build(() -> new Decision.Contact(head, subject));
    }

    private static @Nullable Decision acknowledgement(Fields fields) {
        Decision.@Nullable Head head = head(fields);
        String finding = finding(fields);
        return head == null ? null : fields.build(() -> new Decision.Acknowledgement(head, finding));
    }

    private static @Nullable Decision outcome(Fields fields) {
        Decision.@Nullable Head head = head(fields);
        Decision.@Nullable Subject subject = subject(fields, ALERT, head == null ? 0 : head.timeMicros());
        Decision.Result result = fields.parsed(
                "result", Decision.Result.NORMAL, text -> Names.choice("result", Decision.Result.values(), text));
        List<String> infections = fields.list("infections", text -> Names.line("infection", text));
        return head == null || subject == null
                ? null
                : fields.build(() -> new Decision.Outcome(head, subject, result, infections));
    }

    private static @Nullable Decision mute(Fields fields) {
        Decision.@Nullable Head head = head(fields);
        long until = fields.parsed("until", 0L, Micros::parse);
        List<String> kinds = fields.list("kinds", text -> Names.word("kind", text));
        List<String> organisations = fields.list("organisations", text -> Names.line("organisation", text));
        List<Cidr> sources = fields.list("sources", Cidr::parsePrefixOrAddress);
        List<ProtocolPort> ports = fields.list("ports", ProtocolPort::parse);
        return head == null
                ? null
                : fields.build(
                        () -> new Decision.Mute(head, new Decision.Scope(kinds, organisations, sources, ports), until));
    }
}
