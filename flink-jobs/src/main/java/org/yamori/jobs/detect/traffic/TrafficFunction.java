package org.yamori.jobs.detect.traffic;

import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Counts labelled slices in the tables of their shards. */
final class TrafficFunction extends ShardOperator<TrafficPartial> {
    private final TrafficRules rules;

    TrafficFunction(TrafficRules rules) {
        this.rules = rules;
    }

    @Override
    protected ShardTable<TrafficPartial> newTable(int shard) {
        return new TrafficTable(shard, rules);
    }
}
