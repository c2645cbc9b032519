package org.yamori.jobs.detect.backscatter;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.wire.Finding;

/**
 * The door of this room: labelled slices in; attacks and storms, and which minutes of which ports are storms, out.
 *
 * @param findings attacks and storms
 * @param storms a label for each minute of a storm, told before the watermark that closes the minute goes on
 */
public record BackscatterDetector(DataStream<Finding> findings, DataStream<StormLabel> storms) {
    public static BackscatterDetector detect(
            KeyedStream<LabelledSlice, Integer> slices, BackscatterRules rules, Registries registries) {
        DataStream<Finding> attacks = slices.transform(
                        "Backscatter", TypeInformation.of(Finding.class), new VictimFunction(rules, registries))
                .uid("backscatter")
                .name("Backscatter");
        SingleOutputStreamOperator<Finding> storms = slices.transform(
                        "Backscatter: sources", TypeInformation.of(StormShare.class), new StormFunction(rules.storm()))
                .uid("backscatter-sources")
                .name("Backscatter: sources")
                .keyBy(StormMergeFunction::keyOf, Types.INT)
                .process(new StormMergeFunction(rules))
                .uid("backscatter-storms")
                .name("Backscatter: storms");
        return new BackscatterDetector(attacks.union(storms), storms.getSideOutput(StormMergeFunction.LABELS));
    }
}
