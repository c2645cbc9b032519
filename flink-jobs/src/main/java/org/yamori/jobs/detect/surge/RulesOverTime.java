package org.yamori.jobs.detect.surge;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.SurgeThresholds;

/** The rules of each minute: those a job was started with, with the thresholds that the registry has at that time. */
final class RulesOverTime {
    private final SurgeRules own;
    private final Consumer<String> log;
    private Version last;
    private SurgeThresholds lastSaid = SurgeThresholds.NONE;
    private long lastMinute = Long.MIN_VALUE;

    /** Rules and what they are called. */
    record Version(SurgeRules rules, String name) {
        static Version of(SurgeRules rules) {
            return new Version(rules, rules.version());
        }

        /** By scale. */
        double[] thresholds(boolean watched) {
            double[] all = new double[SurgeScales.COUNT];
            for (int scale = 0; scale < all.length; scale++) {
                all[scale] = rules.threshold(scale, watched);
            }
            return all;
        }
    }

    /** @param log told of every change, once */
    RulesOverTime(SurgeRules own, Consumer<String> log) {
        this.own = own;
        this.log = log;
        last = Version.of(own);
    }

    /** The rules that hold from the beginning of a minute to its end. */
    Version in(long minute, RegistryHistory history) {
        Optional<RegistryRecord> record = history.versionAt(Minutes.startMicros(minute));
        SurgeThresholds said = record.map(version -> version.registry().surge()).orElse(SurgeThresholds.NONE);
        if (!said.equals(lastSaid)) {
            Version next = version(said, minute > lastMinute, record);
            if (minute > lastMinute && !next.equals(last)) {
                log.accept("surge thresholds from minute " + Minutes.startMicros(minute) + " us on: of all ports "
                        + last.rules.thresholds() + " -> " + next.rules.thresholds() + ", of the watch list "
                        + last.rules.watchedThresholds() + " -> " + next.rules.watchedThresholds() + ", rules "
                        + last.name + " -> " + next.name + who(record));
            }
            last = next;
            lastSaid = said;
        }
        lastMinute = Math.max(lastMinute, minute);
        return last;
    }

    /** What does not go with the job's other rules is refused as a whole, and the job's own thresholds hold. */
    private Version version(SurgeThresholds said, boolean isNew, Optional<RegistryRecord> record) {
        try {
            return Version.of(own.withThresholds(
                    given(said.all(), own.thresholds()), given(said.watched(), own.watchedThresholds())));
        } catch (IllegalArgumentException refused) {
            if (isNew) {
                log.accept("surge thresholds are refused, and those of the job's options hold: " + refused.getMessage()
                        + who(record));
            }
            return Version.of(own);
        }
    }

    private static List<Double> given(List<Double> said, List<Double> own) {
        return said.isEmpty() ? own : said;
    }

    private static String who(Optional<RegistryRecord> record) {
        return record.map(version -> "; registry revision " + version.revision() + " by " + version.author() + ": "
                        + version.reason())
                .orElse("; the registry says nothing of them any more");
    }
}
