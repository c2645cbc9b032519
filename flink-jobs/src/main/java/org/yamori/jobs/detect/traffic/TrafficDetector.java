package org.yamori.jobs.detect.traffic;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.Finding;

/** The door of this room: labelled slices in, counts per window out. */
public final class TrafficDetector {
    private TrafficDetector() {}

    /** Counts; what the sensors covered says how complete each window is. */
    public static DataStream<Finding> detect(
            KeyedStream<LabelledSlice, Integer> slices,
            DataStream<SensorCoverage> coverage,
            TrafficRules rules,
            Countries countries,
            Registries registries) {
        DataStream<TrafficPartial> shares = slices.transform(
                        "Traffic", TypeInformation.of(TrafficPartial.class), new TrafficFunction(rules))
                .uid("traffic")
                .name("Traffic");
        return shares.keyBy(TrafficMergeFunction::keyOf, Types.LONG)
                .connect(coverage.broadcast(CoverageState.DESCRIPTOR))
                .process(new TrafficMergeFunction(rules, countries, registries))
                .uid("traffic-merge")
                .name("Traffic: merge");
    }
}
