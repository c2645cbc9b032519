package org.yamori.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A value of a JSON or YAML document that knows on which line it stands. */
sealed interface Located {
    /** A document of ours is three or four levels deep. */
    int MOST_LEVELS = 32;

    int line();

    JsonNode toJson();

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
            return "an object with the keys " + String.join(", ", members.keySet());
        }
    }

    /** The whole document, or null after saying why there is none. */
    static @Nullable Located read(JsonParser parser, Problems problems) throws IOException {
        try {
            if (parser.nextToken() == null) {
                problems.add(1, "", "", "the document is empty");
                return null;
            }
            Located document = value(parser, problems, "", 1);
            if (parser.nextToken() != null) {
                problems.add(line(parser), "", "", "a second document follows; one is allowed");
            }
            return document;
        } catch (JsonProcessingException damaged) {
            if (damaged.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
                problems.add(yaml.getProblemMark().getLine() + 1, "", "", "no YAML: " + yaml.getProblem());
            } else {
                JsonLocation at = damaged.getLocation();
                int line = at == null ? 1 : Math.max(1, at.getLineNr());
                problems.add(line, "", "", damaged.getOriginalMessage());
            }
            return null;
        }
    }

    private static Located value(JsonParser parser, Problems problems, String path, int level) throws IOException {
        int line = line(parser);
        if (level > MOST_LEVELS) {
            problems.add(line, path, "", "nested deeper than the " + MOST_LEVELS + " levels that are allowed");
            parser.skipChildren();
            return new Scalar(line, JsonNodeFactory.instance.nullNode());
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser, problems, path, level, line);
            case START_ARRAY -> {
                List<Located> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser, problems, path + "[" + items.size() + "]", level + 1));
                }
                yield new Items(line, items);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(line, number(parser));
            case VALUE_TRUE -> new Scalar(line, nodes.booleanNode(true));
            case VALUE_FALSE -> new Scalar(line, nodes.booleanNode(false));
            case VALUE_STRING -> {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    problems.add(line, path, "*" + parser.getText(), "YAML aliases are not read; write the value out");
                }
                yield new Scalar(line, nodes.textNode(parser.getText()));
            }
            default -> new Scalar(line, nodes.nullNode());
        };
    }

    /** The smallest node that holds the number: Jackson calls equal numbers in different nodes different. */
    private static JsonNode number(JsonParser parser) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getText());
        } catch (NumberFormatException onlyYamlReadsIt) {
            return nodes.textNode(parser.getText());
        }
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double rounded = number.doubleValue();
            boolean same = Double.isFinite(rounded) && new BigDecimal(Double.toString(rounded)).compareTo(number) == 0;
            return same ? nodes.numberNode(rounded) : nodes.numberNode(number);
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < 32
                ? nodes.numberNode(whole.intValue())
                : whole.bitLength() < 64 ? nodes.numberNode(whole.longValue()) : nodes.numberNode(whole);
    }

    private static Located members(JsonParser parser, Problems problems, String path, int level, int line)
            throws IOException {
        Map<String, Located> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            int keyLine = line(parser);
            parser.nextToken();
            Located value = value(parser, problems, keyPath, level + 1);
            if (members.putIfAbsent(key, value) != null) {
                problems.add(keyLine, keyPath, key, "the key stands here twice; once is allowed");
            }
        }
        return new Members(line, members);
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
