package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody who is told when one of their hosts misbehaves.
 *
 * @param livenets prefixes in use
 * @param darknets prefixes announced but unused
 * @param validity when the entry holds
 * @param further contacts, whitelist, thresholds and the like, as they were written
 */
public record Organisation(
        String name, List<Cidr> livenets, List<Cidr> darknets, Validity validity, Map<String, JsonNode> further)
        implements Serializable {
    /** Keys of {@link #further}. */
    static final List<String> FURTHER =
            List.of("contacts", "whitelist", "thresholds", "parent", "unit", "language", "timezone");

    static final List<JsonKey> KEYS = keys();

    public Organisation {
        Names.line("an organisation's name", name);
        livenets = List.copyOf(livenets);
        darknets = List.copyOf(darknets);
        Map<String, JsonNode> copy = new TreeMap<>();
        further.forEach((key, value) -> {
            if (!FURTHER.contains(key)) {
                throw new IllegalArgumentException("the key '" + key + "' is not known; " + Nearest.hint(key, FURTHER));
            }
            copy.put(key, value.deepCopy());
        });
        further = Collections.unmodifiableMap(copy);
    }

    private static List<JsonKey> keys() {
        List<JsonKey> keys = new ArrayList<>(List.of(
                JsonKey.required("name", "a text", "who it is; no other organisation has the name"),
                JsonKey.optional("livenets", "a list of prefixes", "addresses in use"),
                JsonKey.optional("darknets", "a list of prefixes", "addresses announced but unused"),
                JsonKey.optional("validFrom", "a time or a day", "first moment at which the entry holds"),
                JsonKey.optional("validTo", "a time or a day", "first moment at which it no longer holds")));
        FURTHER.forEach(key -> keys.add(JsonKey.optional(key, "any JSON", "kept as it is")));
        return List.copyOf(keys);
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object().put("name", name);
        node.set("livenets", Json.texts(livenets));
        node.set("darknets", Json.texts(darknets));
        RegistryReader.putValidity(node, validity);
        further.forEach(node::set);
        return node;
    }
}
