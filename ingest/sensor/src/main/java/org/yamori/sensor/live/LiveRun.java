package org.yamori.sensor.live;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.block.BlockCutter;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.sensor.publish.LivePlayer.Outlet;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

/**
 * Packets as they arrive, made into blocks and heartbeats that go out at once.
 *
 * <p>What has been read is cut when a block is full and at each second; a second without a block sends a heartbeat. The
 * watermark is the source's. The run ends when the source does, with the heartbeat that says that it was the last.
 */
public final class LiveRun {
    private static final long SECOND_MICROS = 1_000_000;

    private final WaitingSource source;
    private final BlockCutter cutter;
    private final Outlet outlet;
    private final HeartbeatClock clock;
    private final Consumer<Sent> eachSecond;
    private final PacketRow row = new PacketRow();
    private long blocks;
    private long saidGivenUp;
    private long saidDropped;

    /** What has gone out so far. */
    public record Sent(SensorLedger ledger, long droppedByKernel, long blocks) {}

    /** A run whose sensor is called and cuts as the settings say. */
    public LiveRun(
            WaitingSource source,
            SensorSettings settings,
            Epoch epoch,
            Outlet outlet,
            HeartbeatClock clock,
            Consumer<Sent> eachSecond) {
        if (settings.clock() != Clock.LIVE) {
            throw new IllegalArgumentException("packets that arrive now carry a live clock; the settings of sensor "
                    + settings.sensor() + " say " + settings.clock().word());
        }
        this.source = source;
        this.outlet = outlet;
        this.clock = clock;
        this.eachSecond = eachSecond;
        cutter = new BlockCutter(settings, epoch);
    }

    /** Runs until the source ends; everything has been handed to the outlet when this returns. */
    public Sent run() throws IOException, InterruptedException {
        long second = clock.nowMicros() + SECOND_MICROS;
        while (!source.isOver()) {
            readUntil(second);
            eachSecond.accept(sent());
            // After a wait for the outlet the next second begins now.
            second = Math.max(second, clock.nowMicros() - SECOND_MICROS) + SECOND_MICROS;
        }
        send(cut());
        sayDrops();
        SourceTally tally = source.tally();
        outlet.send(cutter.last(tally.captured(), tally.refusedInAll()));
        return sent();
    }

    private void readUntil(long secondMicros) throws IOException, InterruptedException {
        long before = blocks;
        while (source.next(row, secondMicros)) {
            if (cutter.accept(row)) {
                send(cut());
            }
        }
        if (source.isOver()) {
            return;
        }
        cutter.advanceTo(source.watermarkMicros());
        send(cut());
        if (blocks == before) {
            sayDrops();
            SourceTally tally = source.tally();
            outlet.send(cutter.heartbeat(source.watermarkMicros(), tally.captured(), tally.refusedInAll()));
        }
    }

    private List<BlockRecord> cut() {
        sayDrops();
        SourceTally tally = source.tally();
        return cutter.cut(source.watermarkMicros(), tally.captured(), tally.refusedInAll());
    }

    private void sayDrops() {
        cutter.countGivenUp(source.givenUp() - saidGivenUp);
        saidGivenUp = source.givenUp();
        cutter.countDropped(source.droppedByKernel() - saidDropped);
        saidDropped = source.droppedByKernel();
    }

    private void send(List<BlockRecord> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        if (outlet.sendTogether(records)) {
            blocks += records.size();
        } else {
            cutter.giveUp(records);
        }
    }

    private Sent sent() {
        return new Sent(cutter.ledger(source.tally()), saidDropped, blocks);
    }
}
