package org.yamori.sensor.publish;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.block.BlockCutter;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

/**
 * A recorded source played as if it happened now: times are shifted so that its first packet is captured at the start,
 * and packets go out at the speed at which they came.
 *
 * <p>Each second after the start everything captured in it is cut and sent; a second without a block sends a heartbeat.
 * A block that becomes full earlier is sent once its last packet's time has come. The watermark is where the clock
 * stands, less what the source says may still follow, so a source that states its watermark exactly has no late packet.
 * The end of the source, {@link #stop} and an interrupt all end the run with the heartbeat that says that it was the
 * last, unless the sensor is down then.
 */
public final class LivePlayer {
    private static final long SECOND_MICROS = 1_000_000;

    /** Where blocks and heartbeats go. */
    @FunctionalInterface
    public interface Outlet {
        void send(BlockRecord block) throws IOException;

        /** Takes blocks that were cut together, all or none; false if none, and their packets count as dropped. */
        default boolean sendTogether(List<BlockRecord> cut) throws IOException {
            for (BlockRecord block : cut) {
                send(block);
            }
            return true;
        }
    }

    private final PacketSource source;
    private final BlockCutter cutter;
    private final Outlet outlet;
    private final HeartbeatClock clock;
    private final PacketRow row = new PacketRow();
    private volatile boolean stopped;
    private final boolean shifted;
    private long shiftMicros;
    private final Queue<Interruption> interruptions = new ArrayDeque<>();
    private boolean held;

    /** Plays a source whose times lie in the past as if its first packet came now. */
    public LivePlayer(PacketSource source, SensorSettings settings, Epoch epoch, Outlet outlet, HeartbeatClock clock) {
        this(source, settings, epoch, outlet, clock, true);
    }

    /** Plays a source whose times are still to come: each packet goes out when its own time does. */
    public static LivePlayer atItsOwnTime(
            PacketSource source, SensorSettings settings, Epoch epoch, Outlet outlet, HeartbeatClock clock) {
        return new LivePlayer(source, settings, epoch, outlet, clock, false);
    }

    private LivePlayer(
            PacketSource source,
            SensorSettings settings,
            Epoch epoch,
            Outlet outlet,
            HeartbeatClock clock,
            boolean shifted) {
        if (settings.clock() != Clock.LIVE) {
            throw new IllegalArgumentException("a source is played with a live clock; the settings of sensor "
                    + settings.sensor() + " say " + settings.clock().word());
        }
        this.source = source;
        this.outlet = outlet;
        this.clock = clock;
        this.shifted = shifted;
        cutter = new BlockCutter(settings, epoch);
    }

    /** Ends the run at the next second. */
    public void stop() {
        stopped = true;
    }

    /** Plays to the end; the last heartbeat has been sent when this returns. The source stays open. */
    public void play() throws IOException {
        long startMicros = clock.nowMicros();
        hold();
        shiftMicros = held && shifted ? startMicros - row.timeMicros : 0;
        row.timeMicros += shiftMicros;
        boolean interrupted = false;
        try {
            for (long second = startMicros + SECOND_MICROS; !isOver() && !stopped; second += SECOND_MICROS) {
                playUntil(second);
            }
        } catch (InterruptedException asked) {
            interrupted = true;
        }
        // Not before everything is sent: a Kafka producer refuses an interrupted thread.
        try {
            send(cut());
            if (!isDown()) {
                SourceTally tally = source.tally();
                outlet.send(cutter.last(captured(tally), tally.refusedInAll()));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void playUntil(long secondMicros) throws IOException, InterruptedException {
        boolean sent = false;
        endInterruptions(secondMicros);
        while (held && interruptions.isEmpty() && row.timeMicros < secondMicros && !stopped) {
            boolean full = cutter.accept(row);
            long timeMicros = row.timeMicros;
            next();
            if (full) {
                clock.waitUntil(timeMicros);
                sent |= send(cut());
            }
        }
        clock.waitUntil(secondMicros);
        if (isDown()) {
            send(cut());
            return;
        }
        cutter.advanceTo(secondMicros);
        sent |= send(cut());
        if (!sent) {
            SourceTally tally = source.tally();
            outlet.send(cutter.heartbeat(watermarkMicros(), captured(tally), tally.refusedInAll()));
        }
    }

    /** Nothing will follow: neither a packet nor a word about what was dropped. */
    private boolean isOver() {
        return !held && (interruptions.isEmpty() || interruptions.element().restarted());
    }

    /** Those that are over by this time. */
    private void endInterruptions(long byMicros) {
        while (!interruptions.isEmpty() && interruptions.element().endMicros() + shiftMicros <= byMicros) {
            Interruption over = interruptions.remove();
            if (over.restarted()) {
                SourceTally tally = source.tally();
                cutter.restart(captured(tally), tally.refusedInAll());
            } else {
                cutter.countDropped(over.dropped());
            }
        }
    }

    /** The program is not running: it says nothing until it is started again. */
    private boolean isDown() {
        return interruptions.stream().anyMatch(Interruption::restarted);
    }

    private void next() throws IOException {
        hold();
        row.timeMicros += shiftMicros;
    }

    private void hold() throws IOException {
        held = source.next(row);
        interruptions.addAll(source.interruptions());
    }

    private List<BlockRecord> cut() {
        SourceTally tally = source.tally();
        return cutter.cut(watermarkMicros(), captured(tally), tally.refusedInAll());
    }

    /** Neither the packet that waits for its time nor one behind it is earlier. */
    private long watermarkMicros() {
        if (!held) {
            return Long.MAX_VALUE;
        }
        long later = source.watermarkMicros();
        return Math.min(row.timeMicros, later == Long.MAX_VALUE ? later : later + shiftMicros);
    }

    /** The packet that waits for its time has not been captured yet. */
    private long captured(SourceTally tally) {
        return held ? tally.captured() - 1 : tally.captured();
    }

    private boolean send(List<BlockRecord> blocks) throws IOException {
        if (blocks.isEmpty()) {
            return false;
        }
        boolean taken = outlet.sendTogether(blocks);
        if (!taken) {
            cutter.giveUp(blocks);
        }
        return taken;
    }

    /** What became of every packet so far; one that a stop left waiting counts as not captured. */
    public SensorLedger ledger() {
        SourceTally tally = source.tally();
        return cutter.ledger(new SourceTally(captured(tally), tally.packets(), tally.refused()));
    }
}
