package org.yamori.sensor.feed;

import java.io.IOException;
import java.util.Map;

/** A table of somebody else's program, row by row as the cells of a feed. Times are seconds since 1970 or ISO 8601. */
interface FeedForm {
    /** Fills in the cells of the next row that stands for packets; false at the end. */
    boolean next(Map<FeedColumn, String> cells) throws IOException, FeedText.BadRowException;

    /** What the other program calls a column. */
    String word(FeedColumn column);

    /** Ports of ICMP rows are type and code there, which a feed has no columns for. */
    static void dropPortOfIcmp(Map<FeedColumn, String> cells) {
        String protocol = cells.getOrDefault(FeedColumn.PROTOCOL, "");
        if (protocol.equals("icmp") || protocol.equals("1") || protocol.equals("icmpv6") || protocol.equals("58")) {
            cells.remove(FeedColumn.DESTINATION_PORT);
        }
    }
}
