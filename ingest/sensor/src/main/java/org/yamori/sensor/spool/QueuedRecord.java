package org.yamori.sensor.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.yamori.wire.BlockRecord;

/**
 * A block or heartbeat as it waits for Kafka: what will be sent, and which one it is.
 *
 * @param heartbeat whether the payload is a heartbeat's header as JSON; otherwise it is the body of a block
 * @param partition of the sensor's topic
 * @param epoch run of the sensor
 * @param block number within the epoch; a heartbeat repeats that of the last block
 * @param rows packets in the block, 0 for a heartbeat
 * @param payload the bytes to send
 */
public record QueuedRecord(boolean heartbeat, int partition, long epoch, long block, int rows, byte[] payload) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static QueuedRecord of(BlockRecord block) {
        return new QueuedRecord(
                block.isHeartbeat(),
                block.header().position().partition(),
                block.header().position().epoch(),
                block.header().position().block(),
                block.header().rows(),
                block.isHeartbeat() ? json(block) : block.body());
    }

    private static byte[] json(BlockRecord heartbeat) {
        try {
            return JSON.writeValueAsBytes(heartbeat.header().toTexts());
        } catch (JsonProcessingException textsAreAlwaysJson) {
            throw new IllegalStateException(textsAreAlwaysJson);
        }
    }

    /** For people: which one it is. */
    public String name() {
        return (heartbeat ? "heartbeat after block " : "block ") + block + " of epoch " + epoch;
    }
}
