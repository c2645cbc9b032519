package org.yamori.sensor;

import java.io.IOException;
import java.util.List;
import org.yamori.wire.PacketRow;

/** Packets one after the other, from a file, a feed, a simulator or a wire. */
public interface PacketSource extends AutoCloseable {
    /** Fills the row with the next packet; false at the end, when the row means nothing. */
    boolean next(PacketRow row) throws IOException;

    /**
     * No packet that is still to come is earlier than this. Files that are out of order know it because they were
     * scanned before; sources that are in order answer the time of the last packet.
     */
    long watermarkMicros();

    /** What was captured but is no row: grows while packets are read. */
    SourceTally tally();

    /**
     * What befell the sensor between the packet before and the one just read, or after the last one, in order of time;
     * mostly nothing.
     */
    default List<Interruption> interruptions() {
        return List.of();
    }

    @Override
    void close() throws IOException;
}
