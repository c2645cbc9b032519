package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the world and may show in the darknet: an incident, a published vulnerability, a protest.
 *
 * @param id what stays the same over all revisions, for example {@code kev:CVE-2016-10372}
 * @param revision grows from 1; readers keep the largest
 * @param effectiveFromMicros readers know the revision from then on
 * @param calendar which collection it comes from, for example {@code kev}
 * @param event what happened
 * @param withdrawn it turned out not to have happened
 */
public record NewsRecord(
        String id, long revision, long effectiveFromMicros, String calendar, Event event, boolean withdrawn)
        implements Serializable {
    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("id", "a text", "what stays the same over all revisions"),
            JsonKey.required("revision", "a whole number", "grows from 1; readers keep the largest"),
            JsonKey.required("effectiveFrom", "a time", "readers know the revision from then on"),
            JsonKey.required("calendar", "a text", "collection it comes from"),
            JsonKey.required("title", "a text", "what happened, in one line"),
            JsonKey.required("start", "a time or a day", "when it began or was published"),
            JsonKey.optional("end", "a time or a day", "first moment after it; absent for a moment"),
            JsonKey.optional("countries", "a list of two capital letters", "where it happened"),
            JsonKey.optional("ports", "a list of ports like 23/tcp", "ports that it concerns"),
            JsonKey.optional("products", "a list of texts", "makers and products that it concerns"),
            JsonKey.optional("link", "a link", "where to read about it"),
            JsonKey.optional("withdrawn", "true or false", "it turned out not to have happened"));

    /**
     * What happened.
     *
     * @param startMicros when it began or was published
     * @param endMicros the first moment after it; equal to the start for a moment
     * @param countries two letters each; empty where no country is meant
     * @param ports ports that it concerns
     * @param products makers and products that it concerns
     * @param link where to read about it, or empty
     */
    public record Event(
            String title,
            long startMicros,
            long endMicros,
            List<String> countries,
            List<ProtocolPort> ports,
            List<String> products,
            String link)
            implements Serializable {
        public Event {
            Names.line("title", title);
            Micros.require(startMicros);
            Micros.require(endMicros);
            if (endMicros < startMicros) {
                throw new IllegalArgumentException("end must not be before the start " + Micros.text(startMicros)
                        + ", was " + Micros.text(endMicros));
            }
            countries = List.copyOf(countries);
            countries.forEach(Names::country);
            ports = List.copyOf(ports);
            products = List.copyOf(products);
            products.forEach(product -> Names.line("product", product));
            Names.linkOrEmpty(link);
        }
    }

    public NewsRecord {
        Names.id("id", id);
        Names.revision(revision);
        Micros.require(effectiveFromMicros);
        Names.word("calendar", calendar);
    }

    public byte[] toJson() {
        ObjectNode node = Json.object()
                .put("id", id)
                .put("revision", revision)
                .put("effectiveFrom", Micros.text(effectiveFromMicros))
                .put("calendar", calendar)
                .put("title", event.title)
                .put("start", Micros.text(event.startMicros));
        if (event.endMicros != event.startMicros) {
            node.put("end", Micros.text(event.endMicros));
        }
        node.set("countries", Json.texts(event.countries));
        node.set("ports", Json.texts(event.ports));
        node.set("products", Json.texts(event.products));
        if (!event.link.isEmpty()) {
            node.put("link", event.link);
        }
        return Json.bytes(node.put("withdrawn", withdrawn));
    }

    public static NewsRecord fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, NewsRecord::read);
    }

    private static @Nullable NewsRecord read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        String id = fields.parsed("id", "", text -> Names.id("id", text));
        long revision = fields.wholeNumber("revision", 1, 1);
        long effectiveFrom = fields.parsed("effectiveFrom", 0L, Micros::parse);
        String calendar = fields.parsed("calendar", "", text -> Names.word("calendar", text));
        String title = fields.parsed("title", "", text -> Names.line("title", text));
        long start = fields.parsed("start", 0L, Micros::parse);
        long end = fields.parsed("end", start, Micros::parse);
        List<String> countries = fields.list("countries", Names::country);
        List<ProtocolPort> ports = fields.list("ports", ProtocolPort::parse);
        List<String> products = fields.list("products", text -> Names.line("product", text));
        String link = fields.parsed("link", "", Names::linkOrEmpty);
        boolean withdrawn = fields.flag("withdrawn");
        return fields.build(() -> new NewsRecord(
                id,
                revision,
                effectiveFrom,
                calendar,
                new Event(title, start, end, countries, ports, products, link),
                withdrawn));
    }
}
