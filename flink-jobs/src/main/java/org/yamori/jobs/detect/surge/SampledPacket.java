package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/**
 * A packet that is shown as an example, in {@value #LONGS} longs: its rank, its time, source and destination in two
 * each, source port, window, IP id, TTL and flags in one, {@link Tool}, sequence number and length in one. Of several
 * the smallest counts, compared long by long, so that who is chosen depends on what packets say and never on their
 * order.
 */
final class SampledPacket {
    static final int LONGS = 8;

    private static final int RANK = 0;
    private static final int TIME = 1;
    private static final int SOURCE = 2;
    private static final int DESTINATION = 4;
    private static final int HEADER = 6;
    private static final int REST = 7;
    private static final int TOOL_SHIFT = 48;
    private static final String[] FLAGS = {"F", "S", "R", "P", "A", "U", "E", "C"};

    private SampledPacket() {}

    /** Takes packets out of a slice; knows where the columns of the last one were. */
    static final class Reader {
        private @Nullable Slice slice;
        private int source;
        private int destination;
        private int sourcePort;
        private int window;
        private int ipId;
        private int ttl;
        private int flags;
        private int sequence;
        private int length;
        private int signature;

        void read(LabelledSlice labelled, int row, long rank, long[] into, int at) {
            Slice from = labelled.slice;
            if (from != slice) {
                find(from);
            }
            byte[] data = from.data;
            into[at + RANK] = rank;
            into[at + TIME] = from.timeMicros(row);
            address(from, source, row, into, at + SOURCE);
            address(from, destination, row, into, at + DESTINATION);
            into[at + HEADER] = (long) two(data, sourcePort, row) << 48
                    | (long) two(data, window, row) << 32
                    | (long) two(data, ipId, row) << 16
                    | one(data, ttl, row) << 8
                    | one(data, flags, row);
            long number = sequence < 0 ? 0 : Bytes.integer(data, sequence + (row << 2)) & 0xffffffffL;
            into[at + REST] = (long) labelled.tools[row] << TOOL_SHIFT | number << 16 | two(data, length, row);
        }

        /** The SYN signature of a row of the slice that was read last; empty where there is none. */
        String signature(int row) {
            return signature < 0 || slice == null ? "" : slice.synSignatures[two(slice.data, signature, row)];
        }

        private void find(Slice from) {
            slice = from;
            source = from.offset(Column.SOURCE);
            destination = from.offset(Column.DESTINATION);
            sourcePort = from.offset(Column.SOURCE_PORT);
            window = from.offset(Column.WINDOW);
            ipId = from.ipv6 ? -1 : from.offset(Column.IP_ID);
            ttl = from.offset(Column.TTL);
            flags = from.offset(Column.TCP_FLAGS);
            sequence = from.offset(Column.SEQUENCE);
            length = from.offset(Column.TOTAL_LENGTH);
            signature = from.offset(Column.SYN_SIGNATURE);
        }

        private static void address(Slice slice, int column, int row, long[] into, int at) {
            if (slice.ipv6) {
                into[at] = Bytes.bigEndian(slice.data, column + (row << 4));
                into[at + 1] = Bytes.bigEndian(slice.data, column + (row << 4) + 8);
            } else {
                into[at] = 0;
                into[at + 1] = SourceKeys.lowOfIpv4(Bytes.integer(slice.data, column + (row << 2)));
            }
        }

        private static int two(byte[] data, int column, int row) {
            return column < 0 ? 0 : Bytes.unsignedShort(data, column + (row << 1));
        }

        private static int one(byte[] data, int column, int row) {
            return column < 0 ? 0 : data[column + row] & 0xff;
        }
    }

    static int compare(long[] one, int at, long[] other, int otherAt) {
        return Arrays.compare(one, at, at + LONGS, other, otherAt, otherAt + LONGS);
    }

    static long rank(long[] packet, int at) {
        return packet[at + RANK];
    }

    static boolean isIpv4(long[] packet, int at) {
        return SourceKeys.isIpv4(packet[at + SOURCE], packet[at + SOURCE + 1]);
    }

    /** The source of a packet of IPv4. */
    static int ipv4(long[] packet, int at) {
        return (int) packet[at + SOURCE + 1];
    }

    static Tool tool(long[] packet, int at) {
        return Tool.at((int) (packet[at + REST] >>> TOOL_SHIFT));
    }

    /** As an object of the finding. */
    static void tell(long[] packet, int at, boolean tcp, JsonGenerator out) throws IOException {
        boolean ipv4 = isIpv4(packet, at);
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
            out.writeNumberField("sequence", packet[at + REST] >>> 16 & 0xffffffffL);
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
