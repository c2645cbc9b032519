package org.yamori.kibana.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object of Kibana under construction: its attributes, and what it refers to. */
final class SavedObject {
    /** Kinds of objects, each with the newest shape that Kibana 8.9 knows; later ones migrate it themselves. */
    enum Type {
        DASHBOARD("dashboard", "8.9.0"),
        DATA_VIEW("index-pattern", "8.0.0"),
        SEARCH("search", "7.9.3");

        private final String word;
        private final String shape;

        Type(String word, String shape) {
            this.word = word;
            this.shape = shape;
        }
    }

    private static final String CORE_SHAPE = "8.8.0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Type type;
    private final String id;
    private final ObjectNode attributes = object();
    private final Map<String, ObjectNode> references = new LinkedHashMap<>();

    SavedObject(Type type, String id) {
        this.type = type;
        this.id = id;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode attributes() {
        return attributes;
    }

    /** Refers to an object under a name by which the attributes speak of it. */
    void refer(String name, Type target, String targetId) {
        references.put(name, reference(name, target, targetId));
    }

    static ObjectNode reference(String name, Type target, String targetId) {
        return object().put("id", targetId).put("name", name).put("type", target.word);
    }

    /** Kibana keeps much of an object's attributes as JSON inside of texts. */
    static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ObjectNode kql(String query) {
        return object().put("language", "kuery").put("query", query);
    }

    ObjectNode json() {
        ObjectNode json = object();
        json.set("attributes", attributes);
        json.put("coreMigrationVersion", CORE_SHAPE);
        json.put("id", id);
        json.put("managed", false);
        json.putArray("references").addAll(references.values());
        json.put("type", type.word);
        json.put("typeMigrationVersion", type.shape);
        return json;
    }
}
