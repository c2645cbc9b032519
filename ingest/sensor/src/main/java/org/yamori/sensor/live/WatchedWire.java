package org.yamori.sensor.live;

import java.io.IOException;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.handshake.Handshakes;
import org.yamori.wire.PacketRow;

/** Another live source whose packets, the replies too, are shown to {@link Handshakes} as they pass. */
public final class WatchedWire implements WaitingSource {
    private final WaitingSource source;
    private final Handshakes handshakes;

    public WatchedWire(WaitingSource source, Handshakes handshakes) {
        this.source = source;
        this.handshakes = handshakes;
    }

    @Override
    public boolean next(PacketRow row, long untilMicros) throws InterruptedException {
        boolean more = source.next(row, untilMicros);
        if (more) {
            handshakes.see(row);
        }
        return more;
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        boolean more = source.next(row);
        if (more) {
            handshakes.see(row);
        }
        return more;
    }

    @Override
    public boolean isOver() {
        return source.isOver();
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public long givenUp() {
        return source.givenUp();
    }

    @Override
    public long droppedByKernel() {
        return source.droppedByKernel();
    }

    @Override
    public long watermarkMicros() {
        return source.watermarkMicros();
    }

    @Override
    public SourceTally tally() {
        return source.tally();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
