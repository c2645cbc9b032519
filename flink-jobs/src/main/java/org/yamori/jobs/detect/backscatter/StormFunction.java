package org.yamori.jobs.detect.backscatter;

import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Samples the sources of each shard, minute by minute, in its table. */
final class StormFunction extends ShardOperator<StormShare> {
    private final StormRules rules;
    private transient StormRows.@Nullable Sorting sorting;

    StormFunction(StormRules rules) {
        this.rules = rules;
    }

    @Override
    protected ShardTable<StormShare> newTable(int shard) {
        if (sorting == null) {
            sorting = new StormRows.Sorting();
        }
        return new StormTable(shard, rules, sorting);
    }
}
