package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/**
 * A packet that is shown as an example, in {@value #LONGS} longs: its rank, its time, source and destination in two
 * each, source port, window, IP id, TTL and flags in one, sequence number and length in one. Of several the smallest
 * counts, compared long by long, so that who is chosen depends on what packets say and never on their order.
 */
final class SampledPacket {
    static final int LONGS = 8;

    private static final int RANK = 0;
    private static final int TIME = 1;
    private static final int SOURCE = 2;
    private static final int DESTINATION = 4;
    private static final int HEADER = 6;
    private static final int REST = 7;
    private static final String[] FLAGS = {"F", "S", "R", "P", "A", "U", "E", "C"};

    private SampledPacket() {}

    static void write(Slice slice, int row, long rank, long[] into, int at) {
        into[at + RANK] = rank;
        into[at + TIME] = slice.timeMicros(row);
        address(slice, Column.SOURCE, row, into, at + SOURCE);
        address(slice, Column.DESTINATION, row, into, at + DESTINATION);
        into[at + HEADER] = (long) two(slice, Column.SOURCE_PORT, row) << 48
                | (long) two(slice, Column.WINDOW, row) << 32
                | (long) (slice.ipv6 ? 0 : two(slice, Column.IP_ID, row)) << 16
                | one(slice, Column.TTL, row) << 8
                | one(slice, Column.TCP_FLAGS, row);
        int sequence = slice.offset(Column.SEQUENCE);
        long number = sequence < 0 ? 0 : Bytes.integer(slice.data, sequence + (row << 2)) & 0xffffffffL;
        into[at + REST] = number << 16 | two(slice, Column.TOTAL_LENGTH, row);
    }

    private static void address(Slice slice, Column column, int row, long[] into, int at) {
        int begin = slice.offset(column);
        if (slice.ipv6) {
            into[at] = Bytes.bigEndian(slice.data, begin + (row << 4));
            into[at + 1] = Bytes.bigEndian(slice.data, begin + (row << 4) + 8);
        } else {
            into[at] = 0;
            into[at + 1] = SourceKeys.lowOfIpv4(Bytes.integer(slice.data, begin + (row << 2)));
        }
    }

    private static int two(Slice slice, Column column, int row) {
        int begin = slice.offset(column);
        return begin < 0 ? 0 : Bytes.unsignedShort(slice.data, begin + (row << 1));
    }

    private static int one(Slice slice, Column column, int row) {
        int begin = slice.offset(column);
        return begin < 0 ? 0 : slice.data[begin + row] & 0xff;
    }

    static int compare(long[] one, int at, long[] other, int otherAt) {
        return Arrays.compare(one, at, at + LONGS, other, otherAt, otherAt + LONGS);
    }

    /** As an object of the finding. */
    static void tell(long[] packet, int at, boolean tcp, JsonGenerator out) throws IOException {
        boolean ipv4 = SourceKeys.isIpv4(packet[at + SOURCE], packet[at + SOURCE + 1]);
        long header = packet[at + HEADER];
        out.writeStartObject();
        out.writeStringField(
                "time",
                Instant.EPOCH
                        .plusSeconds(Math.floorDiv(packet[at + TIME], 1_000_000L))
                        .plusNanos(Math.floorMod(packet[at + TIME], 1_000_000L) * 1000)
                        .toString());
        out.writeStringField("source", SourceKeys.text(packet[at + SOURCE], packet[at + SOURCE + 1]));
        out.writeNumberField("source_port", header >>> 48);
        out.writeStringField("destination", SourceKeys.text(packet[at + DESTINATION], packet[at + DESTINATION + 1]));
        out.writeNumberField("ttl", header >>> 8 & 0xff);
        out.writeNumberField("length", packet[at + REST] & 0xffff);
        if (tcp) {
            out.writeStringField("flags", flags((int) header & 0xff));
            out.writeNumberField("window", header >>> 32 & 0xffff);
            out.writeNumberField("sequence", packet[at + REST] >>> 16);
        }
        if (ipv4) {
            out.writeNumberField("ip_id", header >>> 16 & 0xffff);
        }
        out.writeEndObject();
    }

    private static String flags(int bits) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            letters.append((bits >>> bit & 1) == 0 ? "" : FLAGS[bit]);
        }
        return letters.toString();
    }
}
