package org.yamori.jobs.detect.surge;

import java.io.Serializable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;

/**
 * What the surge room is given: its rules, and what is known of ports.
 *
 * @param rules when a rise is a surge
 * @param watchList ports with a budget of false onsets of their own
 * @param ports what ports are used for
 */
public record SurgeSetup(SurgeRules rules, WatchList watchList, PortKnowledge ports) implements Serializable {
    boolean isWatched(int series) {
        return watchNumber(series) >= 0;
    }

    /** Whether parts of its sources are scored too. */
    boolean isByParts(int series) {
        int number = watchNumber(series);
        return number >= 0 && number < rules.partPorts();
    }

    private int watchNumber(int series) {
        return watchList.number(PortSeries.protocol(series), PortSeries.port(series));
    }
}
