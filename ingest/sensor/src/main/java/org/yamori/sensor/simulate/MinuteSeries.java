package org.yamori.sensor.simulate;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.PacketRow;

/**
 * Packets and exact distinct sources by minute, protocol and port, as a table. A minute is a list of numbers, one per
 * packet, that are sorted when it is over: port in the upper half, source in the lower one.
 */
final class MinuteSeries {
    static final String HEADER = "minute\tprotocol\tport\tpackets\tsources\n";

    private static final long MINUTE_MICROS = 60_000_000;
    private static final int ROOM = 4_096;

    private final Appendable out;
    private final TreeMap<Long, Minute> open = new TreeMap<>();
    private final Deque<Minute> spare = new ArrayDeque<>();
    private @Nullable Minute last;

    private static final class Minute {
        private final long start;
        private long[] packets;
        private int size;

        Minute(long start, long[] packets) {
            this.start = start;
            this.packets = packets;
        }

        void add(long packet) {
            if (size == packets.length) {
                packets = Arrays.copyOf(packets, 2 * size);
            }
            packets[size++] = packet;
        }
    }

    MinuteSeries(Appendable out) throws IOException {
        this.out = out;
        out.append(HEADER);
    }

    void count(PacketRow row) {
        long start = row.timeMicros - Math.floorMod(row.timeMicros, MINUTE_MICROS);
        Minute minute = last;
        if (minute == null || minute.start != start) {
            minute = minute(start);
            last = minute;
        }
        int port = row.protocol == Lane.ICMP ? row.sourcePort << 8 | row.destinationPort : row.destinationPort;
        minute.add((long) row.protocol << 48 | (long) port << 32 | Integer.toUnsignedLong(row.source));
    }

    private Minute minute(long start) {
        Minute minute = open.get(start);
        if (minute == null) {
            Minute used = spare.poll();
            minute = new Minute(start, used == null ? new long[ROOM] : used.packets);
            open.put(start, minute);
        }
        return minute;
    }

    /** Writes the minutes that are over by then: no packet that is still to come is earlier. */
    void writeUntil(long micros) throws IOException {
        while (!open.isEmpty() && open.firstKey() + MINUTE_MICROS <= micros) {
            Map.Entry<Long, Minute> first = open.pollFirstEntry();
            write(first.getValue());
            spare.add(first.getValue());
            last = null;
        }
    }

    /** Writes what is left. */
    void end() throws IOException {
        writeUntil(Long.MAX_VALUE);
    }

    private void write(Minute minute) throws IOException {
        String time = Instant.EPOCH.plus(minute.start, ChronoUnit.MICROS).toString();
        Arrays.sort(minute.packets, 0, minute.size);
        int from = 0;
        while (from < minute.size) {
            long key = minute.packets[from] >>> 32;
            int at = from;
            int sources = 0;
            for (; at < minute.size && minute.packets[at] >>> 32 == key; at++) {
                sources += at == from || minute.packets[at] != minute.packets[at - 1] ? 1 : 0;
            }
            out.append(time).append('\t').append(port(key)).append('\t');
            out.append(String.valueOf(at - from))
                    .append('\t')
                    .append(String.valueOf(sources))
                    .append('\n');
            from = at;
        }
    }

    private static String port(long key) {
        int protocol = (int) (key >>> 16);
        int port = (int) key & 0xffff;
        return switch (protocol) {
            case Lane.ICMP -> "icmp\t" + (port >>> 8) + "." + (port & 0xff);
            case Lane.TCP -> "tcp\t" + port;
            case Lane.UDP -> "udp\t" + port;
            default -> protocol + "\t" + port;
        };
    }
}
