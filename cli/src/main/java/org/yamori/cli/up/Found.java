package org.yamori.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yamori.kibana.IndexTemplates;

/**
 * What is in Elasticsearch.
 *
 * @param packets counted in minutes
 * @param findings documents by kind
 */
public record Found(long packets, Map<String, Long> findings) {
    static final Found NOTHING = new Found(0, Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_INDICES = 1_000;
    private static final String OTHER = "other";

    public Found {
        findings = new TreeMap<>(findings);
    }

    /**
     * Asks a server; nothing where it does not answer.
     *
     * @param indices names with stars, with commas between
     */
    public static Optional<Found> in(String elasticsearch, String indices) {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        ObjectNode questions = body.putObject("aggs");
        questions.putObject("index").putObject("terms").put("field", "_index").put("size", MOST_INDICES);
        ObjectNode minutes = questions.putObject("minutes");
        ArrayNode filters = minutes.putObject("filter").putObject("bool").putArray("filter");
        filters.addObject().putObject("term").put("yamori.breakdown", "total");
        filters.addObject().putObject("term").put("yamori.window.resolution", "minute");
        minutes.putObject("aggs").putObject("packets").putObject("sum").put("field", "yamori.packets");
        return Loopback.post(
                        elasticsearch + "/" + indices
                                + "/_search?ignore_unavailable=true&allow_no_indices=true&request_cache=false",
                        body)
                .map(Found::of);
    }

    static Found of(JsonNode answer) {
        Map<String, Long> findings = new TreeMap<>();
        for (JsonNode bucket : answer.at("/aggregations/index/buckets")) {
            findings.merge(
                    kind(bucket.path("key").asText()), bucket.path("doc_count").asLong(), Long::sum);
        }
        return new Found(answer.at("/aggregations/minutes/packets/value").asLong(), findings);
    }

    /** The kind in an index's name, {@code <prefix>-<kind>-<month>}; both may hold hyphens. */
    private static String kind(String index) {
        String name = index.replaceFirst("-[0-9]{4}[.][0-9]{2}$", "");
        return IndexTemplates.KINDS.stream()
                .filter(kind -> name.endsWith("-" + kind))
                .findFirst()
                .orElse(OTHER);
    }

    /** For a line on a screen. */
    public String words() {
        return String.format(Locale.ROOT, "%,d packets counted; findings: ", packets)
                + (findings.isEmpty()
                        ? "none yet"
                        : findings.entrySet().stream()
                                .map(kind -> String.format(Locale.ROOT, "%,d %s", kind.getValue(), kind.getKey()))
                                .collect(Collectors.joining(", ")));
    }
}
