package org.yamori.jobs.detect.daedalus;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.jobs.enrich.HarmlessCauses;
import org.yamori.jobs.enrich.Members;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardOperator;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.wire.BadRecordException;

/** Follows the hosts of organisations of each shard in its table. */
final class DaedalusFunction extends ShardOperator<AlertSign> {
    private static final Logger LOG = LoggerFactory.getLogger(DaedalusFunction.class);

    /** The end of the input comes at no moment that microseconds could say. */
    private static final long LAST_MILLIS = Long.MAX_VALUE / 2_000;

    private final DaedalusRules rules;
    private final HarmlessCauses causes;
    private final Registries registries;
    private transient @Nullable Members members;
    private transient @Nullable Owners owners;

    DaedalusFunction(DaedalusRules rules, HarmlessCauses causes, Registries registries) {
        this.rules = rules;
        this.causes = causes;
        this.registries = registries;
    }

    @Override
    protected ShardTable<AlertSign> newTable(int shard) {
        Members known = members();
        if (owners == null) {
            owners = new Owners(known, rules.thresholds(), LOG::info);
        }
        return new HostTable(shard, rules, owners, new AlertDocuments(rules, causes));
    }

    private Members members() {
        Members known = members;
        if (known == null) {
            try {
                known = new Members(registries);
            } catch (BadRecordException bad) {
                throw new IllegalStateException(bad.getMessage(), bad);
            }
            members = known;
        }
        return known;
    }

    @Override
    public void processElement(StreamRecord<LabelledSlice> element) {
        members().arrived(element.getValue().slice.knownMicros);
        super.processElement(element);
    }

    /** What is due may be told although no packet comes, after a restart for one: it is told by the registry, too. */
    @Override
    public void processWatermark(Watermark mark) throws Exception {
        members().arrived(Math.max(0, Math.min(mark.getTimestamp(), LAST_MILLIS)) * 1000);
        super.processWatermark(mark);
    }

    /** Packets of an open tenth are told of later, so their time has not come: the pattern would drop their signs. */
    @Override
    protected long toldUpTo(long watermarkMillis) {
        return watermarkMillis > LAST_MILLIS ? watermarkMillis : HostTable.toldUpToMillis(watermarkMillis);
    }

    @Override
    protected long timeOf(AlertSign sign) {
        return sign.timeMicros() / 1000;
    }

    @Override
    public void close() throws Exception {
        if (members != null) {
            members.close();
        }
        super.close();
    }
}
