package org.yamori.jobs.detect.traffic;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.CountryTable;
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
final class TrafficMergeFunction extends KeyedBroadcastProcessFunction<Long, TrafficPartial, SensorCoverage, Finding> {
    private static final MapStateDescriptor<Integer, TrafficPartial> SHARES =
            new MapStateDescriptor<>("shares", Integer.class, TrafficPartial.class);
    private static final ValueStateDescriptor<Long> FORGET_AT = new ValueStateDescriptor<>("forget-at", Long.class);

    private final TrafficRules rules;
    private final Countries countries;
    private final Registries registries;
    private transient HistoryView<RegistryHistory> registry;
    private transient MapState<Integer, TrafficPartial> shares;
    private transient ValueState<Long> forgetAt;
    private transient TrafficDocuments documents;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    TrafficMergeFunction(TrafficRules rules, Countries countries, Registries registries) {
        this.rules = rules;
        this.countries = countries;
        this.registries = registries;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        shares = getRuntimeContext().getMapState(SHARES);
        forgetAt = getRuntimeContext().getState(FORGET_AT);
        CountryTable table = countries.open();
        registry = registries.open();
        documents = new TrafficDocuments(
                rules,
                table.databaseDate()
                        .map(date -> new TrafficDocuments.GeoStamp(table.name(), date.toString()))
                        .orElse(TrafficDocuments.GeoStamp.NONE));
    }

    /** Windows of all resolutions by one number. */
    static long keyOf(TrafficPartial share) {
        return share.startMicros * 4 + share.resolution;
    }

    @Override
    public void processElement(TrafficPartial share, ReadOnlyContext context, Collector<Finding> out) throws Exception {
        if (!share.lateBlock.isEmpty()) {
            documents.writeLateBlock(share, out::collect);
            return;
        }
        shares.put(share.shard, share);
        long overAt = Math.floorDiv(share.endMicros, 1000L) - 1;
        context.timerService()
                .registerEventTimeTimer(Math.max(overAt, context.timerService().currentWatermark() + 1));
        if (forgetAt.value() == null) {
            long forget = overAt + keptMillis(Resolution.at(share.resolution));
            forgetAt.update(forget);
            context.timerService().registerEventTimeTimer(forget);
        }
    }

    /** A little longer than the tables keep a window, so that every revision finds the other shards' shares. */
    private long keptMillis(Resolution resolution) {
        return switch (resolution) {
            case MINUTE -> (rules.keepMinutes() + 4) * 60_000L;
            case HOUR -> 2 * 3_600_000L;
            case DAY -> 3 * 3_600_000L;
        };
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
            forgetAt.clear();
            return;
        }
        MergedWindow merged = new MergedWindow();
        TrafficPartial any = new TrafficPartial();
        for (TrafficPartial share : inOrder(shares).values()) {
            merged.add(share);
            any = share;
        }
        Observed observed = Observed.of(
                CoverageState.all(context.getBroadcastState(CoverageState.DESCRIPTOR)),
                registry.upToNow().at(any.startMicros),
                any.startMicros,
                any.endMicros);
        documents.write(any, merged, observed, out::collect);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Map<Integer, TrafficPartial> inOrder(MapState<Integer, TrafficPartial> shares) throws Exception {
        TreeMap<Integer, TrafficPartial> sorted = new TreeMap<>();
        for (Map.Entry<Integer, TrafficPartial> share : shares.entries()) {
            sorted.put(share.getKey(), share.getValue());
        }
        return sorted;
    }
}
