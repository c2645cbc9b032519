package org.yamori.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the room sensor told about each sensor's minutes: when it spoke, and what it dropped or lost. */
final class SensorHistory {
    /** So much more than the usual time between two words is a silence. */
    private static final int LONG_PAUSE = 5;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * Packets that are in no count, by cause.
     *
     * @param dropped the sensor could not take them
     * @param lost rows of blocks that never came, or were refused
     */
    record Gone(long dropped, long lost) {
        static final Gone NOTHING = new Gone(0, 0);

        Gone plus(Gone other) {
            return new Gone(dropped + other.dropped, lost + other.lost);
        }

        boolean isNothing() {
            return dropped == 0 && lost == 0;
        }
    }

    private final Map<String, SortedSet<Instant>> spoken = new HashMap<>();
    private final SortedMap<String, SortedMap<Instant, Gone>> gone = new TreeMap<>();

    /** Takes a minute of a sensor. */
    void add(JsonNode finding) {
        String sensor = finding.at("/observer/name").asText();
        Instant minute = Instant.parse(finding.path("@timestamp").asText());
        JsonNode told = finding.at("/yamori/sensor");
        spoken.computeIfAbsent(sensor, unseen -> new TreeSet<>()).add(minute);
        Gone here = new Gone(
                told.path("dropped_by_kernel").asLong()
                        + told.path("dropped_by_sensor").asLong(),
                told.path("lost_rows").asLong() + told.path("refused_rows").asLong());
        if (!here.isNothing()) {
            gone.computeIfAbsent(sensor, unseen -> new TreeMap<>()).put(minute, here);
        }
    }

    /** What went missing at a sensor in the minutes of a span. */
    Gone goneIn(String sensor, Span span) {
        return gone.getOrDefault(sensor, new TreeMap<>()).entrySet().stream()
                .filter(minute ->
                        span.overlaps(new Span(minute.getKey(), minute.getKey().plus(MINUTE))))
                .map(Map.Entry::getValue)
                .reduce(Gone.NOTHING, Gone::plus);
    }

    /** What went missing at any sensor, minute by minute. */
    SortedMap<String, SortedMap<Instant, Gone>> gone() {
        return gone;
    }

    /** Times in which a sensor said nothing for much longer than it usually does. */
    List<Span> silences(String sensor) {
        List<Instant> words = List.copyOf(spoken.getOrDefault(sensor, new TreeSet<>()));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            pauses.add(Duration.between(words.get(i - 1), words.get(i)));
        }
        if (pauses.isEmpty()) {
            return List.of();
        }
        Duration usual = pauses.stream().sorted().toList().get(pauses.size() / 2);
        List<Span> silences = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            if (pauses.get(i - 1).compareTo(usual.multipliedBy(LONG_PAUSE)) > 0) {
                silences.add(new Span(words.get(i - 1), words.get(i)));
            }
        }
        return silences;
    }
}
