package org.yamori.jobs.detect.fingerprint;

import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;

/** Counts labelled slices in the tables of their shards. */
final class FingerprintFunction extends ShardOperator<FingerprintPartial> {
    private final FingerprintRules rules;

    FingerprintFunction(FingerprintRules rules) {
        this.rules = rules;
    }

    @Override
    protected ShardTable<FingerprintPartial> newTable(int shard) {
        return new FingerprintTable(shard, rules);
    }
}
