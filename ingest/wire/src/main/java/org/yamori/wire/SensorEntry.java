package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;

/**
 * A sensor and the addresses it watches during some time. A sensor whose ranges change has one entry for each time.
 *
 * @param name the sensor's name, also in its topic
 * @param network name of the observation network it belongs to
 * @param kind how it behaves towards who sends to it
 * @param country where it stands, two letters, or empty where that means nothing
 * @param ranges addresses it watches; only a feed may have none
 * @param validity when the entry holds
 */
public record SensorEntry(
        String name, String network, SensorKind kind, String country, List<Cidr> ranges, Validity validity)
        implements Serializable {
    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("name", "a text", "the sensor's name, also the last word of its topic"),
            JsonKey.required("network", "a text", "observation network it belongs to"),
            JsonKey.required("kind", "one of " + SensorEntry.kinds(), "how it behaves towards who sends to it"),
            JsonKey.optional("country", "two capital letters", "where it stands"),
            JsonKey.optional("ranges", "a list of prefixes", "addresses it watches; only a feed may have none"),
            JsonKey.optional("validFrom", "a time or a day", "first moment at which the entry holds"),
            JsonKey.optional("validTo", "a time or a day", "first moment at which it no longer holds"));

    public SensorEntry {
        Names.word("sensor", name);
        Names.word("network", network);
        if (!country.isEmpty()) {
            Names.country(country);
        }
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() && kind != SensorKind.FEED) {
            throw new IllegalArgumentException("sensor '" + name + "' of kind " + kind.word()
                    + " must have at least one prefix in ranges; only a feed may have none");
        }
    }

    static String kinds() {
        StringBuilder words = new StringBuilder();
        for (SensorKind kind : SensorKind.values()) {
            words.append(words.isEmpty() ? "" : ", ").append(kind.word());
        }
        return words.toString();
    }

    /** A kind by its word; what it refuses it takes for a typing error. */
    static SensorKind kind(String word) {
        try {
            return SensorKind.of(word);
        } catch (IllegalArgumentException unknown) {
            List<String> words = List.of(kinds().split(", ", -1));
            String meant = Nearest.to(word, words)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            throw new IllegalArgumentException(unknown.getMessage() + meant, unknown);
        }
    }

    ObjectNode toNode() {
        ObjectNode node =
                Json.object().put("name", name).put("network", network).put("kind", kind.word());
        if (!country.isEmpty()) {
            node.put("country", country);
        }
        node.set("ranges", Json.texts(ranges));
        RegistryReader.putValidity(node, validity);
        return node;
    }
}
