package org.yamori.sensor.handshake;

import java.io.IOException;
import java.util.List;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;

/** Another source whose packets, the replies too, are shown to {@link Handshakes} as they pass. */
public final class WatchedSource implements PacketSource {
    private final PacketSource source;
    private final Handshakes handshakes;

    public WatchedSource(PacketSource source, Handshakes handshakes) {
        this.source = source;
        this.handshakes = handshakes;
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
    public long watermarkMicros() {
        return source.watermarkMicros();
    }

    @Override
    public SourceTally tally() {
        return source.tally();
    }

    @Override
    public List<Interruption> interruptions() {
        return source.interruptions();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
