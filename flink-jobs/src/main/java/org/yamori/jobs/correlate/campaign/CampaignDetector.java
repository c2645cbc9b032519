package org.yamori.jobs.correlate.campaign;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

/** The door of this room: reports of surges in, campaigns out. */
public final class CampaignDetector {
    private static final int ALL_SURGES = 0;

    private CampaignDetector() {}

    /** Any surge may belong to any other, so all are looked at in one place; there are few of them. */
    public static DataStream<Finding> detect(
            DataStream<SurgeReport> surges, CampaignRules rules, PortKnowledge ports, Countries countries) {
        return surges.keyBy(surge -> ALL_SURGES, Types.INT)
                .process(new CampaignFunction(rules, ports, countries))
                .uid("campaign")
                .name("Campaign");
    }
}
