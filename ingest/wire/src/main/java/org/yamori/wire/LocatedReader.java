package org.yamori.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/** Reads one JSON or YAML document into {@link Located} values, within bounds. */
final class LocatedReader {
    /** A document of ours is three or four levels deep. */
    private static final int MOST_LEVELS = 32;

    /** 200,000 prefixes are a tenth of this; a value takes up to 200 bytes of memory. */
    private static final int MOST_VALUES = 2_000_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Problems problems;
    private int values;

    private LocatedReader(JsonParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The whole document, or null after saying why there is none. */
    static @Nullable Located read(JsonParser parser, Problems problems) throws IOException {
        try {
            if (parser.nextToken() == null) {
                problems.add(1, "", "", "the document is empty");
                return null;
            }
            LocatedReader reader = new LocatedReader(parser, problems);
            Located document = reader.value("", 1);
            if (parser.nextToken() != null) {
                problems.add(reader.line(), "", "", "a second document follows; one is allowed");
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

    private Located value(String path, int level) throws IOException {
        int line = line();
        if (++values > MOST_VALUES) {
            throw new JsonParseException(parser, "the document has more than " + MOST_VALUES + " values");
        }
        if (level > MOST_LEVELS) {
            problems.add(line, path, "", "nested deeper than the " + MOST_LEVELS + " levels that are allowed");
            parser.skipChildren();
            return new Located.Scalar(line, NODES.nullNode());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(path, level, line);
            case START_ARRAY -> {
                List<Located> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(path + "[" + items.size() + "]", level + 1));
                }
                yield new Located.Items(line, items);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Located.Scalar(line, number());
            case VALUE_TRUE -> new Located.Scalar(line, NODES.booleanNode(true));
            case VALUE_FALSE -> new Located.Scalar(line, NODES.booleanNode(false));
            case VALUE_STRING -> {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    problems.add(line, path, "*" + parser.getText(), "YAML aliases are not read; write the value out");
                }
                yield new Located.Scalar(line, NODES.textNode(parser.getText()));
            }
            default -> new Located.Scalar(line, NODES.nullNode());
        };
    }

    private Located members(String path, int level, int line) throws IOException {
        Map<String, Located> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            int keyLine = line();
            parser.nextToken();
            Located value = value(keyPath, level + 1);
            if (members.putIfAbsent(key, value) != null) {
                problems.add(keyLine, keyPath, key, "the key stands here twice; once is allowed");
            }
        }
        return new Located.Members(line, members);
    }

    /** The smallest node that holds the number: Jackson calls equal numbers in different nodes different. */
    private JsonNode number() throws IOException {
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getText());
        } catch (NumberFormatException onlyYamlReadsIt) {
            return NODES.textNode(parser.getText());
        }
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            double rounded = number.doubleValue();
            boolean same = Double.isFinite(rounded) && new BigDecimal(Double.toString(rounded)).compareTo(number) == 0;
            return same ? NODES.numberNode(rounded) : NODES.numberNode(number);
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < 32
                ? NODES.numberNode(whole.intValue())
                : whole.bitLength() < 64 ? NODES.numberNode(whole.longValue()) : NODES.numberNode(whole);
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
