package org.yamori.kibana.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search that Lens makes of a layer: splits inside of each other in the order of the columns, and in the innermost
 * the measures, each with a count of the values it is taken of.
 */
final class LensQuery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "-values";
    private static final String FILTERED = "-filtered";

    private final JsonNode layer;
    private final Kql where;
    private final String end;
    private final List<String> splits = new ArrayList<>();
    private final List<String> measures = new ArrayList<>();

    /** @param end of the period that is shown, from which a measure counts back that takes only the last of it */
    LensQuery(JsonNode layer, Kql where, String end) {
        this.layer = layer;
        this.where = where;
        this.end = end;
        for (JsonNode name : layer.path("columnOrder")) {
            boolean bucketed = column(name.asText()).path("isBucketed").asBoolean();
            (bucketed ? splits : measures).add(name.asText());
        }
    }

    private JsonNode column(String name) {
        return layer.path("columns").path(name);
    }

    List<String> measures() {
        return measures;
    }

    /** Whether a measure takes not all documents of its part. */
    private boolean isNarrowed(String measure) {
        return column(measure).has("filter") || column(measure).has("reducedTimeRange");
    }

    /** Whether every measure is taken of documents with one value of the field, in each part by itself. */
    boolean pins(String field) {
        return measures.stream().allMatch(measure -> {
            Map<String, String> pinned = new HashMap<>(where.pinned());
            pinned.putAll(kql(column(measure).path("filter")).pinned());
            return pinned.containsKey(field) || splits.stream().anyMatch(split -> splitPins(column(split), field));
        });
    }

    private static boolean splitPins(JsonNode split, String field) {
        JsonNode filters = split.at("/params/filters");
        boolean pins = !filters.isEmpty();
        for (JsonNode filter : filters) {
            pins &= kql(filter.path("input")).pinned().containsKey(field);
        }
        return pins;
    }

    private static Kql kql(JsonNode query) {
        return Kql.parse(query.path("query").asText());
    }

    ObjectNode body() {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        body.set("query", where.query());
        body.set("aggs", inside(0));
        return body;
    }

    private ObjectNode inside(int depth) {
        ObjectNode aggregations = JSON.createObjectNode();
        if (depth == splits.size()) {
            measures.forEach(measure -> addMeasure(aggregations, measure));
            return aggregations;
        }
        String name = splits.get(depth);
        ObjectNode split = aggregations.putObject(name);
        ObjectNode deeper = inside(depth + 1);
        JsonNode params = column(name).path("params");
        switch (column(name).path("operationType").asText()) {
            case "date_histogram" ->
                split.putObject("date_histogram")
                        .put("field", column(name).path("sourceField").asText())
                        .put("fixed_interval", interval(params.path("interval").asText()))
                        .put("min_doc_count", 1);
            case "filters" -> {
                ObjectNode filters = split.putObject("filters").putObject("filters");
                for (JsonNode filter : params.path("filters")) {
                    filters.set(
                            filter.path("label").asText(),
                            kql(filter.path("input")).query());
                }
            }
            default -> {
                String by = params.at("/orderBy/columnId").asText();
                ObjectNode terms = split.putObject("terms");
                terms.put("field", column(name).path("sourceField").asText());
                terms.put("size", params.path("size").asInt());
                terms.putObject("order")
                        .put(
                                isNarrowed(by) ? by + FILTERED + ">" + by : by,
                                params.path("orderDirection").asText());
                addMeasure(deeper, by);
            }
        }
        split.set("aggs", deeper);
        return aggregations;
    }

    /** Kibana chooses it by the period that is shown; documents of a minute are the finest there are. */
    private static String interval(String chosen) {
        return chosen.equals("auto") ? "1m" : chosen;
    }

    private void addMeasure(ObjectNode aggregations, String name) {
        JsonNode column = column(name);
        ObjectNode target = aggregations;
        if (isNarrowed(name)) {
            ObjectNode filtered = aggregations.putObject(name + FILTERED);
            ArrayNode all = filtered.putObject("filter").putObject("bool").putArray("filter");
            all.add(kql(column.path("filter")).query());
            if (column.has("reducedTimeRange")) {
                String from = end + "||-" + column.path("reducedTimeRange").asText();
                all.addObject().putObject("range").putObject("@timestamp").put("gte", from);
            }
            target = filtered.putObject("aggs");
        }
        String field = column.path("sourceField").asText();
        target.putObject(name)
                .putObject(metric(column.path("operationType").asText()))
                .put("field", field);
        target.putObject(name + VALUES).putObject("value_count").put("field", field);
    }

    private static String metric(String operation) {
        return switch (operation) {
            case "unique_count" -> "cardinality";
            case "count" -> "value_count";
            case "average" -> "avg";
            default -> operation;
        };
    }

    /** How many values a measure was taken of, in all parts. */
    static long values(JsonNode answer, String measure) {
        return answer.findValues(measure + VALUES).stream()
                .mapToLong(count -> count.path("value").asLong())
                .sum();
    }

    /** The only number of a layer without splits. */
    static double figure(JsonNode answer, String measure) {
        return answer.findPath(measure).path("value").asDouble();
    }
}
