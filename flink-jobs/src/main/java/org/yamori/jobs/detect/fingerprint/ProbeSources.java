package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;

/** Sources of probes without Mirai's mark in one window, each with how many of them had which other mark. */
final class ProbeSources {
    static final int STRIDE = 8;
    private static final int PROBES = SampledRows.THIRD;
    private static final int ZMAP = 3;
    private static final int MASSCAN = 4;
    private static final int NMAP = 5;
    private static final int IRREGULAR = 6;
    /** Hashes of the SYN signatures without a tool's mark, smallest and largest as unsigned numbers; 0 without one. */
    private static final int SIGNATURES = 7;

    private static final int MARK_OF_TOOL = ZMAP - Tool.ZMAP.ordinal();

    private final SampledRows table;

    ProbeSources(int limit) {
        table = SampledRows.ofSources(STRIDE, limit);
    }

    /** Counts a probe. */
    void add(SliceRows slice, int row, int tool, long hash, long high, long low) {
        int at = table.place(hash, high, low);
        if (at < 0) {
            return;
        }
        long[] rows = table.rows();
        if (tool >= Tool.ZMAP.ordinal() && tool <= Tool.IRREGULAR.ordinal()) {
            rows[at + MARK_OF_TOOL + tool]++;
        }
        if (tool >= Tool.IRREGULAR.ordinal()) {
            long signature = slice.hashes[slice.signature(row)] & 0xffffffffL;
            long both = signature << 32 | signature;
            rows[at + SIGNATURES] = rows[at + SIGNATURES] == 0 ? both : Spans.ofInts(rows[at + SIGNATURES], both);
        }
        if (++rows[at + PROBES] == 1) {
            table.inserted();
        }
    }

    void add(ProbeSources other) {
        table.thinTo(other.table.level());
        other.table.forEach((from, row) -> {
            int at = table.place(SourceKeys.hash(from[row], from[row + 1]), from[row], from[row + 1]);
            if (at >= 0) {
                long[] rows = table.rows();
                boolean unseen = rows[at + PROBES] == 0;
                for (int field = PROBES; field <= IRREGULAR; field++) {
                    rows[at + field] += from[row + field];
                }
                long known = rows[at + SIGNATURES];
                long more = from[row + SIGNATURES];
                rows[at + SIGNATURES] = known == 0 || more == 0 ? known | more : Spans.ofInts(known, more);
                if (unseen) {
                    table.inserted();
                }
            }
        });
    }

    SampledRows table() {
        return table;
    }

    static SourceLabel label(long[] rows, int at, FingerprintLogic logic) {
        return logic.labelOf(
                rows[at + PROBES],
                new FingerprintLogic.Marks(rows[at + ZMAP], rows[at + MASSCAN], rows[at + NMAP], rows[at + IRREGULAR]),
                rows[at + SIGNATURES] != 0);
    }

    /** Packets that count for a label: those with its mark, or all of a source without a tool. */
    static long packets(long[] rows, int at, SourceLabel label) {
        return switch (label) {
            case ZMAP -> rows[at + ZMAP];
            case MASSCAN -> rows[at + MASSCAN];
            case NMAP -> rows[at + NMAP];
            default -> rows[at + PROBES];
        };
    }

    /** The hash of the only signature of a source, 0 if it has several or none. */
    static int signature(long[] rows, int at) {
        return Spans.isOneInt(rows[at + SIGNATURES]) ? (int) rows[at + SIGNATURES] : 0;
    }

    void write(DataOutput out) throws IOException {
        table.write(out);
    }

    void read(DataInput in) throws IOException {
        table.read(in);
    }
}
