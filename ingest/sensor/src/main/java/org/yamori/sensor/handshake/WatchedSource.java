package org.yamori.sensor.handshake;

import java.io.IOException;
import java.util.List;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;

/** Another source whose packets, the replies too, are shown to {@link Handshakes} as they pass. */
public class WatchedSource implements PacketSource {
    private final PacketSource source;
    private final Handshakes handshakes;

    public WatchedSource(PacketSource source, Handshakes handshakes) {
        this.source = source;
        this.handshakes = handshakes;
    }

    @Override
    public final boolean next(PacketRow row) throws IOException {
        return seen(source.next(row), row);
    }

    /** Shows the packet if there is one, and says whether. */
    protected final boolean seen(boolean there, PacketRow row) {
        if (there) {
            handshakes.see(row);
        }
        return there;
    }

    @Override
    public final long watermarkMicros() {
        return source.watermarkMicros();
    }

    @Override
    public final SourceTally tally() {
        return source.tally();
    }

    @Override
    public final List<Interruption> interruptions() {
        return source.interruptions();
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
