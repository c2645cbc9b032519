package org.yamori.jobs.detect.backscatter;

import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.enrich.WatchedAddresses;
import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.wire.Finding;

/** Follows the victims of each shard in its table. */
final class VictimFunction extends ShardOperator<Finding> {
    private final BackscatterRules rules;
    private final Registries registries;
    private transient @Nullable WatchedAddresses addresses;

    VictimFunction(BackscatterRules rules, Registries registries) {
        this.rules = rules;
        this.registries = registries;
    }

    @Override
    protected ShardTable<Finding> newTable(int shard) {
        if (addresses == null) {
            addresses = new WatchedAddresses(registries, rules.attack().addresses());
        }
        return new VictimTable(shard, rules.attack(), new AttackDocuments(rules), addresses);
    }

    @Override
    public void close() throws Exception {
        if (addresses != null) {
            addresses.close();
        }
        super.close();
    }
}
