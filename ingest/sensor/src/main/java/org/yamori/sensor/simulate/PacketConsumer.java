package org.yamori.sensor.simulate;

import java.io.IOException;
import org.yamori.wire.PacketRow;

/** Who takes the packets of all sensors in one pass. */
@FunctionalInterface
public interface PacketConsumer {
    /**
     * Takes one packet; the row is used again for the next.
     *
     * @param sensor index in {@link Simulation#sensors()}
     */
    void accept(int sensor, PacketRow row) throws IOException;
}
