package org.yamori.jobs.detect.fingerprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.yamori.wire.Finding;

/**
 * Tells when versions of Mirai came and changed, as soon as a day is over, and again when late packets move that. All
 * days have one key; a timer a day.
 */
final class FingerprintVersionsFunction extends KeyedProcessFunction<Integer, VersionDay, Finding> {
    /** Days that late packets can never change any more are folded into what is remembered. */
    static final int KEPT_DAYS = 8;

    private static final ValueStateDescriptor<VersionPast> PAST = new ValueStateDescriptor<>("past", VersionPast.class);
    private static final MapStateDescriptor<Long, VersionDay> DAYS =
            new MapStateDescriptor<>("days", Long.class, VersionDay.class);
    /** The documents that were told of the days that are kept, by their key and day. */
    private static final MapStateDescriptor<String, byte[]> TOLD =
            new MapStateDescriptor<>("told", String.class, byte[].class);

    private final FingerprintRules rules;
    private transient VersionLogic logic;
    private transient VersionDocuments documents;
    private transient ValueState<VersionPast> past;
    private transient MapState<Long, VersionDay> days;
    private transient MapState<String, byte[]> told;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    FingerprintVersionsFunction(FingerprintRules rules) {
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        logic = new VersionLogic(rules);
        documents = new VersionDocuments(rules);
        past = getRuntimeContext().getState(PAST);
        days = getRuntimeContext().getMapState(DAYS);
        told = getRuntimeContext().getMapState(TOLD);
    }

    @Override
    public void processElement(VersionDay day, Context context, Collector<Finding> out) throws Exception {
        days.put(day.startMicros, day);
        long overAt = Math.floorDiv(day.endMicros, 1000L) - 1;
        context.timerService()
                .registerEventTimeTimer(Math.max(overAt, context.timerService().currentWatermark() + 1));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        TreeMap<Long, VersionDay> over = new TreeMap<>();
        for (Map.Entry<Long, VersionDay> day : days.entries()) {
            if (Resolution.isOver(
                    day.getValue().endMicros, context.timerService().currentWatermark())) {
                over.put(day.getKey(), day.getValue());
            }
        }
        VersionPast known = past.value() == null ? new VersionPast() : past.value();
        Set<String> stillTrue = new TreeSet<>();
        for (VersionLogic.Event event : logic.events(known.copy(), over.values())) {
            String key = VersionDocuments.keyOf(event);
            stillTrue.add(key);
            Finding finding = documents.event(event);
            byte[] before = told.get(key);
            if (before == null || !Arrays.equals(before, finding.json())) {
                told.put(key, finding.json());
                out.collect(finding);
            }
        }
        withdraw(known, over, stillTrue, out);
        forget(known, over);
    }

    /** What late packets have made untrue is told once more, as withdrawn. */
    private void withdraw(
            VersionPast known, NavigableMap<Long, VersionDay> over, Set<String> stillTrue, Collector<Finding> out)
            throws Exception {
        List<String> untrue = new ArrayList<>();
        for (String key : told.keys()) {
            if (!stillTrue.contains(key)) {
                untrue.add(key);
            }
        }
        untrue.sort(null);
        for (String key : untrue) {
            long start = VersionDocuments.startOf(key);
            long lateSlices = known.lateSlices;
            for (VersionDay day : over.headMap(start, true).values()) {
                lateSlices += day.lateSlices;
            }
            out.collect(documents.withdrawn(key, 1 + lateSlices));
            told.remove(key);
        }
    }

    private void forget(VersionPast known, NavigableMap<Long, VersionDay> over) throws Exception {
        List<VersionDay> gone = new ArrayList<>();
        while (over.size() > KEPT_DAYS) {
            VersionDay day = over.pollFirstEntry().getValue();
            gone.add(day);
            days.remove(day.startMicros);
        }
        for (VersionLogic.Event event : logic.events(known, gone)) {
            told.remove(VersionDocuments.keyOf(event));
        }
        past.update(known);
    }
}
