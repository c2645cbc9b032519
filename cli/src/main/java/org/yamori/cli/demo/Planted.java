package org.yamori.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one actor of a scenario did, by its labels at all sensors together.
 *
 * @param span from its first packet to its last, or from the start of an outage to its end
 * @param packetsBySensor packets that each sensor got
 * @param packetsByPort packets by {@code tcp/23}, where few enough ports were tried to name them all
 * @param sources addresses and ranges that sent, where the labels name them
 * @param missed packets that an outage kept away
 */
record Planted(
        Who who,
        Span span,
        NavigableMap<String, Long> packetsBySensor,
        NavigableMap<String, Long> packetsByPort,
        List<String> sources,
        Missed missed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An actor.
     *
     * @param kind as in a scenario
     */
    record Who(String actor, String kind) {}

    /**
     * Packets of others that did not get through.
     *
     * @param fate {@code lost} or {@code dropped}, empty where nothing was missed
     */
    record Missed(String fate, long packets) {
        static final Missed NOTHING = new Missed("", 0);
    }

    long packets() {
        return packetsBySensor.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Ports by their packets, the busiest first. */
    List<String> ports() {
        return packetsByPort.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Reads the labels of a scenario, one JSON object a line; in the order in which things began. */
    static List<Planted> read(Path labels) throws IOException {
        Map<String, List<JsonNode>> byActor = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(labels, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JsonNode label = JSON.readTree(line);
                if (!label.path("actor").isTextual() || !label.path("kind").isTextual()) {
                    throw new IOException(labels + " line " + number + ": a label names its actor and kind");
                }
                byActor.computeIfAbsent(label.get("actor").asText(), unseen -> new ArrayList<>())
                        .add(label);
            }
        }
        return byActor.values().stream()
                .map(Planted::together)
                .sorted(Comparator.comparing(planted -> planted.span.from()))
                .toList();
    }

    private static Planted together(List<JsonNode> labels) {
        Instant from = Instant.MAX;
        Instant to = Instant.MIN;
        NavigableMap<String, Long> sensors = new TreeMap<>();
        NavigableMap<String, Long> ports = new TreeMap<>();
        TreeSet<String> sources = new TreeSet<>();
        Missed missed = Missed.NOTHING;
        boolean manyPorts = false;
        for (JsonNode label : labels) {
            sensors.merge(label.path("sensor").asText(), label.path("packets").asLong(), Long::sum);
            if (label.has("first")) {
                from = earlier(from, Instant.parse(label.get("first").asText()));
                to = later(to, Instant.parse(label.get("last").asText()));
            }
            label.path("packetsByPort")
                    .properties()
                    .forEach(port -> ports.merge(port.getKey(), port.getValue().asLong(), Long::sum));
            manyPorts |= label.has("otherPorts");
            label.path("sourceRanges").forEach(range -> sources.add(range.asText()));
            if (label.has("victim")) {
                sources.add(label.get("victim").asText().replaceFirst(":[0-9]+$", ""));
            }
            if (label.has("missed")) {
                missed = new Missed(
                        label.at("/missed/fate").asText(),
                        missed.packets + label.at("/missed/packets").asLong());
            }
        }
        if (manyPorts) {
            ports.clear();
        }
        JsonNode one = labels.get(0);
        return new Planted(
                new Who(one.path("actor").asText(), one.path("kind").asText()),
                from.isAfter(to) ? Span.NONE : new Span(from, to),
                sensors,
                ports,
                List.copyOf(sources),
                missed);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
