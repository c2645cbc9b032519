package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a named list of addresses: the whole list, not a difference. An empty one ends the list.
 *
 * @param name name of the list, for example {@code shodan}
 * @param revision grows from 1; of versions that take effect together readers keep the largest
 * @param effectiveFromMicros when it takes effect, by the rule of {@link RegistryHistory}
 * @param purpose what the addresses are listed for
 * @param author who wrote this version
 * @param reason why, or where it comes from
 * @param addresses prefixes, and addresses as prefixes of their own
 */
public record ListRecord(
        String name,
        long revision,
        long effectiveFromMicros,
        Purpose purpose,
        String author,
        String reason,
        List<Cidr> addresses)
        implements Serializable {
    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("name", "a text", "name of the list"),
            JsonKey.required("revision", "a whole number", "grows from 1"),
            JsonKey.required("effectiveFrom", "a time", "takes effect then, or two seconds after it was written"),
            JsonKey.required("purpose", "one of " + Names.words(Purpose.values()), "what the addresses are listed for"),
            JsonKey.required("author", "a text", "who wrote this version"),
            JsonKey.required("reason", "a text", "why, or where it comes from"),
            JsonKey.required("addresses", "a list of prefixes or addresses", "the whole list; empty ends it"));

    /** What a list is for. */
    public enum Purpose {
        /** Who surveys the Internet and says so. */
        SURVEY_SCANNER,
        /** Who is never probed. */
        NO_PROBE,
        /** Whoever somebody wants to recognise. */
        LABEL
    }

    public ListRecord {
        Names.word("name", name);
        Names.revision(revision);
        Micros.require(effectiveFromMicros);
        Names.line("author", author);
        Names.line("reason", reason);
        addresses = List.copyOf(addresses);
    }

    public AddressSet addressSet() {
        return AddressSet.of(addresses);
    }

    public byte[] toJson() {
        ObjectNode node = Json.object()
                .put("name", name)
                .put("revision", revision)
                .put("effectiveFrom", Micros.text(effectiveFromMicros))
                .put("purpose", Names.word(purpose))
                .put("author", author)
                .put("reason", reason);
        node.set("addresses", Json.texts(addresses));
        return Json.bytes(node);
    }

    public static ListRecord fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, ListRecord::read);
    }

    private static @Nullable ListRecord read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        String name = fields.parsed("name", "", text -> Names.word("name", text));
        long revision = fields.wholeNumber("revision", 1, 1);
        long effectiveFrom = fields.parsed("effectiveFrom", 0L, Micros::parse);
        Purpose purpose =
                fields.parsed("purpose", Purpose.LABEL, text -> Names.choice("purpose", Purpose.values(), text));
        String author = fields.parsed("author", "", text -> Names.line("author", text));
        String reason = fields.parsed("reason", "", text -> Names.line("reason", text));
        List<Cidr> addresses = fields.list("addresses", Cidr::parsePrefixOrAddress);
        return fields.build(() -> new ListRecord(name, revision, effectiveFrom, purpose, author, reason, addresses));
    }
}
