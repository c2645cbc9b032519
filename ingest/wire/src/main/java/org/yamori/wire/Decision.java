package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Something a person decided about findings; kept for ever, so that precision and outcomes can be computed later. */
public sealed interface Decision extends Serializable {
    /** Keys that every decision has. */
    List<JsonKey> HEAD_KEYS = List.of(
            JsonKey.required(
                    "decision", "one of mark, mute, acknowledgement, contact, outcome", "what kind of decision it is"),
            JsonKey.required("id", "a text", "what stays the same over all revisions"),
            JsonKey.required("revision", "a whole number", "grows from 1; readers keep the largest"),
            JsonKey.required("time", "a time", "when it was decided"),
            JsonKey.required("author", "a text", "who decided, and of a mute the owner"),
            JsonKey.optional("reason", "a text", "why; a mute must have one, and of a contact it is the request"));

    List<JsonKey> FINDING_KEYS =
            List.of(JsonKey.required("finding", "32 hexadecimal digits", "id of the finding it is about"));

    JsonKey ORGANISATION_KEY = JsonKey.optional("organisation", "a name", "whose host the finding is about");

    List<JsonKey> CONTACT_KEYS = keys(
            FINDING_KEYS,
            JsonKey.required("kind", "a finding kind", "kind of the finding"),
            JsonKey.required("anchor", "a time", "anchor of the finding: decisions outlive what they are about"),
            ORGANISATION_KEY);

    List<JsonKey> MARK_KEYS = keys(
            CONTACT_KEYS.subList(HEAD_KEYS.size(), CONTACT_KEYS.size()),
            JsonKey.required("verdict", "one of " + Names.words(Verdict.values()), "what it really was"));

    List<JsonKey> ACKNOWLEDGEMENT_KEYS = keys(FINDING_KEYS);

    List<JsonKey> OUTCOME_KEYS = keys(
            FINDING_KEYS,
            JsonKey.optional("kind", "a finding kind", "kind of the finding; records without one are about an alert"),
            JsonKey.optional(
                    "anchor", "a time", "anchor of the finding; records without one count when they were decided"),
            ORGANISATION_KEY,
            JsonKey.required("result", "one of " + Names.words(Result.values()), "what the organisation found"),
            JsonKey.optional("infections", "a list of texts", "names of what had infected the host"));

    List<JsonKey> MUTE_KEYS = keys(
            List.of(),
            JsonKey.required("until", "a time", "when the mute ends"),
            JsonKey.optional("kinds", "a list of finding kinds", "only findings of these kinds"),
            JsonKey.optional("organisations", "a list of names", "only findings of these organisations"),
            JsonKey.optional("sources", "a list of prefixes or addresses", "only findings about these sources"),
            JsonKey.optional("ports", "a list of ports like 23/tcp", "only findings about these ports"));

    private static List<JsonKey> keys(List<JsonKey> first, JsonKey... more) {
        List<JsonKey> keys = new ArrayList<>(HEAD_KEYS);
        keys.addAll(first);
        keys.addAll(List.of(more));
        return List.copyOf(keys);
    }

    /**
     * What every decision says.
     *
     * @param id what stays the same over all revisions
     * @param revision grows from 1; readers keep the largest, so that a decision can be changed
     * @param timeMicros when it was decided
     * @param author who decided
     * @param reason why, or empty
     */
    record Head(String id, long revision, long timeMicros, String author, String reason) implements Serializable {
        public Head {
            Names.id("id", id);
            Names.revision(revision);
            Micros.require(timeMicros);
            Names.line("author", author);
            Names.lineOrEmpty("reason", reason);
        }
    }

    /** What an analyst holds a finding for. */
    enum Verdict {
        TRUE,
        FALSE,
        UNCLEAR
    }

    /** What an organisation found when it looked at its host. */
    enum Result {
        INFECTED,
        MISCONFIGURATION,
        NORMAL
    }

    Head head();

    byte[] toJson();

    /**
     * An analyst judges a finding. A person has one mark of a finding, and a later revision replaces it.
     *
     * @param subject what is judged
     */
    record Mark(Head head, Subject subject, Verdict verdict) implements Decision {
        /** The id of a person's mark of a finding. */
        public static String id(String finding, String author) {
            return Finding.id("mark", Names.finding(finding), Names.line("author", author), 0);
        }

        public String finding() {
            return subject.finding;
        }

        @Override
        public byte[] toJson() {
            return Json.bytes(Decision.node("mark", head, subject).put("verdict", Names.word(verdict)));
        }
    }

    /**
     * A finding that is decided about, as far as it must be known when it is kept no longer.
     *
     * @param finding its id
     * @param kind its kind
     * @param anchorMicros event time of its id
     * @param organisation whose host it is about, or empty
     */
    record Subject(String finding, String kind, long anchorMicros, String organisation) implements Serializable {
        public Subject {
            Names.finding(finding);
            Names.word("kind", kind);
            Micros.require(anchorMicros);
            Names.lineOrEmpty("organisation", organisation);
        }

        /** A finding about no organisation's host. */
        public Subject(String finding, String kind, long anchorMicros) {
            this(finding, kind, anchorMicros, "");
        }
    }

