package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;

/** Packets with a tool's mark by source, tool and port in one window. */
final class PortPairs {
    static final int STRIDE = 4;
    private static final int PAIR = SampledRows.THIRD;
    private static final int PACKETS = 3;
    private static final int TOOL_SHIFT = 32;
    private static final int PROTOCOL_SHIFT = 16;

    private final SampledRows table;

    PortPairs(int limit) {
        table = SampledRows.ofPairs(STRIDE, limit);
    }

    /** Counts a packet. */
    void add(int tool, int protocol, int port, long hash, long high, long low) {
        add(hash, high, low, (long) tool << TOOL_SHIFT | (long) protocol << PROTOCOL_SHIFT | port, 1);
    }

    private void add(long hash, long high, long low, long pair, long packets) {
        int at = table.place(hash, high, low, pair);
        if (at >= 0) {
            long[] rows = table.rows();
            boolean unseen = rows[at + PACKETS] == 0;
            rows[at + PACKETS] += packets;
            if (unseen) {
                table.inserted();
            }
        }
    }

    void add(PortPairs other) {
        table.thinTo(other.table.level());
        other.table.forEach((rows, row) -> {
            long hash = SourceKeys.hash(rows[row], rows[row + 1]);
            add(hash, rows[row], rows[row + 1], rows[row + PAIR], rows[row + PACKETS]);
        });
    }

    SampledRows table() {
        return table;
    }

    static int tool(long[] rows, int at) {
        return (int) (rows[at + PAIR] >>> TOOL_SHIFT);
    }

    /** Protocol and port as {@link Series} has them. */
    static int port(long[] rows, int at) {
        return (int) rows[at + PAIR];
    }

    static long packets(long[] rows, int at) {
        return rows[at + PACKETS];
    }

    void write(DataOutput out) throws IOException {
        table.write(out);
    }

    void read(DataInput in) throws IOException {
        table.read(in);
    }
}
