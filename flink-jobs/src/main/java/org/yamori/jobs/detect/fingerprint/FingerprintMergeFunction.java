package org.yamori.jobs.detect.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.enrich.HistoryView;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.Observed;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.wire.Finding;
import org.yamori.wire.RegistryHistory;

/**
 * Adds the shares of all shards and writes a window's documents once event time has passed its end; after that each
 * time a share is revised. Keyed by window; two timers a window, one to tell it and one to forget it.
 */
final class FingerprintMergeFunction
        extends KeyedBroadcastProcessFunction<Long, FingerprintPartial, SensorCoverage, Finding> {
    static final OutputTag<VersionDay> VERSIONS =
            new OutputTag<>("mirai-versions", TypeInformation.of(VersionDay.class));

    private static final MapStateDescriptor<Integer, FingerprintPartial> SHARES =
            new MapStateDescriptor<>("shares", Integer.class, FingerprintPartial.class);
    private static final MapStateDescriptor<String, Boolean> TOLD =
            new MapStateDescriptor<>("told", String.class, Boolean.class);
    private static final ValueStateDescriptor<Long> FORGET_AT = new ValueStateDescriptor<>("forget-at", Long.class);

    private final FingerprintRules rules;
    private final Registries registries;
    private transient HistoryView<RegistryHistory> registry;
    private transient FingerprintDocuments documents;
    private transient MapState<Integer, FingerprintPartial> shares;
    private transient MapState<String, Boolean> told;
    private transient ValueState<Long> forgetAt;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    FingerprintMergeFunction(FingerprintRules rules, Registries registries) {
        this.rules = rules;
        this.registries = registries;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        shares = getRuntimeContext().getMapState(SHARES);
        told = getRuntimeContext().getMapState(TOLD);
        forgetAt = getRuntimeContext().getState(FORGET_AT);
        registry = registries.open();
        documents = new FingerprintDocuments(rules);
    }

    /** Windows of both resolutions by one number. */
    static long keyOf(FingerprintPartial share) {
        return share.startMicros * 2 + share.resolution;
    }

    @Override
    public void processElement(FingerprintPartial share, ReadOnlyContext context, Collector<Finding> out)
            throws Exception {
        shares.put(share.shard, share);
        long overAt = Math.floorDiv(share.endMicros, 1000L) - 1;
        context.timerService()
                .registerEventTimeTimer(Math.max(overAt, context.timerService().currentWatermark() + 1));
        if (forgetAt.value() == null) {
            // An hour longer than the tables keep a window, so that every revision finds the other shards' shares.
            long kept = Resolution.at(share.resolution).keptUntil(share.endMicros) + Resolution.HOUR_MICROS;
            long forget = Math.floorDiv(kept, 1000L);
            forgetAt.update(forget);
            context.timerService().registerEventTimeTimer(forget);
        }
    }

    @Override
    public void processBroadcastElement(SensorCoverage coverage, Context context, Collector<Finding> out)
            throws Exception {
        CoverageState.keep(context.getBroadcastState(CoverageState.DESCRIPTOR), coverage);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        Long forget = forgetAt.value();
        if (forget == null) {
            return;
        }
        if (timestamp >= forget) {
            shares.clear();
            told.clear();
            forgetAt.clear();
            return;
        }
        MergedFingerprints merged = new MergedFingerprints();
        FingerprintPartial any = new FingerprintPartial();
        for (FingerprintPartial share : shares.values()) {
            merged.add(share);
            any = share;
        }
        Observed observed = Observed.of(
                CoverageState.all(context.getBroadcastState(CoverageState.DESCRIPTOR)),
                registry.upToNow().at(any.startMicros),
                any.startMicros,
                any.endMicros);
        long completeness = observed.completeness().ofAll(merged.packets());
        tell(any, merged, completeness, out);
        if (any.resolution == Resolution.DAY.ordinal()) {
            context.output(VERSIONS, versions(any, merged, completeness));
        }
    }

    /** What was told before and has nothing left to count is told once more, as nothing. */
    private void tell(FingerprintPartial window, MergedFingerprints merged, long completeness, Collector<Finding> out)
            throws Exception {
        Set<String> now = new TreeSet<>();
        documents.write(window, merged, completeness, (key, finding) -> {
            now.add(key);
            out.collect(finding);
        });
        List<String> gone = new ArrayList<>();
        for (String key : told.keys()) {
            if (!now.contains(key)) {
                gone.add(key);
            }
        }
        gone.sort(null);
        for (String key : gone) {
            out.collect(documents.withdrawn(window, merged, key));
        }
        for (String key : now) {
            told.put(key, true);
        }
    }

    private static VersionDay versions(FingerprintPartial window, MergedFingerprints merged, long completeness) {
        VersionDay day = new VersionDay();
        day.startMicros = window.startMicros;
        day.endMicros = window.endMicros;
        day.lateSlices = merged.lateSlices();
        day.leaked = merged.of(SourceLabel.MIRAI_LEAKED).sources();
        day.earlier = merged.of(SourceLabel.MIRAI_EARLIER).sources();
        day.unclear = merged.of(SourceLabel.MIRAI_UNCLEAR).sources();
        day.leakedPorts = merged.ports(SourceLabel.MIRAI_LEAKED);
        day.earlierPorts = merged.ports(SourceLabel.MIRAI_EARLIER);
        day.completeness = completeness;
        return day;
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
