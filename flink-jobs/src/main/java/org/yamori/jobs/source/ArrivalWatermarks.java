package org.yamori.jobs.source;

import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;

/**
 * Event time of each partition: what its blocks and heartbeats state.
 *
 * <p>A live sensor that falls silent does not leave the others waiting for ever, and must not be overtaken either:
 * after the late bound its partition goes on at the wall clock less that bound, so that whatever it still sends is late
 * by its own append time before it could be missed. A study waits: its partitions end only when their sensors say so.
 *
 * <p>A live record that is not on time tells no event time, but it does tell the broker's: whatever is still to come
 * was appended later, and is on time only if it ends within the late bound before that. So a sensor whose clock is
 * ahead or behind, or whose spool drains, neither moves anybody's windows by its own clock nor holds them up.
 *
 * <p>A subtask to which no partition was given within the late bound is idle, so that there may be more subtasks than
 * partitions.
 */
public final class ArrivalWatermarks implements WatermarkStrategy<Arrival> {
    private static final long CUT_MILLIS = 1_000;

    private final SourceRules rules;
    private transient @Nullable OfReader reader;

    public ArrivalWatermarks(SourceRules rules) {
        this.rules = rules;
    }

    /** Each subtask has a strategy of its own, and asks for the generator of its reader before any partition's. */
    @Override
    public WatermarkGenerator<Arrival> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        if (reader == null) {
            reader = new OfReader(
                    context.getInputActivityClock(), rules.lateBound().toMillis());
            return reader;
        }
        reader.hasPartitions = true;
        return new OfPartition(rules, context.getInputActivityClock());
    }

    @Override
    public TimestampAssigner<Arrival> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (arrival, previous) -> {
            BlockHeader header = arrival.header();
            return header == null ? previous : Math.floorDiv(header.span().endMicros(), 1000L);
        };
    }

    /** Knows no time of its own: only whether there are partitions that have. */
    private static final class OfReader implements WatermarkGenerator<Arrival> {
        private final RelativeClock activity;
        private final long patienceMillis;
        private final long madeMillis;
        private boolean hasPartitions;
        private boolean idle;

        OfReader(RelativeClock activity, long patienceMillis) {
            this.activity = activity;
            this.patienceMillis = patienceMillis;
            this.madeMillis = activity.relativeTimeMillis();
        }

        @Override
        public void onEvent(Arrival arrival, long timestamp, WatermarkOutput output) {
            hasPartitions = true;
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (!hasPartitions && activity.relativeTimeMillis() - madeMillis > patienceMillis) {
                idle = true;
                output.markIdle();
            } else if (hasPartitions && idle) {
                idle = false;
                output.markActive();
            }
        }
    }

    private static final class OfPartition implements WatermarkGenerator<Arrival> {
        private final SourceRules rules;
        private final RelativeClock activity;
        private final long patienceMillis;
        private boolean waits;
        private long lastArrivalMillis;

        OfPartition(SourceRules rules, RelativeClock activity) {
            this.rules = rules;
            this.activity = activity;
            this.patienceMillis = rules.lateBound().toMillis();
            this.waits = rules.study();
            this.lastArrivalMillis = activity.relativeTimeMillis();
        }

        @Override
        public void onEvent(Arrival arrival, long timestamp, WatermarkOutput output) {
            lastArrivalMillis = activity.relativeTimeMillis();
            BlockHeader header = arrival.header();
            if (header == null) {
                return;
            }
            boolean file = header.origin().clock() == Clock.FILE;
            if (Punctuality.of(header, arrival.appendMicros, rules) != Punctuality.ON_TIME) {
                if (!file) {
                    output.emitWatermark(new Watermark(
                            Math.floorDiv(arrival.appendMicros, 1000L) - patienceMillis - CUT_MILLIS - 1));
                }
                return;
            }
            waits = file;
            if (!header.span().last()) {
                output.emitWatermark(new Watermark(millisBefore(header.span().watermarkMicros())));
            } else if (file) {
                output.emitWatermark(Watermark.MAX_WATERMARK);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (!waits && activity.relativeTimeMillis() - lastArrivalMillis > patienceMillis) {
                output.emitWatermark(new Watermark(System.currentTimeMillis() - patienceMillis - CUT_MILLIS - 1));
            }
        }

        private static long millisBefore(long micros) {
            return Math.floorDiv(micros, 1000L) - 1;
        }
    }
}
