package org.yamori.sensor.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockHeader.Span;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LiveRunTest {
    private static final long START = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final SensorSettings LIVE =
            SensorSettings.blackhole("s1", "NICTER", Clock.LIVE).withMaxRows(3);

    /** What a wire brings at a time of the clock: a packet, or word of drops. */
    private record Event(long atMicros, long packetMicros, long givenUp, long dropped) {}

    /** A wire whose clock moves when its reader waits; packets are delivered half a second after their time. */
    private static final class Wire implements WaitingSource, HeartbeatClock {
        final Queue<Event> events = new ArrayDeque<>();
        long endMicros = Long.MAX_VALUE;
        long nowMicros = START;
        private long packets;
        private long givenUp;
        private long dropped;

        Wire packet(long at, long time) {
            events.add(new Event(START + at, START + time, 0, 0));
            return this;
        }

        Wire drops(long at, long givenUp, long dropped) {
            events.add(new Event(START + at, -1, givenUp, dropped));
            return this;
        }

        Wire end(long at) {
            endMicros = START + at;
            return this;
        }

        @Override
        public boolean next(PacketRow row, long untilMicros) {
            while (!events.isEmpty() && events.element().atMicros <= Math.min(untilMicros, endMicros)) {
                Event event = events.remove();
                nowMicros = Math.max(nowMicros, event.atMicros);
                givenUp += event.givenUp;
                dropped += event.dropped;
                if (event.packetMicros >= 0) {
                    packets++;
                    row.clear();
                    row.timeMicros = event.packetMicros;
                    return true;
                }
            }
            nowMicros = Math.max(nowMicros, Math.min(untilMicros, endMicros));
            return false;
        }

        @Override
        public boolean next(PacketRow row) {
            return next(row, Long.MAX_VALUE);
        }

        @Override
        public boolean isOver() {
            return nowMicros >= endMicros;
        }

        @Override
        public void stop() {}

        @Override
        public long watermarkMicros() {
            return isOver() ? Long.MAX_VALUE : nowMicros - SECOND / 2;
        }

        @Override
        public SourceTally tally() {
            return new SourceTally(packets + givenUp, packets, Map.of());
        }

        @Override
        public long givenUp() {
            return givenUp;
        }

        @Override
        public long droppedByKernel() {
            return dropped;
        }

        @Override
        public void close() {}

        @Override
        public long nowMicros() {
            return nowMicros;
        }

        @Override
        public void waitUntil(long micros) {
            throw new AssertionError("a live run waits for packets, never for the clock");
        }
    }

    private record Sent(long atMicros, boolean heartbeat, int rows, Span span) {}

    private final Wire wire = new Wire();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<LiveRun.Sent> told = new ArrayList<>();

    private LiveRun.Sent run() throws Exception {
        return new LiveRun(
                        wire,
                        LIVE,
                        Epoch.first(START),
                        block -> {
                            BlockHeader header = block.header();
                            sent.add(new Sent(
                                    wire.nowMicros - START, block.isHeartbeat(), header.rows(), header.span()));
                            tallies.add(header.tally());
                        },
                        wire,
                        told::add)
                .run();
    }

    private static Span span(long start, long end, long watermark) {
        return new Span(START + start, START + end, START + watermark, false, false);
    }

    @Test
    void eachSecond_sendsABlockOrAHeartbeat_andAFullBlockGoesAtOnce() throws Exception {
        wire.packet(500_000, 400_000)
                .packet(2_200_000, 2_100_000)
                .packet(2_300_000, 2_110_000)
                .packet(2_400_000, 2_120_000)
                .end(3_200_000);

        LiveRun.Sent all = run();

        assertThat(sent)
                .containsExactly(
                        new Sent(SECOND, false, 1, span(400_000, 500_000, 500_000)),
                        new Sent(2 * SECOND, true, 0, span(500_000, 1_500_000, 1_500_000)),
                        new Sent(2_400_000, false, 3, span(1_500_000, 2_120_000, 1_900_000)),
                        new Sent(
                                3_200_000,
                                true,
                                0,
                                new Span(START + 2_120_000, START + 2_500_000, START + 2_500_001, false, true)));
        assertThat(all.ledger()).isEqualTo(new SensorLedger(4, 4, 0, Map.of(), 0, 0, 0));
        assertThat(all.blocks()).isEqualTo(2);
        assertThat(told).hasSize(4);
    }

    @Test
    void packetEarlierThanAStatedWatermark_isLate() throws Exception {
        wire.packet(600_000, 500_000).packet(1_100_000, 100_000).end(1_500_000);

        assertThat(run().ledger()).isEqualTo(new SensorLedger(2, 2, 1, Map.of(), 0, 0, 0));
        assertThat(sent.get(1).span.late()).isTrue();
    }

    @Test
    void drops_areInTheNextHeader_andTheSumHolds() throws Exception {
        wire.drops(100_000, 20, 7)
                .packet(200_000, 100_000)
                .drops(1_500_000, 5, 0)
                .drops(2_100_000, 0, 1)
                .end(2_500_000);

        LiveRun.Sent all = run();

        assertThat(tallies)
                .containsExactly(
                        new Tally(21, 0, 0, 0, 7, 20), new Tally(26, 0, 0, 0, 7, 25), new Tally(26, 0, 0, 0, 8, 25));
        assertThat(all).isEqualTo(new LiveRun.Sent(new SensorLedger(26, 1, 0, Map.of(), 0, 0, 25), 8, 1));
        assertThat(all.ledger().isBalanced()).isTrue();
    }

    @Test
    void fileClock_isRefused() {
        assertThatThrownBy(() -> new LiveRun(
                        wire,
                        SensorSettings.blackhole("s1", "NICTER", Clock.FILE),
                        Epoch.first(1),
                        block -> {},
                        wire,
                        told::add))
                .hasMessageContaining("sensor s1 say file");
    }
}
