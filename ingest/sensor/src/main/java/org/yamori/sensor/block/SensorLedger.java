package org.yamori.sensor.block;

import java.util.HashMap;
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
    public static final SensorLedger NONE = new SensorLedger(0, 0, 0, Map.of(), 0, 0, 0);

    public SensorLedger {
        refused = Map.copyOf(refused);
    }

    /** The ledger of two runs together. */
    public SensorLedger plus(SensorLedger other) {
        Map<String, Long> reasons = new HashMap<>(refused);
        other.refused.forEach((reason, packets) -> reasons.merge(reason, packets, Long::sum));
        return new SensorLedger(
                captured + other.captured,
                published + other.published,
                late + other.late,
                reasons,
                outside + other.outside,
                replies + other.replies,
                dropped + other.dropped);
    }

    public long refusedInAll() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the sum holds. */
    public boolean isBalanced() {
        return captured == published + refusedInAll() + outside + replies + dropped;
    }
}
