package org.yamori.sensor.block;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.BlockStream;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

/**
 * A source's packets as the records of one partition: blocks, and at the end a heartbeat that says that it was the
 * last.
 *
 * <p>An interruption ends the block before it; the sensor then says what it dropped, or begins a new epoch.
 *
 * <p>Blocks are cut when full; with a live clock also before the first packet that is a second later than the first of
 * the open block. The watermark is exact in so far as the source's is. With a sequence ledger the last block is on disk
 * before the block is handed out (live clock), or after every 256 blocks and at the end (file clock).
 */
public final class SensorRun implements BlockStream {
    private static final long LIVE_SPAN_MICROS = 1_000_000;
    private static final int BLOCKS_PER_NOTE = 256;

    private final PacketSource source;
    private final BlockCutter cutter;
    private final boolean live;
    private final @Nullable SequenceLedger sequence;
    private final PacketRow row = new PacketRow();
    private final Queue<BlockRecord> ready = new ArrayDeque<>();
    private boolean held;
    private boolean finished;
    private long openSinceMicros;
    private long noted = -1;

    public SensorRun(SensorSettings settings, PacketSource source, Epoch epoch) {
        this(settings, source, epoch, null);
    }

    /** A run that notes its last block in the ledger from which its epoch came. */
    public SensorRun(SensorSettings settings, PacketSource source, Epoch epoch, @Nullable SequenceLedger sequence) {
        this.source = source;
        this.sequence = sequence;
        cutter = new BlockCutter(settings, epoch);
        live = settings.clock() == Clock.LIVE;
    }

    @Override
    public @Nullable BlockRecord next() throws IOException {
        while (ready.isEmpty() && !finished) {
            fill();
            note();
        }
        return ready.poll();
    }

    private void fill() throws IOException {
        while (held || source.next(row)) {
            if (!held && (!source.interruptions().isEmpty() || (live && isSecondOver()))) {
                held = true;
                cut();
                sayInterruptions();
                return;
            }
            held = false;
            if (cutter.openRows() == 0) {
                openSinceMicros = row.timeMicros;
            }
            if (cutter.accept(row)) {
                cut();
                return;
            }
        }
        cut();
        if (sayInterruptions()) {
            SourceTally tally = source.tally();
            ready.add(cutter.last(tally.captured(), tally.refusedInAll()));
        }
        finished = true;
    }

    /** False if the last was one from which the sensor did not come back. */
    private boolean sayInterruptions() throws IOException {
        boolean speaking = true;
        for (Interruption interruption : source.interruptions()) {
            speaking = !interruption.restarted();
            long refused = source.tally().refusedInAll();
            if (interruption.restarted()) {
                note();
                cutter.restart(captured(), refused);
                noted = -1;
            } else {
                cutter.countDropped(interruption.dropped());
                cutter.advanceTo(interruption.endMicros());
                ready.add(cutter.heartbeat(watermarkMicros(), captured(), refused));
            }
        }
        return speaking;
    }

    private boolean isSecondOver() {
        return cutter.openRows() > 0 && row.timeMicros >= openSinceMicros + LIVE_SPAN_MICROS;
    }

    private void cut() {
        ready.addAll(cutter.cut(watermarkMicros(), captured(), source.tally().refusedInAll()));
    }

    /** A packet that is held was captured, but belongs to the next block. */
    private long captured() {
        long captured = source.tally().captured();
        return held ? captured - 1 : captured;
    }

    private long watermarkMicros() {
        long watermarkMicros = source.watermarkMicros();
        return held ? Math.min(watermarkMicros, row.timeMicros) : watermarkMicros;
    }

    private void note() throws IOException {
        long last = cutter.lastBlock();
        if (sequence != null && last > noted && (live || finished || last - noted >= BLOCKS_PER_NOTE)) {
            sequence.record(cutter.epoch(), last);
            noted = last;
        }
    }

    /** What became of every packet handed out so far; balanced at the end. */
    public SensorLedger ledger() {
        return cutter.ledger(source.tally());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
