package org.yamori.sensor.feed;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * How a feed is read.
 *
 * @param zone of times without an offset, and of dates and hours
 * @param network of every row where the feed has no network column; empty when it must have one
 * @param ignoredColumns columns that are stepped over although nobody knows them
 * @param maxRows a longer feed is refused; a row takes up to 80 bytes of memory
 */
public record FeedOptions(ZoneId zone, String network, Set<String> ignoredColumns, int maxRows) {
    public static final int DEFAULT_MAX_ROWS = 20_000_000;

    public FeedOptions {
        ignoredColumns = Set.copyOf(ignoredColumns);
        if (maxRows < 1) {
            throw new IllegalArgumentException("rows of a feed must be at least 1, was " + maxRows);
        }
    }

    /** UTC, a network column, no unknown column. */
    public static FeedOptions usual() {
        return new FeedOptions(ZoneOffset.UTC, "", Set.of(), DEFAULT_MAX_ROWS);
    }

    public FeedOptions withZone(ZoneId newZone) {
        return new FeedOptions(newZone, network, ignoredColumns, maxRows);
    }

    public FeedOptions withNetwork(String newNetwork) {
        return new FeedOptions(zone, newNetwork, ignoredColumns, maxRows);
    }

    public FeedOptions withIgnoredColumns(Set<String> newIgnoredColumns) {
        return new FeedOptions(zone, network, newIgnoredColumns, maxRows);
    }

    public FeedOptions withMaxRows(int newMaxRows) {
        return new FeedOptions(zone, network, ignoredColumns, newMaxRows);
    }
}
