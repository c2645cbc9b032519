package org.yamori.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was found beside traffic, for a page of summary: surges, campaigns, attacks and storms, the largest first. */
final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<Event> LARGEST =
            Comparator.comparingLong(Event::size).reversed().thenComparing(Event::words);

    private final Map<String, List<Event>> byKind = new TreeMap<>();

    /** One finding in a few words. */
    private record Event(long size, boolean paged, String words) {}

    void add(String line) throws IOException {
        if (line.contains("\"dataset\":\"yamori.surge\"")) {
            add("surges", surge(JSON.readTree(line).get("yamori")));
        } else if (line.contains("\"dataset\":\"yamori.campaign\"")) {
            add("campaigns", campaign(JSON.readTree(line).get("yamori")));
        } else if (line.contains("\"dataset\":\"yamori.storm\"")) {
            add("storms", storm(JSON.readTree(line).get("yamori")));
        } else if (line.contains("\"dataset\":\"yamori.attack\"")) {
            JsonNode attack = JSON.readTree(line);
            if (!attack.at("/yamori/attack/state").asText().equals("overflow")) {
                add("attacks", attack(attack));
            }
        }
    }

    private void add(String kind, Event event) {
        byKind.computeIfAbsent(kind, unseen -> new ArrayList<>()).add(event);
    }

    private static Event surge(JsonNode yamori) {
        JsonNode surge = yamori.get("surge");
        long sources = surge.at("/peak/sources").asLong();
        return new Event(
                sources,
                yamori.path("disposition").asText().equals("paged"),
                String.format(
                        Locale.ROOT,
                        "%s%s since %s, %,d sources in %d min where %,.1f were expected",
                        surge.path("port").asText(),
                        surge.has("part") ? " " + surge.path("part").asText() : "",
                        surge.path("onset").asText(),
                        sources,
                        surge.path("window_minutes").asInt(),
                        surge.path("expected").asDouble()));
    }

    private static Event campaign(JsonNode yamori) {
        JsonNode campaign = yamori.get("campaign");
        List<String> ports = new ArrayList<>();
        campaign.path("ports").forEach(port -> ports.add(port.asText()));
        return new Event(
                ports.size(),
                false,
                String.join(" + ", ports) + " since "
                        + campaign.path("first_onset").asText());
    }

    private static Event attack(JsonNode finding) {
        JsonNode attack = finding.at("/yamori/attack");
        long packets = attack.path("packets").asLong();
        return new Event(
                packets,
                false,
                String.format(
                        Locale.ROOT,
                        "%s %s since %s, %,d packets",
                        finding.at("/source/ip").asText(),
                        attack.path("kind").asText(),
                        attack.path("since").asText(),
                        packets));
    }

    private static Event storm(JsonNode yamori) {
        JsonNode storm = yamori.get("storm");
        long sources = storm.at("/largest_minute/sources").asLong();
        return new Event(
                sources,
                false,
                String.format(
                        Locale.ROOT,
                        "%s since %s, %,d forged sources in a minute",
                        storm.path("key").asText(),
                        storm.path("from").asText(),
                        sources));
    }

    /** A line for each kind that was found. */
    Map<String, String> lines(int top) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String kind : List.of("surges", "campaigns", "attacks", "storms")) {
            List<Event> events = byKind.getOrDefault(kind, List.of());
            if (!events.isEmpty()) {
                long paged = events.stream().filter(Event::paged).count();
                lines.put(
                        kind,
                        events.size()
                                + (kind.equals("surges") ? ", " + paged + " of them paged: " : ": ")
                                + events.stream()
                                        .sorted(LARGEST)
                                        .limit(top)
                                        .map(Event::words)
                                        .collect(Collectors.joining("; "))
                                + (events.size() > top ? "; " + (events.size() - top) + " more" : ""));
            }
        }
        return lines;
    }
}
