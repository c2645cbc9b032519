package org.yamori.jobs.detect.traffic;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.wire.Finding;

/**
 * What the traffic room counts and how much it keeps.
 *
 * @param zone where days and hours begin
 * @param ownDocument packets from which a port or country has a document of its own in a minute
 * @param ownDocumentHours the same in hours and days; 1 gives everything one
 * @param watchedSources pairs of source and watched port of a window that a shard keeps
 * @param sourcesPerShard distinct sources of a window that a shard counts exactly in all other series but ports
 * @param tailPairsPerShard (source, port) pairs of a window that a shard keeps for ports that are not watched
 * @param keepMinutes closed minutes kept for late blocks
 * @param fewDestinations at most this many addresses in an hour are few
 * @param ports groups of ports
 * @param watchList ports with exact counts and documents of their own
 */
public record TrafficRules(
        ZoneId zone,
        int ownDocument,
        int ownDocumentHours,
        int watchedSources,
        int sourcesPerShard,
        int tailPairsPerShard,
        int keepMinutes,
        int fewDestinations,
        PortKnowledge ports,
        WatchList watchList)
        implements Serializable {
    /** Packets of a minute that wait; more are counted into a larger table. */
    static final int MINUTE_ROWS = 1 << 16;

    /** Sources, or pairs of source and port, of a feed's minute before the same happens. */
    static final int FEED_ROWS = 1 << 14;

    /** Rows of a block that are taken at once. */
    static final int PIECE_ROWS = 1 << 14;

    /** A minute may have this part of what an hour may have. */
    static final int PART_OF_MINUTE = 64;

    /** And this part of an hour's pairs of sources and unwatched ports, most of which come in any minute. */
    static final int TAIL_PART_OF_MINUTE = 8;

    /** Minutes besides those to keep: open ones, and those that a clock may be ahead. */
    private static final int FURTHER_MINUTES = 3;

    public TrafficRules {
        require("own-document", ownDocument, 1, 1_000_000);
        require("own-document-hours", ownDocumentHours, 1, 1_000_000);
        require("watched-sources", watchedSources, 16, 1 << 28);
        require("sources-per-shard", sourcesPerShard, 16, 1 << 24);
        require("tail-pairs-per-shard", tailPairsPerShard, 16, 1 << 26);
        require("keep-minutes", keepMinutes, 0, 1440);
        require("few-destinations", fewDestinations, 1, 8);
    }

    private static void require(String word, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "yamori.detect.traffic." + word + " must be " + least + ".." + most + ", was " + value);
        }
    }

    /** Bytes that sources make the tables of a shard take, at most: the minutes that are kept, an hour and a day. */
    public long mostBytes() {
        long minute = Math.max(MinuteRows.mostBytes(), WindowTable.mostBytes(Resolution.MINUTE, this));
        return (keepMinutes + FURTHER_MINUTES) * minute
                + WindowTable.mostBytes(Resolution.HOUR, this)
                + WindowTable.mostBytes(Resolution.DAY, this);
    }

    int ownDocument(Resolution resolution) {
        return resolution == Resolution.MINUTE ? ownDocument : ownDocumentHours;
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all that decides a count. */
    String version() {
        StringBuilder text = new StringBuilder();
        text.append(List.of(
                zone,
                ownDocument,
                ownDocumentHours,
                watchedSources,
                sourcesPerShard,
                tailPairsPerShard,
                fewDestinations));
        for (PortKnowledge.Group group : ports.groups()) {
            text.append('\n').append(group.name()).append(new TreeSet<>(group.ports()));
        }
        text.append('\n').append(watchList.ports());
        return Finding.id("rules", "traffic", text.toString(), 0).substring(0, 8);
    }
}
