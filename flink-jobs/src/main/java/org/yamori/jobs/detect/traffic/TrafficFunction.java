package org.yamori.jobs.detect.traffic;

import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Counts labelled slices in the tables of their shards. */
final class TrafficFunction extends ShardOperator<TrafficPartial> {
    private final TrafficRules rules;
    private transient TrafficTable.@Nullable Scratch scratch;

    TrafficFunction(TrafficRules rules) {
        this.rules = rules;
    }

    @Override
    protected ShardTable<TrafficPartial> newTable(int shard) {
        if (scratch == null) {
            scratch = new TrafficTable.Scratch(rules);
        }
        return new TrafficTable(shard, rules, scratch);
    }
}
