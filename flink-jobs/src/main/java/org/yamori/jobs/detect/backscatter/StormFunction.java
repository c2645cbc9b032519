package org.yamori.jobs.detect.backscatter;

import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Samples the sources of each shard, minute by minute, in its table. */
final class StormFunction extends ShardOperator<StormShare> {
    private final StormRules rules;

    StormFunction(StormRules rules) {
        this.rules = rules;
    }

    @Override
    protected ShardTable<StormShare> newTable(int shard) {
        return new StormTable(shard, rules);
    }
}
