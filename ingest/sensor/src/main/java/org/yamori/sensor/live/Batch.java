package org.yamori.sensor.live;

/** Packets of one interface on their way from its thread to the one that reads them, in an array that is reused. */
final class Batch {
    /** Dumped records, one after the other. */
    final byte[] bytes = new byte[CaptureHandle.DUMP_BYTES];

    /** Whose it is, and where it goes back to. */
    final InterfaceCapture owner;

    int length;
    int linkType;
    /** No packet of this interface that is still to come was captured before. */
    long upToMicros;
    /** Packets of this interface that were given up because all batches were full, since the start. */
    long givenUp;
    /** Packets of this interface that never reached the program, since the start. */
    long kernelDropped;
    /** Nothing comes after it. */
    boolean last;

    Batch(InterfaceCapture owner) {
        this.owner = owner;
    }
}
