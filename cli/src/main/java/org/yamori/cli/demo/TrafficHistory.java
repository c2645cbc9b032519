package org.yamori.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Chosen series of the room traffic, minute by minute and hour by hour. */
final class TrafficHistory {
    static final String TOTAL = "total all";

    /** What was counted in one window. */
    record Point(long packets, long sources, double completeness) {
        static final Point NOTHING = new Point(0, 0, 1);
    }

    private final Set<String> wanted;
    private final Map<String, SortedMap<Instant, Point>> minutes = new HashMap<>();
    private final Map<String, SortedMap<Instant, Point>> hours = new HashMap<>();

    /**
     * A history of nothing yet.
     *
     * @param wanted series such as {@code port tcp/23}; the total is always kept
     */
    TrafficHistory(Set<String> wanted) {
        this.wanted = wanted;
    }

    static String port(String port) {
        return "port " + port;
    }

    static String sensor(String sensor) {
        return "sensor " + sensor;
    }

    boolean wants(String series) {
        return series.equals(TOTAL) || wanted.contains(series);
    }

    /** Takes a finding of the room. */
    void add(JsonNode finding) {
        JsonNode yamori = finding.path("yamori");
        String series =
                yamori.path("breakdown").asText() + " " + yamori.path("key").asText();
        String resolution = yamori.at("/window/resolution").asText();
        if (!wants(series) || resolution.equals("day")) {
            return;
        }
        (resolution.equals("hour") ? hours : minutes)
                .computeIfAbsent(series, unseen -> new TreeMap<>())
                .put(
                        Instant.parse(yamori.at("/window/start").asText()),
                        new Point(
                                yamori.path("packets").asLong(),
                                yamori.path("sources").asLong(),
                                yamori.path("completeness").asDouble(1)));
    }

    /** Empty where nothing was counted. */
    SortedMap<Instant, Point> hours(String series) {
        return hours.getOrDefault(series, new TreeMap<>());
    }

    SortedMap<Instant, Point> minutes(String series) {
        return minutes.getOrDefault(series, new TreeMap<>());
    }
}
