package org.yamori.jobs.detect.backscatter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.wire.Finding;

/**
 * Judges each minute once all shards have told it: at the watermark that closes the minute, and before that watermark
 * goes on. One key, since what is usual is compared from minute to minute; a share has 18 bytes for each source it
 * kept, and one timer a minute is set.
 */
final class StormMergeFunction extends KeyedProcessFunction<Integer, StormShare, Finding> {
    static final OutputTag<StormLabel> LABELS = new OutputTag<>("storm-labels", TypeInformation.of(StormLabel.class));

    private static final MapStateDescriptor<String, StormShare> SHARES =
            new MapStateDescriptor<>("storm-shares", String.class, StormShare.class);
    private static final ValueStateDescriptor<StormState> STATE =
            new ValueStateDescriptor<>("storms", StormState.class);

    private final BackscatterRules rules;
    private transient StormEpisodes episodes;
    private transient MapState<String, StormShare> shares;
    private transient ValueState<StormState> state;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    StormMergeFunction(BackscatterRules rules) {
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        episodes = new StormEpisodes(rules);
        shares = getRuntimeContext().getMapState(SHARES);
        state = getRuntimeContext().getState(STATE);
    }

    /** Everything has one key. */
    static int keyOf(StormShare share) {
        return 0;
    }

    @Override
    public void processElement(StormShare share, Context context, Collector<Finding> out) throws Exception {
        shares.put(share.startMicros + "/" + share.shard, share);
        context.timerService()
                .registerEventTimeTimer(Math.max(
                        StormTable.overAtMillis(share.startMicros),
                        context.timerService().currentWatermark() + 1));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        StormState known = state.value();
        StormState storms = known == null ? new StormState() : known;
        for (Map.Entry<Long, List<StormShare>> minute : over(timestamp).entrySet()) {
            StormEpisodes.Told told =
                    episodes.on(StormMinute.of(minute.getKey(), minute.getValue(), episodes.leastSources()), storms);
            told.labels().forEach(label -> context.output(LABELS, label));
            told.findings().forEach(out::collect);
        }
        state.update(storms);
    }

    /** Takes the minutes that are over out of the state, in order. */
    private Map<Long, List<StormShare>> over(long timestamp) throws Exception {
        TreeMap<Long, List<StormShare>> minutes = new TreeMap<>();
        Iterator<Map.Entry<String, StormShare>> all = shares.iterator();
        while (all.hasNext()) {
            StormShare share = all.next().getValue();
            if (StormTable.overAtMillis(share.startMicros) <= timestamp) {
                minutes.computeIfAbsent(share.startMicros, unseen -> new ArrayList<>())
                        .add(share);
                all.remove();
            }
        }
        return minutes;
    }
}
