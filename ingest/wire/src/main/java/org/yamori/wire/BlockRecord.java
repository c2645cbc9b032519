package org.yamori.wire;

/**
 * One record of a sensor's topic: a block, or a heartbeat, which is a header without a body.
 *
 * @param header what the sensor says; a heartbeat has no rows
 * @param body the encoded {@link PacketBlock}; empty for a heartbeat
 */
public record BlockRecord(BlockHeader header, byte[] body) {
    /** Name of the record header under which a heartbeat carries its {@link BlockHeader}, as a JSON object of texts. */
    public static final String HEARTBEAT = "yamori.heartbeat";

    public boolean isHeartbeat() {
        return body.length == 0;
    }
}