    /**
     * Somebody has seen a finding and takes care of it.
     *
     * @param finding id of the finding
     */
    record Acknowledgement(Head head, String finding) implements Decision {
        public Acknowledgement {
            Names.finding(finding);
        }

        @Override
        public byte[] toJson() {
            return Json.bytes(Decision.node("acknowledgement", head).put("finding", finding));
        }
    }

    /**
     * An analyst asks the contact of an organisation to look at a host; the reason is what is asked. Each is one of its
     * own: nothing replaces it.
     *
     * @param subject what it is about
     */
    record Contact(Head head, Subject subject) implements Decision {
        public Contact {
            Names.line("the request of a contact", head.reason());
        }

        /** The id of what a person asked at a time. */
        public static String id(String finding, String author, long timeMicros) {
            return Finding.id("contact", Names.finding(finding), Names.line("author", author), timeMicros);
        }

        @Override
        public byte[] toJson() {
            return Json.bytes(Decision.node("contact", head, subject));
        }
    }

    /**
     * An organisation reports what the host of a finding had. A finding has one outcome, and a later revision replaces
     * it.
     *
     * @param subject what it is about
     * @param infections names of what had infected it; empty unless it was infected
     */
    record Outcome(Head head, Subject subject, Result result, List<String> infections) implements Decision {
        public Outcome {
            infections = List.copyOf(infections);
            infections.forEach(name -> Names.line("infection", name));
            if (result != Result.INFECTED && !infections.isEmpty()) {
                throw new IllegalArgumentException("infections " + infections + " are named but the result is "
                        + Names.word(result) + "; only infected has names");
            }
        }

        /** The id of a finding's outcome. */
        public static String id(String finding) {
            return Finding.id("outcome", Names.finding(finding), "", 0);
        }

        @Override
        public byte[] toJson() {
            ObjectNode node = Decision.node("outcome", head, subject).put("result", Names.word(result));
            node.set("infections", Json.texts(infections));
            return Json.bytes(node);
        }
    }

    /**
     * Findings about something are counted but told to nobody until an end.
     *
     * @param scope what is muted
     * @param untilMicros when it ends; a later revision may end it earlier
     */
    record Mute(Head head, Scope scope, long untilMicros) implements Decision {
        public Mute {
            Names.line("the reason of a mute", head.reason());
            Micros.require(untilMicros);
            if (untilMicros < head.timeMicros()) {
                throw new IllegalArgumentException("until must not be before the decision's time "
                        + Micros.text(head.timeMicros()) + ", was " + Micros.text(untilMicros));
            }
        }

        @Override
        public byte[] toJson() {
            ObjectNode node = Decision.node("mute", head).put("until", Micros.text(untilMicros));
            node.set("kinds", Json.texts(scope.kinds));
            node.set("organisations", Json.texts(scope.organisations));
            node.set("sources", Json.texts(scope.sources));
            node.set("ports", Json.texts(scope.ports));
            return Json.bytes(node);
        }
    }

    /**
     * What a mute is about: a finding must fit every list that is not empty.
     *
     * @param kinds finding kinds
     * @param organisations names of the registry
     * @param sources where the packets came from
     * @param ports where they went
     */
    record Scope(List<String> kinds, List<String> organisations, List<Cidr> sources, List<ProtocolPort> ports)
            implements Serializable {
        public Scope {
            kinds = List.copyOf(kinds);
            organisations = List.copyOf(organisations);
            sources = List.copyOf(sources);
            ports = List.copyOf(ports);
            kinds.forEach(kind -> Names.word("kind", kind));
            organisations.forEach(name -> Names.line("organisation", name));
            if (kinds.isEmpty() && organisations.isEmpty() && sources.isEmpty() && ports.isEmpty()) {
                throw new IllegalArgumentException(
                        "a mute must name kinds, organisations, sources or ports; this one would mute everything");
            }
        }

        /** Whether a finding about a host of an organisation fits every list that is not empty. */
        public boolean covers(String kind, String organisation, IpAddress source, List<ProtocolPort> itsPorts) {
            return (kinds.isEmpty() || kinds.contains(kind))
                    && (organisations.isEmpty() || organisations.contains(organisation))
                    && (sources.isEmpty() || sources.stream().anyMatch(prefix -> prefix.contains(source)))
                    && (ports.isEmpty() || itsPorts.stream().anyMatch(ports::contains));
        }
    }

    private static ObjectNode node(String decision, Head head) {
        ObjectNode node = Json.object()
                .put("decision", decision)
                .put("id", head.id)
                .put("revision", head.revision)
                .put("time", Micros.text(head.timeMicros))
                .put("author", head.author);
        return head.reason.isEmpty() ? node : node.put("reason", head.reason);
    }

    private static ObjectNode node(String decision, Head head, Subject subject) {
        ObjectNode node = node(decision, head)
                .put("finding", subject.finding)
                .put("kind", subject.kind)
                .put("anchor", Micros.text(subject.anchorMicros));
        return subject.organisation.isEmpty() ? node : node.put("organisation", subject.organisation);
    }

    static Decision fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, DecisionReader::read);
    }
}
