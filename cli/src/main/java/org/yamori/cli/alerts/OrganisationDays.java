package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What hosts of organisations sent to darknets on each day (UTC), added up over the shards that told it. */
final class OrganisationDays {
    static final String KIND = "organisation";

    private final Map<String, Share> shares = new HashMap<>();

    /** What one shard told of one day. */
    private record Share(long revision, Day day, long packets, long alerts) {}

    /** A day of an organisation. */
    record Day(String organisation, LocalDate date) implements Comparable<Day> {
        static Day of(String organisation, Instant time) {
            return new Day(organisation, LocalDate.ofInstant(time, ZoneOffset.UTC));
        }

        @Override
        public int compareTo(Day other) {
            int byName = organisation.compareTo(other.organisation);
            return byName != 0 ? byName : date.compareTo(other.date);
        }
    }

    /** Packets that were sent on a day and alerts that were told of. */
    record Sum(long packets, long alerts) {
        Sum plus(Sum more) {
            return new Sum(packets + more.packets, alerts + more.alerts);
        }
    }

    void take(JsonNode document) {
        JsonNode finding = document.at("/yamori/finding");
        JsonNode own = document.at("/yamori/organisation");
        String organisation = document.at("/organization/name").asText();
        long revision = finding.path("revision").asLong();
        if (organisation.isEmpty() || revision < 1 || !own.path("packets").isIntegralNumber()) {
            throw new IllegalArgumentException("a day of an organisation has its name, a revision from 1 and packets,"
                    + " was '" + organisation + "', " + revision + " and " + own.path("packets"));
        }
        long alerts = 0;
        for (JsonNode ofKind : own.path("alerts")) {
            alerts += ofKind.asLong();
        }
        Day day = Day.of(
                organisation.intern(), Instant.parse(finding.path("anchor").asText()));
        shares.merge(
                finding.path("id").asText(),
                new Share(revision, day, own.path("packets").asLong(), alerts),
                (before, now) -> now.revision >= before.revision ? now : before);
    }

    Map<Day, Sum> sums() {
        Map<Day, Sum> sums = new TreeMap<>();
        for (Share share : shares.values()) {
            sums.merge(share.day, new Sum(share.packets, share.alerts), Sum::plus);
        }
        return sums;
    }

    Set<String> organisations() {
        Set<String> names = new TreeSet<>();
        shares.values().forEach(share -> names.add(share.day.organisation));
        return names;
    }
}
