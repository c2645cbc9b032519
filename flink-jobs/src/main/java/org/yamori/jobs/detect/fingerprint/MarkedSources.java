package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;

/** Sources of packets with Mirai's mark in one window, each with what N-07 asks of it. */
final class MarkedSources {
    static final int STRIDE = 6;
    private static final int PACKETS = SampledRows.THIRD;
    /** Source port (smallest, largest) and IP id (smallest, largest), 16 bits each. */
    private static final int PORTS_AND_IDS = 3;

    /** Destination, smallest and largest as unsigned numbers, 32 bits each. */
    private static final int DESTINATIONS = 4;

    private static final int DESTINATION_BITS = 5;

    private final SampledRows table;

    MarkedSources(int limit) {
        table = SampledRows.ofSources(STRIDE, limit);
    }

    void add(SliceRows slice, int row, long hash, long low) {
        int at = table.place(hash, 0, low);
        if (at >= 0) {
            long port = slice.sourcePort(row);
            long id = slice.ipId(row);
            int destination = slice.ipv4Destination(row);
            put(
                    at,
                    1,
                    port << 48 | port << 32 | id << 16 | id,
                    (long) destination << 32 | (destination & 0xffffffffL),
                    FingerprintLogic.destinationBit(destination));
        }
    }

    private void put(int at, long packets, long portsAndIds, long destinations, long bits) {
        long[] rows = table.rows();
        if (rows[at + PACKETS] == 0) {
            rows[at + PACKETS] = packets;
            rows[at + PORTS_AND_IDS] = portsAndIds;
            rows[at + DESTINATIONS] = destinations;
            rows[at + DESTINATION_BITS] = bits;
            table.inserted();
        } else {
            rows[at + PACKETS] += packets;
            rows[at + PORTS_AND_IDS] = Spans.ofShorts(rows[at + PORTS_AND_IDS], portsAndIds);
            rows[at + DESTINATIONS] = Spans.ofInts(rows[at + DESTINATIONS], destinations);
            rows[at + DESTINATION_BITS] |= bits;
        }
    }

    void add(MarkedSources other) {
        table.thinTo(other.table.level());
        other.table.forEach((rows, from) -> {
            int at = table.place(SourceKeys.hash(rows[from], rows[from + 1]), rows[from], rows[from + 1]);
            if (at >= 0) {
                put(
                        at,
                        rows[from + PACKETS],
                        rows[from + PORTS_AND_IDS],
                        rows[from + DESTINATIONS],
                        rows[from + DESTINATION_BITS]);
            }
        });
    }

    SampledRows table() {
        return table;
    }

    static long packets(long[] rows, int at) {
        return rows[at + PACKETS];
    }

    static SourceLabel label(long[] rows, int at, FingerprintLogic logic) {
        return logic.labelOf(new FingerprintLogic.MarkedPackets(
                rows[at + PACKETS],
                Spans.isFirstOneShort(rows[at + PORTS_AND_IDS]),
                Spans.isSecondOneShort(rows[at + PORTS_AND_IDS]),
                !Spans.isOneInt(rows[at + DESTINATIONS]),
                rows[at + DESTINATION_BITS]));
    }

    void write(DataOutput out) throws IOException {
        table.write(out);
    }

    void read(DataInput in) throws IOException {
        table.read(in);
    }
}
