package org.yamori.sensor.block;

import java.util.Map;

/**
 * What became of every packet a sensor captured: {@code captured = published + refused + outside + replies + dropped}.
 *
 * @param captured records that reached the program
 * @param published rows in blocks
 * @param late of these, rows in late blocks
 * @param refused records that are no readable IP packet, by reason
 * @param outside sent to addresses outside the sensor's ranges
 * @param replies sent by the sensor's own addresses
 * @param dropped given up because nothing could take them
 */
public record SensorLedger(
        long captured, long published, long late, Map<String, Long> refused, long outside, long replies, long dropped) {
    public SensorLedger {
        refused = Map.copyOf(refused);
    }

    public long refusedInAll() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the sum holds. */
    public boolean isBalanced() {
        return captured == published + refusedInAll() + outside + replies + dropped;
    }
}
