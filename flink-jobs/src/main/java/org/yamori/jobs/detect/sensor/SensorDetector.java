package org.yamori.jobs.detect.sensor;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.Finding;

/**
 * The door of this room: what became of blocks in; findings, and what each sensor covers, out.
 *
 * @param findings minutes and silences of sensors
 * @param coverage what each sensor covers, whenever that changes
 */
public record SensorDetector(DataStream<Finding> findings, DataStream<SensorCoverage> coverage) {
    public static SensorDetector detect(DataStream<BlockFact> facts, SensorRules rules) {
        SingleOutputStreamOperator<Finding> findings = facts.keyBy(fact -> fact.sensor)
                .process(new SensorFunction(rules))
                .uid("sensor")
                .name("Sensor");
        return new SensorDetector(findings, findings.getSideOutput(SensorFunction.COVERAGE));
    }
}
