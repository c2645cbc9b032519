package org.yamori.kibana.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Saved objects with a fault in one place, as somebody who edits them might leave them. */
public final class PlantedFault {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlantedFault() {}

    /** Changes one object of a file. */
    public static String inObject(String ndjson, String id, Consumer<ObjectNode> change) {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String line : ndjson.strip().split("\n", -1)) {
            ObjectNode object = (ObjectNode) read(line);
            if (object.path("id").asText().equals(id)) {
                change.accept(object);
                found = true;
            }
            lines.add(object.toString());
        }
        if (!found) {
            throw new IllegalArgumentException("there is no object " + id);
        }
        return String.join("\n", lines) + "\n";
    }

    /** Changes one panel of a dashboard. */
    public static String inPanel(String ndjson, String dashboard, String panel, Consumer<ObjectNode> change) {
        return inObject(ndjson, dashboard, object -> {
            ObjectNode attributes = (ObjectNode) object.get("attributes");
            JsonNode panels = read(attributes.get("panelsJSON").asText());
            boolean found = false;
            for (JsonNode each : panels) {
                if (each.path("panelIndex").asText().equals(panel)) {
                    change.accept((ObjectNode) each);
                    found = true;
                }
            }
            if (!found) {
                throw new IllegalArgumentException("there is no panel " + panel);
            }
            attributes.put("panelsJSON", panels.toString());
        });
    }

    /** Changes the column of a panel's layer. */
    public static String inColumn(
            String ndjson, String dashboard, String panel, String column, Consumer<ObjectNode> change) {
        return inPanel(
                ndjson,
                dashboard,
                panel,
                json -> change.accept((ObjectNode) layer(json).at("/columns/" + column)));
    }

    /** The layer of a panel. */
    public static ObjectNode layer(ObjectNode panel) {
        return (ObjectNode) panel.at("/embeddableConfig/attributes/state/datasourceStates/formBased/layers/layer");
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
