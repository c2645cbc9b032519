package org.yamori.console.overview;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was found in the day before the span's end, besides counts and mails.
 *
 * @param inAll how many
 * @param byKind how many of each kind
 * @param latest the newest first
 */
public record Findings(long inAll, SortedMap<String, Long> byKind, List<Found> latest) {
    public Findings {
        byKind = new TreeMap<>(byKind);
        latest = List.copyOf(latest);
    }

    /**
     * One finding.
     *
     * @param words what it says, in one line
     * @param id as the index has it
     */
    public record Found(Instant time, String kind, String words, String id) {}
}
