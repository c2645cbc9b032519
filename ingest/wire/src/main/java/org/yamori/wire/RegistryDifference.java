package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What changes from one registry to another, key by key, in the words of a registry file. */
public final class RegistryDifference {
    private static final int MOST_NAMES = 3;
    private static final Set<String> PREFIXES = Set.of("livenets", "darknets");
    private static final Set<String> WHITELISTS = Set.of("whitelist.sources", "whitelist.destinations");

    private final List<String> lines = new ArrayList<>();
    private final List<String> summary = new ArrayList<>();
    /* What stands in lists, added and removed. */
    private final int[] prefixes = new int[2];
    private final int[] whitelisted = new int[2];

    private RegistryDifference(Registry before, Registry after) {
        compare(
                "organisation",
                named(before.organisations(), Organisation::name, Organisation::toNode),
                named(after.organisations(), Organisation::name, Organisation::toNode));
        count("prefixes", prefixes);
        count("whitelist entries", whitelisted);
        compare(
                "sensor",
                named(before.sensors(), RegistryDifference::entry, SensorEntry::toNode),
                named(after.sensors(), RegistryDifference::entry, SensorEntry::toNode));
        compareOnly("alerts", before.alerts().toNode(), after.alerts().toNode());
        compareOnly("surge", before.surge().toNode(), after.surge().toNode());
    }

    public static RegistryDifference between(Registry before, Registry after) {
        return new RegistryDifference(before, after);
    }

    /** Whether nothing changes, but perhaps the order in which things stand. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** A line for each organisation and sensor that changes, and an indented one for each of its changes. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** All of it in one line. */
    public String summary() {
        return isEmpty() ? "nothing" : String.join("; ", summary);
    }

    private static String entry(SensorEntry sensor) {
        long from = sensor.validity().fromMicros();
        return sensor.name() + (from == Long.MIN_VALUE ? "" : " from " + Micros.text(from));
    }

    private static <T> Map<String, ObjectNode> named(
            List<T> entries, Function<T, String> name, Function<T, ObjectNode> node) {
        Map<String, ObjectNode> named = new LinkedHashMap<>();
        entries.forEach(entry -> named.put(name.apply(entry), node.apply(entry)));
        return named;
    }

    private void compare(String what, Map<String, ObjectNode> before, Map<String, ObjectNode> after) {
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String name : union(before.keySet(), after.keySet())) {
            @Nullable ObjectNode old = before.get(name);
            @Nullable ObjectNode now = after.get(name);
            List<String> found = differences(old == null ? Json.object() : old, now == null ? Json.object() : now);
            if (old == null || now == null || !found.isEmpty()) {
                lines.add((old == null ? "+ " : now == null ? "- " : "~ ") + what + " " + name);
                lines.addAll(found);
                (old == null ? added : now == null ? removed : changed).add(name);
            }
        }
        String words = words('+', added) + words('~', changed) + words('-', removed);
        if (!words.isEmpty()) {
            summary.add(what + "s" + words);
        }
    }

    private static String words(char sign, List<String> names) {
        return names.isEmpty()
                ? ""
                : names.size() <= MOST_NAMES
                        ? " " + sign + " " + BlockHeader.clip(String.join(", ", names))
                        : " " + sign + " " + names.size();
    }

    private void count(String what, int[] counts) {
        if (counts[0] + counts[1] > 0) {
            summary.add(what + (counts[0] == 0 ? "" : " +" + counts[0]) + (counts[1] == 0 ? "" : " -" + counts[1]));
        }
    }

    private void compareOnly(String what, ObjectNode before, ObjectNode after) {
        List<String> found = differences(before, after);
        if (!found.isEmpty()) {
            lines.add("~ " + what);
            lines.addAll(found);
            summary.add(what + String.join(",", found).replaceAll(" {2,}", " "));
        }
    }

    private List<String> differences(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode> old = new LinkedHashMap<>();
        Map<String, JsonNode> now = new LinkedHashMap<>();
        flatten("", before, old);
        flatten("", after, now);
        List<String> found = new ArrayList<>();
        for (String key : union(old.keySet(), now.keySet())) {
            JsonNode was = old.getOrDefault(key, Json.object());
            JsonNode is = now.getOrDefault(key, Json.object());
            if (isSet(was) || isSet(is)) {
                Set<JsonNode> removed = elements(was);
                Set<JsonNode> added = elements(is);
                elements(is).forEach(removed::remove);
                elements(was).forEach(added::remove);
                added.forEach(element -> found.add(line('+', key, text(element))));
                removed.forEach(element -> found.add(line('-', key, text(element))));
                tally(key, added.size(), removed.size());
            } else if (!was.equals(is)) {
                found.add(
                        was.isObject()
                                ? line('+', key, text(is))
                                : is.isObject()
                                        ? line('-', key, text(was))
                                        : line('~', key, text(was) + " -> " + text(is)));
            }
        }
        return found;
    }

    private void tally(String key, int added, int removed) {
        int[] counts = PREFIXES.contains(key) ? prefixes : WHITELISTS.contains(key) ? whitelisted : new int[2];
        counts[0] += added;
        counts[1] += removed;
    }

    private static String line(char sign, String key, String value) {
        return "    " + sign + " " + key + " " + value;
    }

    private static void flatten(String path, ObjectNode node, Map<String, JsonNode> into) {
        node.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode inner) {
                flatten(path + field.getKey() + ".", inner, into);
            } else if (!field.getKey().equals("name")) {
                into.put(path + field.getKey(), field.getValue());
            }
        });
    }

    /** Whether it is a list in which the order says nothing; numbers are in order. */
    private static boolean isSet(JsonNode node) {
        return node.isArray() && (node.isEmpty() || !node.get(0).isNumber());
    }

    private static Set<JsonNode> elements(JsonNode node) {
        Set<JsonNode> elements = new LinkedHashSet<>();
        if (node.isArray()) {
            node.forEach(elements::add);
        }
        return elements;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : node.toString();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }
}
