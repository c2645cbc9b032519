package org.yamori.kibana.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Saved objects of a file, one JSON a line, and what is found wrong with them, in sentences that name the place. */
final class ObjectFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<Saved> objects = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ObjectFile(String name, String ndjson) {
        this.name = name;
        int number = 0;
        for (String line : ndjson.split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                objects.add(new Saved(JSON.readTree(line)));
            } catch (JsonProcessingException broken) {
                problems.add(name + ": line " + number + " is no JSON: " + broken.getOriginalMessage());
            }
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<Saved> objects() {
        return objects;
    }

    @Nullable
    Saved find(String type, String id) {
        return objects.stream()
                .filter(saved -> saved.type().equals(type) && saved.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** One object of the file. */
    final class Saved {
        private final JsonNode json;

        private Saved(JsonNode json) {
            this.json = json;
        }

        String type() {
            return json.path("type").asText();
        }

        String id() {
            return json.path("id").asText();
        }

        JsonNode json() {
            return json;
        }

        JsonNode attributes() {
            return json.path("attributes");
        }

        void problem(String sentence) {
            problems.add(name + ": " + type() + " " + id() + " " + sentence);
        }

        /** Its own references by name. */
        Map<String, Reference> references() {
            return references(json.path("references"));
        }

        static Map<String, Reference> references(JsonNode list) {
            Map<String, Reference> references = new LinkedHashMap<>();
            for (JsonNode reference : list) {
                references.put(
                        reference.path("name").asText(),
                        new Reference(
                                reference.path("type").asText(),
                                reference.path("id").asText()));
            }
            return references;
        }

        /** JSON that is kept inside of a text. */
        JsonNode inner(JsonNode holder, String field) {
            try {
                return JSON.readTree(holder.path(field).asText("{}"));
            } catch (JsonProcessingException broken) {
                problem("has no JSON in " + field + ": " + broken.getOriginalMessage());
                return JSON.createObjectNode();
            }
        }

        JsonNode searchSource() {
            return inner(attributes().path("kibanaSavedObjectMeta"), "searchSourceJSON");
        }

        List<Panel> panels() {
            List<Panel> panels = new ArrayList<>();
            inner(attributes(), "panelsJSON").forEach(panel -> panels.add(new Panel(this, panel)));
            return panels;
        }

        /** Controls by their ids. */
        Map<String, JsonNode> controls() {
            Map<String, JsonNode> controls = new LinkedHashMap<>();
            inner(attributes().path("controlGroupInput"), "panelsJSON")
                    .properties()
                    .forEach(control -> controls.put(control.getKey(), control.getValue()));
            return controls;
        }
    }

    /** What another object is called. */
    record Reference(String type, String id) {
        @Override
        public String toString() {
            return type + " " + id;
        }
    }

    /** One panel of a dashboard. */
    record Panel(Saved dashboard, JsonNode json) {
        String id() {
            return json.path("panelIndex").asText();
        }

        String type() {
            return json.path("type").asText();
        }

        JsonNode lens() {
            return json.at("/embeddableConfig/attributes");
        }

        /** The layers of a Lens by their ids. */
        Map<String, JsonNode> layers() {
            Map<String, JsonNode> layers = new LinkedHashMap<>();
            lens().at("/state/datasourceStates/formBased/layers")
                    .properties()
                    .forEach(layer -> layers.put(layer.getKey(), layer.getValue()));
            return layers;
        }

        void problem(String sentence) {
            dashboard.problem("panel '" + id() + "' " + sentence);
        }
    }
}
