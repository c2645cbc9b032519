package org.yamori.cli.report;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The packets of every source in every network, from which pseudonyms take their order. */
final class SourceRanking {
    private final Map<String, Map<String, Long>> byNetwork = new TreeMap<>();

    void add(TrafficRow row) {
        // Hours are what the table prints; days and destination countries count the same packets again.
        if (row.series().is("source") && row.window().isHour()) {
            byNetwork
                    .computeIfAbsent(row.series().network(), network -> new HashMap<>())
                    .merge(row.series().party().source(), row.packets().atLeast(), Long::sum);
        }
    }

    Map<String, String> labels(String network) {
        NavigableSet<String> all = new TreeSet<>(PseudonymLogic.NATURAL);
        byNetwork.values().forEach(sources -> all.addAll(sources.keySet()));
        return PseudonymLogic.labels(all, byNetwork.getOrDefault(network, Map.of()));
    }

    String largestNetwork() {
        String largest = "";
        long most = -1;
        for (var network : byNetwork.entrySet()) {
            long packets = network.getValue().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (packets > most) {
                most = packets;
                largest = network.getKey();
            }
        }
        return largest;
    }
}
