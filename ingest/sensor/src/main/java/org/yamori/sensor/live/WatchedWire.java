package org.yamori.sensor.live;

import org.yamori.sensor.handshake.Handshakes;
import org.yamori.sensor.handshake.WatchedSource;
import org.yamori.wire.PacketRow;

/** A watched source whose packets arrive as time goes by. */
public final class WatchedWire extends WatchedSource implements WaitingSource {
    private final WaitingSource wire;

    public WatchedWire(WaitingSource wire, Handshakes handshakes) {
        super(wire, handshakes);
        this.wire = wire;
    }

    @Override
    public boolean next(PacketRow row, long untilMicros) throws InterruptedException {
        return seen(wire.next(row, untilMicros), row);
    }

    @Override
    public boolean isOver() {
        return wire.isOver();
    }

    @Override
    public void stop() {
        wire.stop();
    }

    @Override
    public long givenUp() {
        return wire.givenUp();
    }

    @Override
    public long droppedByKernel() {
        return wire.droppedByKernel();
    }
}
