package org.yamori.kibana.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;
import org.yamori.kibana.check.ObjectFile.Panel;
import org.yamori.kibana.check.ObjectFile.Reference;
import org.yamori.kibana.check.ObjectFile.Saved;

/** What an Elasticsearch with documents tells: whether fields are there and fit, and whether panels show anything. */
final class DataCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NUMBERS = Set.of(
            "long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "unsigned_long");
    /** Documents of traffic are of one of these each; adding up several counts every packet more than once. */
    private static final List<String> SERIES_OF_TRAFFIC = List.of("yamori.breakdown", "yamori.window.resolution");

    private static final String TRAFFIC = "-traffic-*";

    private final ObjectFile file;
    private final RestClient client;
    private final Map<String, Map<String, Field>> fields = new HashMap<>();
    private final Map<String, String> ends = new HashMap<>();
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /** What Elasticsearch says of a field. */
    private record Field(Set<String> types, boolean aggregatable, boolean searchable) {
        String type() {
            return types.iterator().next();
        }
    }

    DataCheck(ObjectFile file, RestClient client) {
        this.file = file;
        this.client = client;
    }

    /** The numbers of the panels that show one, by panel. */
    Map<String, Double> figures() {
        return figures;
    }

    void run() throws IOException {
        for (Saved saved : file.objects()) {
            switch (saved.type()) {
                case "index-pattern" -> checkView(saved);
                case "search" -> checkSearch(saved);
                case "dashboard" -> checkDashboard(saved);
                default -> {}
            }
        }
    }

    private void checkView(Saved view) throws IOException {
        String indices = indices(view);
        if (fields(indices).isEmpty()) {
            view.problem("reads " + indices + ", and there is no such index");
            return;
        }
        field(indices, view.attributes().path("timeFieldName").asText(), view::problem);
        for (String name : names(view.inner(view.attributes(), "fieldFormatMap"))) {
            field(indices, name, view::problem);
        }
    }

    private void checkSearch(Saved search) throws IOException {
        Reference target = search.references()
                .get(search.searchSource().path("indexRefName").asText());
        String indices = indices(target);
        if (indices.isEmpty()) {
            return;
        }
        for (JsonNode column : search.attributes().path("columns")) {
            field(indices, column.asText(), search::problem);
        }
        ObjectNode body = JSON.createObjectNode().put("size", 10);
        for (JsonNode sort : search.attributes().path("sort")) {
            Field known = field(indices, sort.path(0).asText(), search::problem);
            if (known != null && !known.aggregatable) {
                search.problem("sorts by " + sort.path(0).asText() + ", which cannot be sorted");
            }
            body.withArray("sort")
                    .addObject()
                    .put(sort.path(0).asText(), sort.path(1).asText());
        }
        Kql query = query(indices, search.searchSource().path("query"), search::problem);
        if (query != null) {
            body.set("query", query.query());
            JsonNode answer = ask(indices, body, search::problem);
            if (answer != null && answer.at("/hits/hits").isEmpty()) {
                search.problem("lists nothing");
            }
        }
    }

    private void checkDashboard(Saved dashboard) throws IOException {
        for (Map.Entry<String, JsonNode> control : dashboard.controls().entrySet()) {
            String id = control.getKey();
            String indices = indices(dashboard.references().get("controlGroup_" + id + ":optionsListDataView"));
            if (!indices.isEmpty()) {
                checkControl(
                        indices,
                        control.getValue().at("/explicitInput/fieldName").asText(),
                        sentence -> dashboard.problem("control '" + id + "' " + sentence));
            }
        }
        for (Panel panel : dashboard.panels()) {
            Map<String, Reference> references = Saved.references(panel.lens().path("references"));
            for (Map.Entry<String, JsonNode> layer : panel.layers().entrySet()) {
                String indices = indices(references.get("indexpattern-datasource-layer-" + layer.getKey()));
                if (!indices.isEmpty()) {
                    checkLayer(panel, indices, layer.getValue());
                }
            }
        }
    }

    private void checkControl(String indices, String name, Consumer<String> problem) throws IOException {
        Field known = field(indices, name, problem);
        if (known == null) {
            return;
        }
        if (!known.aggregatable) {
            problem.accept("offers field " + name + ", which cannot be aggregated (" + known.type() + ")");
            return;
        }
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        body.putObject("aggs").putObject("values").putObject("terms").put("field", name);
        JsonNode answer = ask(indices, body, problem);
        if (answer != null && answer.at("/aggregations/values/buckets").isEmpty()) {
            problem.accept("has nothing to choose from: no document has " + name);
        }
    }

    private void checkLayer(Panel panel, String indices, JsonNode layer) throws IOException {
        Kql where = query(indices, panel.lens().at("/state/query"), panel::problem);
        boolean sound = where != null;
        for (JsonNode name : layer.path("columnOrder")) {
            JsonNode column = layer.path("columns").path(name.asText());
            sound &= checkField(panel, indices, column);
            if (column.has("filter")) {
                sound &= query(indices, column.path("filter"), panel::problem) != null;
            }
            for (JsonNode filter : column.at("/params/filters")) {
                sound &= query(indices, filter.path("input"), panel::problem) != null;
            }
        }
        if (!sound || where == null) {
            return;
        }
        if (layer.path("ignoreGlobalFilters").asBoolean()
                && !where.comparisons().isEmpty()) {
            panel.problem("ignores the dashboard's filters, and Kibana then ignores the panel's own query, too");
        }
        LensQuery query = new LensQuery(layer, where, end(indices));
        if (indices.endsWith(TRAFFIC) && !indices.contains(",")) {
            checkSeries(panel, query);
        }
        JsonNode answer = ask(indices, query.body(), panel::problem);
        if (answer == null) {
            return;
        }
        for (String measure : query.measures()) {
            if (LensQuery.values(answer.path("aggregations"), measure) == 0) {
                panel.problem("shows nothing for '"
                        + layer.path("columns").path(measure).path("label").asText() + "'");
            }
        }
        if (panel.lens().path("visualizationType").asText().equals("lnsMetric")) {
            figures.put(
                    panel.id(),
                    LensQuery.figure(
                            answer.path("aggregations"), query.measures().get(0)));
        }
    }

    /** The board is looked at when its newest document is. */
    private String end(String indices) throws IOException {
        String known = ends.get(indices);
        if (known == null) {
            ObjectNode body = JSON.createObjectNode().put("size", 0);
            body.putObject("aggs").putObject("end").putObject("max").put("field", "@timestamp");
            Request request = new Request("POST", "/" + indices + "/_search");
            request.setJsonEntity(body.toString());
            known = JSON.readTree(client.performRequest(request).getEntity().getContent())
                    .at("/aggregations/end/value_as_string")
                    .asText();
            ends.put(indices, known);
        }
        return known;
    }

    private static void checkSeries(Panel panel, LensQuery query) {
        for (String field : SERIES_OF_TRAFFIC) {
            if (!query.pins(field)) {
                panel.problem("adds up documents that differ in " + field + " and so counts packets more than once");
            }
        }
    }

    private boolean checkField(Panel panel, String indices, JsonNode column) throws IOException {
        String operation = column.path("operationType").asText();
        String label = column.path("label").asText();
        if (operation.equals("filters")) {
            return true;
        }
        String name = column.path("sourceField").asText();
        Field known = field(indices, name, panel::problem);
        if (known == null) {
            return false;
        }
        if (!known.aggregatable) {
            panel.problem(
                    "takes field " + name + " for '" + label + "', which cannot be aggregated (" + known.type() + ")");
            return false;
        }
        String wanted = switch (operation) {
            case "sum", "average", "median" -> "a number";
            case "min", "max" -> "a number or a date";
            case "date_histogram" -> "a date";
            case "terms", "unique_count", "count" -> "";
            default -> "an operation that the check knows";
        };
        String given = NUMBERS.contains(known.type()) ? "number" : known.type().equals("date") ? "date" : "other";
        if (!wanted.isEmpty() && !wanted.contains(given)) {
            panel.problem("takes the " + operation + " of field " + name + " for '" + label + "', which is "
                    + known.type() + "; that takes " + wanted);
            return false;
        }
        String said = column.path("dataType").asText();
        if (operation.equals("terms") && !said.equals(dataType(known))) {
            panel.problem("says that field " + name + " is a " + said + "; it is " + known.type());
            return false;
        }
        return true;
    }

    private static String dataType(Field field) {
        return NUMBERS.contains(field.type()) ? "number" : field.type().equals("keyword") ? "string" : field.type();
    }

    private @Nullable Kql query(String indices, JsonNode query, Consumer<String> problem) throws IOException {
        Kql kql;
        try {
            kql = Kql.parse(query.path("query").asText());
        } catch (IllegalArgumentException unreadable) {
            problem.accept("asks what cannot be understood: " + unreadable.getMessage());
            return null;
        }
        boolean sound = true;
        for (Kql.Comparison comparison : kql.comparisons()) {
            Field known = field(indices, comparison.field(), problem);
            if (known == null) {
                sound = false;
            } else if (!known.searchable) {
                problem.accept("asks for field " + comparison.field() + ", which cannot be searched");
                sound = false;
            } else if (NUMBERS.contains(known.type()) && !comparison.value().matches("\\*|-?[0-9]+([.][0-9]+)?")) {
                problem.accept("compares field " + comparison.field() + ", which is " + known.type() + ", with '"
                        + comparison.value() + "'");
                sound = false;
            }
        }
        return sound ? kql : null;
    }

    private @Nullable Field field(String indices, String name, Consumer<String> problem) throws IOException {
        Field known = fields(indices).get(name);
        if (known == null) {
            problem.accept("reads field " + name + ", which no index of " + indices + " has");
        } else if (known.types.size() > 1) {
            problem.accept("reads field " + name + ", which is of several types: "
                    + String.join(", ", known.types.stream().sorted().toList()));
        }
        return known;
    }

    private Map<String, Field> fields(String indices) throws IOException {
        Map<String, Field> known = fields.get(indices);
        if (known == null) {
            known = new HashMap<>();
            Request request = new Request("GET", "/" + indices + "/_field_caps");
            request.addParameter("fields", "*");
            request.addParameter("ignore_unavailable", "true");
            JsonNode answer =
                    JSON.readTree(client.performRequest(request).getEntity().getContent());
            for (String name : names(answer.path("fields"))) {
                JsonNode types = answer.path("fields").path(name);
                boolean aggregatable = true;
                boolean searchable = true;
                for (JsonNode type : types) {
                    aggregatable &= type.path("aggregatable").asBoolean();
                    searchable &= type.path("searchable").asBoolean();
                }
                known.put(name, new Field(Set.copyOf(names(types)), aggregatable, searchable));
            }
            fields.put(indices, known);
        }
        return known;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What a data view reads; nothing if it is not in the file, which is a fault of the shape. */
    private String indices(@Nullable Reference target) {
        Saved view = target == null ? null : file.find(target.type(), target.id());
        return view == null ? "" : indices(view);
    }

    private static String indices(Saved view) {
        return view.attributes().path("title").asText();
    }

    private @Nullable JsonNode ask(String indices, ObjectNode body, Consumer<String> problem) throws IOException {
        Request request = new Request("POST", "/" + indices + "/_search");
        request.setJsonEntity(JSON.writeValueAsString(body));
        try {
            return JSON.readTree(client.performRequest(request).getEntity().getContent());
        } catch (ResponseException refused) {
            JsonNode answer = JSON.readTree(refused.getResponse().getEntity().getContent());
            ArrayNode causes = answer.withArray("/error/root_cause");
            problem.accept("is refused by Elasticsearch: "
                    + causes.path(0).path("reason").asText(answer.toString()));
            return null;
        }
    }
}
