package org.yamori.sensor.block;

import java.io.Serializable;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;

/**
 * What a sensor is called and how it cuts blocks.
 *
 * @param sensor name, also the last word of its topic
 * @param kind how it behaves; {@link SensorKind#FEED} makes blocks of feed rows
 * @param network observation network it belongs to
 * @param clock which clock stamps the packets
 * @param shards S, the same in the whole installation
 * @param maxRows a block is cut when it has this many rows, 1 to 65,535
 * @param ranges the addresses it watches
 */
public record SensorSettings(
        String sensor, SensorKind kind, String network, Clock clock, int shards, int maxRows, Ranges ranges)
        implements Serializable {
    public static final int DEFAULT_MAX_ROWS = 8192;
    /** A block's dictionaries have 16-bit indexes, of which one is the empty text. */
    private static final int MOST_ROWS = 0xffff;

    private static final int MOST_SHARDS = 4096;

    public SensorSettings {
        if (shards < 1 || shards > MOST_SHARDS) {
            throw new IllegalArgumentException("shards must be 1 to " + MOST_SHARDS + ", was " + shards);
        }
        if (maxRows < 1 || maxRows > MOST_ROWS) {
            throw new IllegalArgumentException("rows of a block must be 1 to " + MOST_ROWS + ", was " + maxRows);
        }
        new BlockHeader.Origin(sensor, kind, network, clock);
    }

    /** A sensor that never answers and watches every address, with everything else as usual. */
    public static SensorSettings blackhole(String sensor, String network, Clock clock) {
        return new SensorSettings(
                sensor,
                SensorKind.BLACKHOLE,
                network,
                clock,
                Shards.DEFAULT_COUNT,
                DEFAULT_MAX_ROWS,
                Ranges.EVERYTHING);
    }

    public SensorSettings withKind(SensorKind newKind) {
        return new SensorSettings(sensor, newKind, network, clock, shards, maxRows, ranges);
    }

    public SensorSettings withShards(int newShards) {
        return new SensorSettings(sensor, kind, network, clock, newShards, maxRows, ranges);
    }

    public SensorSettings withMaxRows(int newMaxRows) {
        return new SensorSettings(sensor, kind, network, clock, shards, newMaxRows, ranges);
    }

    public SensorSettings withRanges(Ranges newRanges) {
        return new SensorSettings(sensor, kind, network, clock, shards, maxRows, newRanges);
    }

    BlockHeader.Origin origin() {
        return new BlockHeader.Origin(sensor, kind, network, clock);
    }
}
