package org.yamori.sensor.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Packets;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.wire.BlockHeader.Span;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LivePlayerTest {
    private static final long START = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final SensorSettings LIVE =
            SensorSettings.blackhole("s1", "NICTER", Clock.LIVE).withMaxRows(3);

    /** A clock that stands still but for those who wait. */
    private static final class HandClock implements HeartbeatClock {
        long nowMicros = START;
        long interruptAtMicros = Long.MAX_VALUE;

        @Override
        public long nowMicros() {
            return nowMicros;
        }

        @Override
        public void waitUntil(long micros) throws InterruptedException {
            if (micros >= interruptAtMicros) {
                throw new InterruptedException("asked to stop");
            }
            nowMicros = Math.max(nowMicros, micros);
        }
    }

    private record Sent(long atMicros, boolean heartbeat, int rows, Span span) {}

    private final HandClock clock = new HandClock();
    private final List<Sent> sent = new ArrayList<>();

    private LivePlayer player(Packets packets) {
        return new LivePlayer(
                packets,
                LIVE,
                Epoch.first(START),
                block -> sent.add(new Sent(
                        clock.nowMicros,
                        block.isHeartbeat(),
                        block.header().rows(),
                        block.header().span())),
                clock);
    }

    private static Span span(long start, long end, long watermark) {
        return new Span(START + start, START + end, START + watermark, false, false);
    }

    private static Sent block(long at, int rows, Span span) {
        return new Sent(START + at, false, rows, span);
    }

    private static Sent heartbeat(long at, Span span) {
        return new Sent(START + at, true, 0, span);
    }

    @Test
    void eachSecond_sendsABlockOrAHeartbeat_andTheEndSaysSo() throws Exception {
        Packets packets = Packets.scanned().at(70).at(70 + 400_000).at(70 + 3_500_000);
        LivePlayer player = player(packets);

        player.play();

        assertThat(sent)
                .containsExactly(
                        block(SECOND, 2, span(0, SECOND, SECOND)),
                        heartbeat(2 * SECOND, span(SECOND, 2 * SECOND, 2 * SECOND)),
                        heartbeat(3 * SECOND, span(2 * SECOND, 3 * SECOND, 3 * SECOND)),
                        block(4 * SECOND, 1, span(3 * SECOND, 4 * SECOND, 4 * SECOND)),
                        new Sent(
                                START + 4 * SECOND,
                                true,
                                0,
                                new Span(START + 4 * SECOND, START + 4 * SECOND, START + 4 * SECOND + 1, false, true)));
        assertThat(player.ledger()).isEqualTo(new SensorLedger(3, 3, 0, Map.of(), 0, 0, 0));
    }

    @Test
    void fullBlock_isSentWhenItsLastPacketsTimeHasCome() throws Exception {
        Packets packets = Packets.scanned().at(0).at(100_000).at(200_000).at(900_000);

        player(packets).play();

        assertThat(sent.subList(0, 2))
                .containsExactly(
                        block(200_000, 3, span(0, 200_000, 200_000)), block(SECOND, 1, span(200_000, SECOND, SECOND)));
        assertThat(sent).hasSize(3);
    }

    @Test
    void sourceOutOfOrder_holdsTheWatermarkBack_andNothingIsLate() throws Exception {
        Packets packets = Packets.scanned().at(0).at(2_500_000).at(900_000);

        LivePlayer player = player(packets);
        player.play();

        assertThat(sent.subList(0, 3))
                .containsExactly(
                        block(SECOND, 1, span(0, SECOND, 900_000)),
                        heartbeat(2 * SECOND, span(SECOND, 2 * SECOND, 900_000)),
                        block(3 * SECOND, 2, span(2 * SECOND, 3 * SECOND, 3 * SECOND)));
        assertThat(player.ledger().late()).isZero();
    }

    @Test
    void interrupt_sendsWhatThereIsAndTheLastHeartbeat() throws Exception {
        clock.interruptAtMicros = START + 2 * SECOND;
        Packets packets = Packets.scanned().at(0).at(1_200_000).at(9_000_000);
        LivePlayer player = player(packets);

        player.play();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent).extracting(Sent::rows).containsExactly(1, 1, 0);
        assertThat(sent.get(2).span.last()).isTrue();
        assertThat(player.ledger()).isEqualTo(new SensorLedger(2, 2, 0, Map.of(), 0, 0, 0));
        assertThat(player.ledger().isBalanced()).isTrue();
    }

    /** Down from 1.2 s to 3.5 s: what was captured before goes out, then silence, then an epoch of its own. */
    @Test
    void sensorThatIsDown_saysNothing_andComesBackInANewEpoch() throws Exception {
        Packets packets = Packets.scanned()
                .at(0)
                .at(1_100_000)
                .interrupted(new Interruption(3_500_000, 0, true))
                .at(3_600_000);
        List<BlockRecord> records = new ArrayList<>();
        List<Long> at = new ArrayList<>();
        LivePlayer player = new LivePlayer(
                packets,
                LIVE,
                Epoch.first(START),
                block -> {
                    records.add(block);
                    at.add(clock.nowMicros - START);
                },
                clock);

        player.play();

        assertThat(at).containsExactly(SECOND, 2 * SECOND, 4 * SECOND, 4 * SECOND);
        assertThat(records)
                .extracting(block -> block.header().position().epoch() - START)
                .containsExactly(0L, 0L, 1L, 1L);
        assertThat(records)
                .extracting(block -> block.header().position().previousLastBlock())
                .containsExactly(-1L, -1L, 1L, 1L);
        assertThat(records)
                .extracting(block -> block.header().span().last())
                .containsExactly(false, false, false, true);
        assertThat(records.get(1).header().span()).isEqualTo(span(SECOND, 1_100_000, 1_100_000));
        assertThat(records.get(2).header().span()).isEqualTo(span(3_600_000, 4 * SECOND, 4 * SECOND));
        assertThat(records.get(2).header().tally().captured()).isEqualTo(1);
        assertThat(player.ledger()).isEqualTo(new SensorLedger(3, 3, 0, Map.of(), 0, 0, 0));
    }

    @Test
    void sensorThatDrops_goesOnSpeaking_andSaysHowMany() throws Exception {
        Packets packets = Packets.scanned()
                .at(0)
                .interrupted(new Interruption(2_000_000, 7, false))
                .interrupted(new Interruption(3_000_000, 5, false))
                .at(3_600_000);
        List<Long> dropped = new ArrayList<>();
        LivePlayer player = new LivePlayer(
                packets,
                LIVE,
                Epoch.first(START),
                block -> dropped.add(block.header().tally().droppedByKernel()),
                clock);

        player.play();

        assertThat(dropped).containsExactly(0L, 7L, 12L, 12L, 12L);
        assertThat(player.ledger()).isEqualTo(new SensorLedger(2, 2, 0, Map.of(), 0, 0, 0));
    }

    @Test
    void sensorThatIsDownAtTheEnd_doesNotSayThatItWasTheLast() throws Exception {
        Packets packets = Packets.scanned().at(0).at(100_000).interrupted(new Interruption(9_000_000, 0, true));

        player(packets).play();

        assertThat(sent).extracting(Sent::rows).containsExactly(2);
        assertThat(sent.get(0).span.last()).isFalse();
    }

    @Test
    void stop_endsAtTheNextSecond() throws Exception {
        Packets packets = Packets.scanned().at(0).at(60 * SECOND);
        List<BlockRecord> records = new ArrayList<>();
        LivePlayer[] player = new LivePlayer[1];
        player[0] = new LivePlayer(
                packets,
                LIVE,
                Epoch.first(START),
                block -> {
                    records.add(block);
                    if (records.size() == 3) {
                        player[0].stop();
                    }
                },
                clock);

        player[0].play();

        assertThat(records).hasSize(4);
        assertThat(records.get(3).header().span().last()).isTrue();
        assertThat(clock.nowMicros).isEqualTo(START + 3 * SECOND);
    }

    /** The numbers of refused blocks are used again, so that what is dropped is in no gap, and is said at once. */
    @Test
    void blocksThatAreRefused_areCountedAsDropped_andSaidByAHeartbeat() throws Exception {
        Packets packets = Packets.scanned()
                .at(0)
                .at(1_100_000)
                .ipv6At(1_200_000)
                .at(2_500_000)
                .at(3_500_000);
        List<BlockRecord> records = new ArrayList<>();
        LivePlayer player = new LivePlayer(
                packets,
                LIVE,
                Epoch.first(START),
                new LivePlayer.Outlet() {
                    @Override
                    public void send(BlockRecord block) {
                        records.add(block);
                    }

                    @Override
                    public boolean sendTogether(List<BlockRecord> cut) {
                        boolean room = clock.nowMicros < START + 2 * SECOND || clock.nowMicros > START + 3 * SECOND;
                        return room && records.addAll(cut);
                    }
                },
                clock);

        player.play();

        assertThat(records)
                .extracting(record -> record.header().rows()
                        + " rows, block " + record.header().position().block() + " after "
                        + record.header().position().rowsBefore() + ", captured "
                        + record.header().tally().captured() + ", dropped "
                        + record.header().tally().droppedBySensor() + ", ends "
                        + (record.header().span().endMicros() - START) / SECOND)
                .containsExactly(
                        "1 rows, block 0 after 0, captured 1, dropped 0, ends 1",
                        "0 rows, block 0 after 1, captured 3, dropped 2, ends 2",
                        "0 rows, block 0 after 1, captured 4, dropped 3, ends 3",
                        "1 rows, block 1 after 1, captured 5, dropped 3, ends 4",
                        "0 rows, block 1 after 2, captured 5, dropped 3, ends 4");
        assertThat(player.ledger()).isEqualTo(new SensorLedger(5, 2, 0, Map.of(), 0, 0, 3));
        assertThat(player.ledger().isBalanced()).isTrue();
    }

    @Test
    void fileClock_isRefused() {
        assertThatThrownBy(() -> new LivePlayer(
                        Packets.scanned(),
                        SensorSettings.blackhole("s1", "NICTER", Clock.FILE),
                        Epoch.first(1),
                        block -> {},
                        clock))
                .hasMessageContaining("sensor s1 say file");
    }
}
