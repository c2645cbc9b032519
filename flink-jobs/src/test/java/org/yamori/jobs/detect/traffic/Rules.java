package org.yamori.jobs.detect.traffic;

import java.time.ZoneId;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;

/** Rules of tests: the standard ones, and ones so small that a test reaches every cap. */
final class Rules {
    private static final PortKnowledge PORTS = PortKnowledge.defaults();
    private static final WatchList WATCHED = WatchList.defaults();

    private Rules() {}

    static TrafficRules standard() {
        return TrafficOptions.rules(new Configuration());
    }

    static TrafficRules in(String zone) {
        return new TrafficRules(ZoneId.of(zone), 5, 1, 4_194_304, 524_288, 1_048_576, 3, 4, PORTS, WATCHED);
    }

    static TrafficRules small(int watchedSources, int sourcesPerShard, int tailPairs) {
        return new TrafficRules(
                ZoneId.of("UTC"), 5, 1, watchedSources, sourcesPerShard, tailPairs, 3, 4, PORTS, WATCHED);
    }

    static TrafficTable table(int shard, TrafficRules rules) {
        return new TrafficTable(shard, rules, new TrafficTable.Scratch(rules));
    }
}
