package org.yamori.jobs.detect.sensor;

import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.Finding;

/**
 * Feeds {@link SensorLogic} and tells minutes, silences and wrong clocks. One timer per sensor: whatever is due next.
 */
final class SensorFunction extends KeyedProcessFunction<String, BlockFact, Finding> {
    static final OutputTag<SensorCoverage> COVERAGE =
            new OutputTag<>("sensor-coverage", TypeInformation.of(SensorCoverage.class));

    private static final ValueStateDescriptor<SensorState> STATE =
            new ValueStateDescriptor<>("sensor", SensorState.class);
    private static final ValueStateDescriptor<Long> DUE = new ValueStateDescriptor<>("due", Long.class);

    /** Blocks that are still missing at the end of the input are lost. */
    private static final long END_OF_INPUT_MILLIS = Long.MAX_VALUE - 1;

    private final SensorRules rules;
    private transient SensorLogic logic;
    private transient SkewLogic skew;
    private transient SensorDocuments documents;
    private transient ValueState<SensorState> state;
    private transient ValueState<Long> due;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    SensorFunction(SensorRules rules) {
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        logic = new SensorLogic(rules);
        skew = new SkewLogic(rules);
        documents = new SensorDocuments();
        state = getRuntimeContext().getState(STATE);
        due = getRuntimeContext().getState(DUE);
    }

    @Override
    public void processElement(BlockFact fact, Context context, Collector<Finding> out) throws Exception {
        SensorState known = state.value();
        SensorState sensor = known == null ? new SensorState() : known;
        if (skew.on(fact, sensor.clock)) {
            out.collect(documents.skew(fact, sensor));
        }
        if (logic.on(fact, sensor)) {
            context.output(COVERAGE, logic.coverage(fact.sensor, sensor));
            if (sensor.silentSinceMicros != Long.MIN_VALUE && sensor.lastMicros() > sensor.silentSinceMicros) {
                out.collect(documents.silence(fact.sensor, sensor, sensor.lastMicros()));
                sensor.silentSinceMicros = Long.MIN_VALUE;
            }
        }
        arm(sensor, context);
        state.update(sensor);
    }

    /** A timer is only ever set earlier than the one that is set already; a later one is found when it fires. */
    private void arm(SensorState sensor, Context context) throws Exception {
        long next = Long.MAX_VALUE;
        for (Map.Entry<Long, SensorState.MinuteCounts> minute : sensor.minutes.entrySet()) {
            if (minute.getValue().changed) {
                next = Math.min(next, SensorLogic.overAtMillis(minute.getKey()));
            }
        }
        if (sensor.live
                && !sensor.ended
                && sensor.silentSinceMicros == Long.MIN_VALUE
                && !sensor.partitions.isEmpty()) {
            next = Math.min(next, sensor.lastMicros() / 1000 + rules.silence().toMillis() + 1);
        }
        if (sensor.gaps.stream().anyMatch(gap -> !gap.lost)) {
            next = Math.min(next, END_OF_INPUT_MILLIS);
        }
        Long set = due.value();
        if (next != Long.MAX_VALUE && (set == null || next < set)) {
            long at = Math.max(next, context.timerService().currentWatermark() + 1);
            if (set != null) {
                context.timerService().deleteEventTimeTimer(set);
            }
            context.timerService().registerEventTimeTimer(at);
            due.update(at);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        due.clear();
        SensorState sensor = state.value();
        String name = context.getCurrentKey();
        boolean endOfInput = context.timerService().currentWatermark() == Long.MAX_VALUE;
        if (endOfInput) {
            long last = sensor.minutes.keySet().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            logic.giveUpAllGaps(sensor, last);
        }
        for (Map.Entry<Long, SensorState.MinuteCounts> minute :
                SensorLogic.toTell(sensor, context.timerService().currentWatermark())) {
            out.collect(documents.minute(name, sensor, minute.getKey(), minute.getValue()));
        }
        SensorLogic.forgetToldMinutes(sensor);
        long silentSince = endOfInput ? Long.MIN_VALUE : logic.silentSince(sensor, timestamp * 1000);
        if (silentSince != Long.MIN_VALUE && sensor.silentSinceMicros == Long.MIN_VALUE) {
            sensor.silentSinceMicros = silentSince;
            out.collect(documents.silence(name, sensor, Long.MIN_VALUE));
        }
        arm(sensor, context);
        state.update(sensor);
    }
}
