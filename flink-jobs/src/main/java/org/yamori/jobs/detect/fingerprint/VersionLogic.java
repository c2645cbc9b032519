package org.yamori.jobs.detect.fingerprint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the sources of many days when each version of Mirai came and when one took the place of the other
 * (requirement N-08). A version is there on a day if it has enough sources, and leads if it has more than the other.
 */
final class VersionLogic {
    private final int leastSources;

    VersionLogic(FingerprintRules rules) {
        leastSources = rules.telling().versionSources();
    }

    /** A version of Mirai. */
    enum Version {
        EARLIER,
        LEAKED;

        String word() {
            return this == EARLIER ? SourceLabel.MIRAI_EARLIER.version() : SourceLabel.MIRAI_LEAKED.version();
        }

        String[] ports(VersionDay day) {
            return this == EARLIER ? day.earlierPorts : day.leakedPorts;
        }

        long sources(VersionDay day) {
            return this == EARLIER ? day.earlier : day.leaked;
        }
    }

    /**
     * Something that happened on a day.
     *
     * @param to the version that came, or took the lead
     * @param from the version that led before; null where a version is seen for the first time
     * @param before the last day on which the other version led; null where a version is seen for the first time
     * @param lateSlices of this day and all days before
     */
    record Event(
            VersionDay day,
            Version to,
            @Nullable Version from,
            @Nullable VersionDay before,
            long lateSlices) {}

    /** What happened on the days, oldest first, after what is remembered of days before them; that is brought on. */
    List<Event> events(VersionPast past, Iterable<VersionDay> days) {
        List<Event> events = new ArrayList<>();
        for (VersionDay day : days) {
            past.lateSlices += day.lateSlices;
            for (Version version : Version.values()) {
                if (version.sources(day) >= leastSources && !past.hasSeen(version)) {
                    past.see(version);
                    events.add(new Event(day, version, null, null, past.lateSlices));
                }
            }
            Version leader = leader(day);
            VersionDay before = past.lastLed;
            Version ledBefore = before == null ? null : leader(before);
            if (leader != null) {
                if (ledBefore != null && leader != ledBefore) {
                    events.add(new Event(day, leader, ledBefore, before, past.lateSlices));
                }
                past.lastLed = day;
            }
        }
        return events;
    }

    /** Null where neither version has enough sources, or both have as many. */
    private @Nullable Version leader(VersionDay day) {
        if (day.leaked == day.earlier || Math.max(day.leaked, day.earlier) < leastSources) {
            return null;
        }
        return day.leaked > day.earlier ? Version.LEAKED : Version.EARLIER;
    }
}
