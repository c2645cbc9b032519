package org.yamori.sensor.live;

import org.yamori.sensor.PacketSource;
import org.yamori.wire.PacketRow;

/** A source whose packets arrive when they like, so that its reader may stop waiting without being at the end. */
public interface WaitingSource extends PacketSource {
    /** Fills the row with the next packet; false when none came before that time, or at the end. */
    boolean next(PacketRow row, long untilMicros) throws InterruptedException;

    /** Whether everything has been read and nothing will come. */
    boolean isOver();

    /** Asks it to end; what has been captured until then still comes. */
    void stop();

    /** Packets captured and then given up for want of room; part of what the tally says was captured. */
    long givenUp();

    /** Packets that never reached the program. */
    long droppedByKernel();
}
