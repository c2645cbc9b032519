package org.yamori.jobs.source;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.sink.DeadLetter;

/**
 * The door of the source: what arrived in; rows in slices, what became of blocks, and what was refused, out.
 *
 * @param slices rows of trusted blocks, by shard
 * @param facts what became of each block and heartbeat
 * @param deadLetters what was refused, and why
 */
public record Blocks(DataStream<Slice> slices, DataStream<BlockFact> facts, DataStream<DeadLetter> deadLetters) {
    public static Blocks of(DataStream<Arrival> arrivals, SourceRules rules) {
        SingleOutputStreamOperator<Slice> slices =
                arrivals.process(new Intake(rules)).uid("intake").name("Intake");
        return new Blocks(slices, slices.getSideOutput(Intake.FACTS), slices.getSideOutput(Intake.DEAD_LETTERS));
    }
}
