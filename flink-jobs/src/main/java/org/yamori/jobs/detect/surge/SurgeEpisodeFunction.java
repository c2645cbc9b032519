package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.Origins;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

/**
 * Publishes the scored minutes of a port, and turns them, and where the patterns found a rise or an ebb, into revisions
 * of one finding. Keyed by port; minutes wait for the watermark, so that a turn is known before its minute is looked
 * at.
 */
final class SurgeEpisodeFunction extends KeyedCoProcessFunction<Integer, ScoredMinute, Turn, Finding> {
    /** How far each surge has come. */
    static final OutputTag<SurgeReport> REPORTS =
            new OutputTag<>("surge-reports", TypeInformation.of(SurgeReport.class));

    private static final int STORM_LINGERS = 15;
    private static final MapStateDescriptor<Long, ScoredMinute> MINUTES =
            new MapStateDescriptor<>("minutes", Long.class, ScoredMinute.class);
    private static final MapStateDescriptor<Long, Turn> TURNS =
            new MapStateDescriptor<>("turns", Long.class, Turn.class);
    private static final MapStateDescriptor<Long, int[]> WAITING =
            new MapStateDescriptor<>("waiting", Long.class, int[].class);
    /** Minutes that were part of a storm. */
    private static final MapStateDescriptor<Long, Boolean> STORMS =
            new MapStateDescriptor<>("storms", Long.class, Boolean.class);

    private static final MapStateDescriptor<Integer, SurgeCard> CARDS =
            new MapStateDescriptor<>("cards", Integer.class, SurgeCard.class);

    private static final ListStateDescriptor<PastSurge> PAST = new ListStateDescriptor<>("past", PastSurge.class);

    private final SurgeSetup setup;
    private final Origins origins;
    /** By minute and part, as {@link #place} has them in one. */
    private transient MapState<Long, ScoredMinute> minutes;

    /** By the same. */
    private transient MapState<Long, Turn> turns;
    /** Parts that have a minute waiting, by minute. */
    private transient MapState<Long, int[]> waiting;

    private transient MapState<Long, Boolean> storms;
    /** Surges that are open, by part. */
    private transient MapState<Integer, SurgeCard> cards;
    /** Surges of the whole port that are over, the newest first. */
    private transient ListState<PastSurge> past;

    private transient SurgeDocuments documents;
    private transient SeriesDocuments series;
    private transient Counter leftOut;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before any element
    SurgeEpisodeFunction(SurgeSetup setup, Origins origins) {
        this.setup = setup;
        this.origins = origins;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        minutes = getRuntimeContext().getMapState(MINUTES);
        turns = getRuntimeContext().getMapState(TURNS);
        waiting = getRuntimeContext().getMapState(WAITING);
        storms = getRuntimeContext().getMapState(STORMS);
        cards = getRuntimeContext().getMapState(CARDS);
        past = getRuntimeContext().getListState(PAST);
        series = new SeriesDocuments();
        leftOut = getRuntimeContext().getMetricGroup().counter("surge.series-left-out");
        documents = new SurgeDocuments(
                setup,
                new SourceShares(origins.countries().open(), origins.systems().open()));
    }

    @Override
    public void processElement1(ScoredMinute minute, Context context, Collector<Finding> out) throws Exception {
        minutes.put(place(minute.minute, minute.part), minute);
        waiting.put(minute.minute, with(waiting.get(minute.minute), minute.part));
        context.timerService().registerEventTimeTimer(Minutes.lastMillis(minute.minute));
    }

    @Override
    public void processElement2(Turn turn, Context context, Collector<Finding> out) throws Exception {
        if (turn.kind == Turn.Kind.STORM) {
            storms.put(turn.minute, true);
            context.timerService().registerEventTimeTimer(Minutes.lastMillis(turn.minute + STORM_LINGERS));
            return;
        }
        long place = place(turn.minute, turn.part);
        Turn known = turns.get(place);
        turns.put(place, known == null ? turn : Turn.first(known, turn));
        context.timerService().registerEventTimeTimer(Minutes.lastMillis(turn.minute));
    }

    /** Parts and more of them. */
    private static int[] with(int @Nullable [] parts, int... more) {
        return parts == null
                ? more
                : IntStream.concat(Arrays.stream(parts), Arrays.stream(more)).toArray();
    }

    private static long place(long minute, int part) {
        return minute << Part.BITS | part;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) throws Exception {
        long minute = Minutes.lastOver(timestamp);
        int[] parts = with(waiting.get(minute));
        Arrays.sort(parts);
        for (int part : parts) {
            long place = place(minute, part);
            ScoredMinute scored = Objects.requireNonNull(minutes.get(place));
            publish(scored, out);
            take(scored, turns.get(place), context, out);
            minutes.remove(place);
            turns.remove(place);
        }
        List<Long> over = new ArrayList<>();
        for (Long storm : storms.keys()) {
            if (Minutes.lastMillis(storm + STORM_LINGERS) <= timestamp) {
                over.add(storm);
            }
        }
        for (long storm : over) {
            storms.remove(storm);
        }
        waiting.remove(minute);
        if (parts.length == 0) {
            remember(List.of(), minute);
        }
    }

    /** Puts a surge before those that are remembered, of which the last or the oldest are forgotten. */
    private void remember(List<PastSurge> newest, long minute) throws Exception {
        List<PastSurge> all = new ArrayList<>(newest);
        past.get().forEach(all::add);
        past.update(all.stream()
                .filter(surge -> !surge.isForgotten(minute))
                .limit(PastSurge.MOST)
                .toList());
    }

    /**
     * A storm's label holds for the minute it was decided on and a few after it, so that its last sources are in it.
     */
    private boolean isStorm(long minute) throws Exception {
        for (int back = 0; back < STORM_LINGERS; back++) {
            if (storms.contains(minute - back)) {
                return true;
            }
        }
        return false;
    }

    private void publish(ScoredMinute minute, Collector<Finding> out) throws Exception {
        if (minute.published) {
            out.collect(series.minute(minute, storms.contains(minute.minute)));
        } else {
            leftOut.inc();
        }
    }

    private void take(ScoredMinute minute, @Nullable Turn turn, OnTimerContext context, Collector<Finding> out)
            throws Exception {
        @Nullable SurgeCard open = cards.get(minute.part);
        boolean whole = minute.part == Part.ALL;
        Optional<Episode.Revision> told;
        if (open != null) {
            open.add(minute);
            told = open.episode.follow(minute, isStorm(minute.minute), setup.rules());
        } else if (turn != null && turn.kind == Turn.Kind.RISE) {
            open = SurgeCard.begin(minute);
            remember(List.of(), minute.minute);
            if (whole) {
                past.get().forEach(open.past::add);
            }
            open.add(minute);
            told = open.episode.rise(minute, isStorm(minute.minute), setup.rules());
        } else {
            return;
        }
        if (told.isPresent()) {
            out.collect(documents.surge(open, minute, told.get()));
        }
        if (whole && (told.isPresent() || SurgeScales.isLearnt(SurgeScales.HOUR, minute.minute))) {
            context.output(REPORTS, open.report(minute, setup.rules()));
        }
        if (open.episode.open) {
            cards.put(minute.part, open);
            return;
        }
        cards.remove(minute.part);
        if (whole) {
            remember(List.of(open.asPast(minute)), minute.minute);
            context.timerService()
                    .registerEventTimeTimer(
                            Minutes.lastMillis(minute.minute + PastSurge.DAYS * SurgeScales.MINUTES_OF_DAY));
        }
    }
}
