package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Addresses of which an organisation wants no alerts; what they send and get is counted all the same. */
public final class Whitelist implements Serializable {
    public static final Whitelist NONE = new Whitelist(List.of(), List.of());

    private static final String ENTRIES = "a list of prefixes, addresses or entries";

    static final List<JsonKey> KEYS = List.of(
            JsonKey.optional("sources", ENTRIES, "whose packets alert nobody"),
            JsonKey.optional("destinations", ENTRIES, "packets to which alert nobody"));

    static final List<JsonKey> ENTRY_KEYS = List.of(
            JsonKey.required("prefix", "a prefix or an address", "what is on the list"),
            JsonKey.optional("comment", "a text", "why"),
            JsonKey.optional("owner", "a text", "who answers for it"),
            JsonKey.optional("expires", "a time or a day", "first moment at which it no longer holds"));

    /**
     * A prefix on a whitelist.
     *
     * @param comment why, or empty
     * @param owner who answers for it, or empty
     * @param untilMicros the first moment after, or {@link Long#MAX_VALUE} for ever
     */
    public record Entry(Cidr prefix, String comment, String owner, long untilMicros) implements Serializable {
        public Entry {
            Names.lineOrEmpty("a comment", comment);
            Names.lineOrEmpty("an owner", owner);
        }

        /** A prefix without a word, for ever. */
        public static Entry of(Cidr prefix) {
            return new Entry(prefix, "", "", Long.MAX_VALUE);
        }

        JsonNode toNode() {
            String text = prefix.isAddress() ? prefix.first().toString() : prefix.toString();
            if (equals(of(prefix))) {
                return JsonNodeFactory.instance.textNode(text);
            }
            ObjectNode node = Json.object().put("prefix", text);
            if (!comment.isEmpty()) {
                node.put("comment", comment);
            }
            if (!owner.isEmpty()) {
                node.put("owner", owner);
            }
            if (untilMicros != Long.MAX_VALUE) {
                node.put("expires", Micros.text(untilMicros));
            }
            return node;
        }

        private static @Nullable Entry read(Located value, String path, Problems problems) {
            if (value instanceof Located.Scalar) {
                @Nullable Cidr prefix = Fields.parsed(value, path, problems, Cidr::parsePrefixOrAddress);
                return prefix == null ? null : of(prefix);
            }
            Fields fields = new Fields(value, path, problems, ENTRY_KEYS);
            Cidr prefix = fields.parsed("prefix", NOTHING, Cidr::parsePrefixOrAddress);
            String comment = fields.parsed("comment", "", text -> Names.line("a comment", text));
            String owner = fields.parsed("owner", "", text -> Names.line("an owner", text));
            long until = fields.parsed("expires", Long.MAX_VALUE, Micros::parse);
            return fields.build(() -> new Entry(prefix, comment, owner, until));
        }

        /** Stands in for a prefix that was complained about. */
        private static final Cidr NOTHING = Cidr.of(IpAddress.ofIpv4(0));
    }

    private final List<Entry> sources;
    private final List<Entry> destinations;
    /* Made when first asked, in each process: most organisations are never asked for. */
    private transient @Nullable ExpiringPrefixes sourcePrefixes;
    private transient @Nullable ExpiringPrefixes destinationPrefixes;

    public Whitelist(List<Entry> sources, List<Entry> destinations) {
        this.sources = List.copyOf(sources);
        this.destinations = List.copyOf(destinations);
    }

    /** Whose packets alert nobody. */
    public List<Entry> sources() {
        return sources;
    }

    /** Packets to which alert nobody. */
    public List<Entry> destinations() {
        return destinations;
    }

    public boolean isEmpty() {
        return sources.isEmpty() && destinations.isEmpty();
    }

    public boolean coversSource(IpAddress source, long timeMicros) {
        if (sources.isEmpty()) {
            return false;
        }
        ExpiringPrefixes prefixes = sourcePrefixes;
        if (prefixes == null) {
            prefixes = compiled(sources);
            sourcePrefixes = prefixes;
        }
        return prefixes.cover(source, timeMicros);
    }

    public boolean coversDestination(IpAddress destination, long timeMicros) {
        if (destinations.isEmpty()) {
            return false;
        }
        ExpiringPrefixes prefixes = destinationPrefixes;
        if (prefixes == null) {
            prefixes = compiled(destinations);
            destinationPrefixes = prefixes;
        }
        return prefixes.cover(destination, timeMicros);
    }

    private static ExpiringPrefixes compiled(List<Entry> entries) {
        return new ExpiringPrefixes(entries.stream()
                .map(entry -> new ExpiringPrefixes.Expiring(entry.prefix, entry.untilMicros))
                .toList());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Whitelist whitelist
                && sources.equals(whitelist.sources)
                && destinations.equals(whitelist.destinations);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sources, destinations);
    }

    @Override
    public String toString() {
        return toNode().toString();
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object();
        put(node, "sources", sources);
        put(node, "destinations", destinations);
        return node;
    }

    private static void put(ObjectNode node, String key, List<Entry> entries) {
        if (!entries.isEmpty()) {
            ArrayNode array = node.putArray(key);
            entries.forEach(entry -> array.add(entry.toNode()));
        }
    }

    /** Looks at an entry that was read. */
    interface Check {
        void check(Entry entry, int line, String path);
    }

    static @Nullable Whitelist read(Located value, String path, Problems problems, Check check) {
        Fields fields = new Fields(value, path, problems, KEYS);
        List<Entry> sources = entries(fields, "sources", check);
        List<Entry> destinations = entries(fields, "destinations", check);
        return fields.build(() -> new Whitelist(sources, destinations));
    }

    private static List<Entry> entries(Fields fields, String key, Check check) {
        Map<Cidr, Integer> lines = new HashMap<>();
        return fields.items(key, (value, path, problems) -> {
            @Nullable Entry entry = Entry.read(value, path, problems);
            if (entry == null) {
                return null;
            }
            Integer before = lines.putIfAbsent(entry.prefix(), value.line());
            if (before != null) {
                problems.add(
                        value.line(),
                        path,
                        entry.prefix().toString(),
                        entry.prefix() + " already stands in line " + before + "; once is enough");
            }
            check.check(entry, value.line(), path);
            return entry;
        });
    }
}
