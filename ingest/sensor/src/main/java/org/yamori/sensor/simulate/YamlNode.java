package org.yamori.sensor.simulate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file that knows its line; scalars stay the text that was written. */
sealed interface YamlNode {
    int line();

    record Scalar(int line, String text) implements YamlNode {}

    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    record Mapping(int line, Map<String, YamlNode> entries) implements YamlNode {}

    int MAX_DEPTH = 20;

    /** Reads one YAML document; {@code file} names it in problems. */
    static YamlNode read(String text, String file) throws BadScenarioException {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw problem(
                        file, 1, "the file is empty; wanted: a scenario with seed, start, duration, sensors, actors");
            }
            YamlNode root = value(parser, file, 0);
            if (parser.nextToken() != null) {
                throw problem(file, line(parser), "a second document begins here; allowed: one scenario per file");
            }
            return root;
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null
                    ? 1
                    : Math.max(1, broken.getLocation().getLineNr());
            String said =
                    broken.getOriginalMessage().replace("in 'reader', ", "").replaceAll("\\s+", " ");
            throw problem(
                    file, line, "this is no YAML: " + (said.length() > 240 ? said.substring(0, 240) + "…" : said));
        } catch (BadScenarioException bad) {
            throw bad;
        } catch (IOException impossible) {
            throw problem(file, 1, "this cannot be read: " + impossible.getMessage());
        }
    }

    private static YamlNode value(YAMLParser parser, String file, int depth) throws IOException {
        int line = line(parser);
        if (depth > MAX_DEPTH) {
            throw problem(file, line, "values are nested deeper than " + MAX_DEPTH + " levels");
        }
        if (parser.isCurrentAlias()) {
            throw problem(file, line, "'*" + parser.getText() + "' is an alias; allowed: values written out");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, file, depth + 1));
            }
            return new Sequence(line, items);
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, YamlNode> entries = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int keyLine = line(parser);
                parser.nextToken();
                if (entries.put(key, value(parser, file, depth + 1)) != null) {
                    throw problem(file, keyLine, "'" + key + "' stands twice in one place; allowed: once");
                }
            }
            return new Mapping(line, entries);
        }
        return new Scalar(line, parser.getText());
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static BadScenarioException problem(String file, int line, String what) {
        return new BadScenarioException(List.of(file + ":" + line + ": " + what));
    }
}
