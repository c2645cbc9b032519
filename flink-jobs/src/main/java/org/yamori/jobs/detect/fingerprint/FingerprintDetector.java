package org.yamori.jobs.detect.fingerprint;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.Finding;

/** The door of this room: labelled slices in, tools and versions per window out. */
public final class FingerprintDetector {
    private static final int ALL_DAYS = 0;

    private FingerprintDetector() {}

    /** Findings; what the sensors covered says how complete each window is. */
    public static DataStream<Finding> detect(
            KeyedStream<LabelledSlice, Integer> slices,
            DataStream<SensorCoverage> coverage,
            FingerprintRules rules,
            Registries registries) {
        DataStream<FingerprintPartial> shares = slices.transform(
                        "Fingerprint", TypeInformation.of(FingerprintPartial.class), new FingerprintFunction(rules))
                .uid("fingerprint")
                .name("Fingerprint");
        SingleOutputStreamOperator<Finding> windows = shares.keyBy(FingerprintMergeFunction::keyOf, Types.LONG)
                .connect(coverage.broadcast(CoverageState.DESCRIPTOR))
                .process(new FingerprintMergeFunction(rules, registries))
                .uid("fingerprint-merge")
                .name("Fingerprint: merge");
        DataStream<Finding> versions = windows.getSideOutput(FingerprintMergeFunction.VERSIONS)
                .keyBy(day -> ALL_DAYS, Types.INT)
                .process(new FingerprintVersionsFunction(rules))
                .uid("fingerprint-versions")
                .name("Fingerprint: versions");
        return windows.union(versions);
    }
}
