package org.yamori.sensor;

import java.util.Map;

/**
 * What a source has read so far: {@code captured = packets + sum of refused}.
 *
 * @param captured records seen
 * @param packets rows delivered
 * @param refused records that are no readable IP packet, by reason
 */
public record SourceTally(long captured, long packets, Map<String, Long> refused) {
    public long refusedInAll() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
