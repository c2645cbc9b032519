package org.yamori.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One line for a finding of any kind: its message, or else the words of the Elastic Common Schema it carries. */
final class FindingWords {
    private FindingWords() {}

    static String of(JsonNode document) {
        String message = document.path("message").asText("");
        if (!message.isEmpty()) {
            return message;
        }
        List<String> words = new ArrayList<>();
        add(words, document.at("/observer/name"));
        add(words, document.at("/yamori/sensor/state"));
        JsonNode since = document.at("/yamori/sensor/silent_since");
        if (since.isTextual()) {
            words.add("since " + since.asText());
        }
        JsonNode until = document.at("/yamori/sensor/silent_until");
        if (until.isTextual()) {
            words.add("until " + until.asText());
        }
        add(words, document.at("/rule/name"));
        add(words, document.at("/organization/name"));
        JsonNode source = document.path("source");
        add(words, source.has("ip") ? source.path("ip") : source.path("address"));
        JsonNode port = document.at("/destination/port");
        if (port.isNumber()) {
            String transport = document.at("/network/transport").asText("");
            words.add("to " + port.asText() + (transport.isEmpty() ? "" : "/" + transport));
        }
        add(words, document.at("/yamori/key"));
        return String.join(" ", words);
    }

    private static void add(List<String> words, JsonNode value) {
        if (value.isTextual() && !value.asText().isEmpty()) {
            words.add(value.asText());
        }
    }
}
