package org.yamori.jobs.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;

import static org.assertj.core.api.Assertions.assertThat;

/** One partition, whose heartbeats the broker appends at ten o'clock and later. */
class ArrivalWatermarksTest {
    private static final long SECOND = 1_000_000L;
    private static final long TEN = 1_772_359_200L * SECOND;

    private final List<Long> emitted = new ArrayList<>();
    private final WatermarkGenerator<Arrival> partition = partition();

    private static WatermarkGenerator<Arrival> partition() {
        ArrivalWatermarks watermarks = new ArrivalWatermarks(
                new SourceRules(true, 16, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofDays(7)));
        WatermarkGeneratorSupplier.Context context = new WatermarkGeneratorSupplier.Context() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
            }

            @Override
            public RelativeClock getInputActivityClock() {
                return new RelativeClock() {
                    @Override
                    public long relativeTimeMillis() {
                        return 0;
                    }

                    @Override
                    public long relativeTimeNanos() {
                        return 0;
                    }
                };
            }
        };
        watermarks.createWatermarkGenerator(context);
        return watermarks.createWatermarkGenerator(context);
    }

    private void heartbeat(Clock clock, long appendMicros, long endMicros) throws Exception {
        BlockHeader header = new BlockHeader(
                new BlockHeader.Origin("tokyo-1", SensorKind.BLACKHOLE, "nicter", clock),
                new BlockHeader.Position(1, 0, 1, -1, -1, 0),
                new BlockHeader.Span(endMicros, endMicros, endMicros, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]);
        Arrival arrival = new Arrival(
                "yamori.packets.tokyo-1",
                0,
                0,
                appendMicros,
                new byte[0],
                new ObjectMapper().writeValueAsBytes(header.toTexts()));
        partition.onEvent(arrival, endMicros / 1000, new WatermarkOutput() {
            @Override
            public void emitWatermark(Watermark watermark) {
                emitted.add(watermark.getTimestamp());
            }

            @Override
            public void markIdle() {}

            @Override
            public void markActive() {}
        });
    }

    @Test
    void recordOnTime_statesItsOwnWatermark() throws Exception {
        heartbeat(Clock.LIVE, TEN, TEN - SECOND);
        assertThat(emitted).containsExactly((TEN - SECOND) / 1000 - 1);
    }

    @Test
    void clockAhead_isNotBelieved_butHoldsNobodyUp() throws Exception {
        heartbeat(Clock.LIVE, TEN, TEN + 3600 * SECOND);
        // what ends within 5 s before ten o'clock is still on time, and a block covers a second at most
        assertThat(emitted).containsExactly((TEN - 6 * SECOND) / 1000 - 1);
    }

    @Test
    void clockBehindOrDrainingSpool_holdsNobodyUp() throws Exception {
        heartbeat(Clock.LIVE, TEN, TEN - 600 * SECOND);
        assertThat(emitted).containsExactly((TEN - 6 * SECOND) / 1000 - 1);
    }

    @Test
    void clockOfAFile_isAlwaysItsOwn() throws Exception {
        heartbeat(Clock.FILE, TEN, 0);
        assertThat(emitted).containsExactly(-1L);
    }
}
