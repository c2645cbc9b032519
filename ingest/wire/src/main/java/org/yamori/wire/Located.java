package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A value of a JSON or YAML document that knows on which line it stands. */
sealed interface Located {
    int line();

    JsonNode toJson();

    default boolean isNull() {
        return false;
    }

    /** The value for a message, shortened. */
    default String shown() {
        JsonNode json = toJson();
        return BlockHeader.clip(json.isTextual() ? json.textValue() : json.toString());
    }

    record Scalar(int line, JsonNode value) implements Located {
        @Override
        public JsonNode toJson() {
            return value;
        }

        @Override
        public boolean isNull() {
            return value.isNull();
        }
    }

    record Items(int line, List<Located> items) implements Located {
        @Override
        public JsonNode toJson() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(item.toJson()));
            return array;
        }

        @Override
        public String shown() {
            return "a list of " + items.size();
        }
    }

    record Members(int line, Map<String, Located> members) implements Located {
        @Override
        public JsonNode toJson() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((key, value) -> object.set(key, value.toJson()));
            return object;
        }

        @Override
        public String shown() {
            return BlockHeader.clip("an object with the keys " + String.join(", ", members.keySet()));
        }
    }
}
