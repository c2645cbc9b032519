package org.yamori.cli.bench;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;

/**
 * Packets, bytes and sources of many ports, column by column. A port is {@code protocol << 16 | port}; of ICMP
 * {@code type << 8 | code}.
 */
final class PortCounts {
    private static final int ABSENT = -1;

    private final Int2IntOpenHashMap places = new Int2IntOpenHashMap();
    private int[] ports = new int[256];
    private long[] numbers = new long[256 * 3];
    private int size;

    /** What was counted of one port, or in all. */
    record Count(long packets, long bytes, long sources) {}

    PortCounts() {
        places.defaultReturnValue(ABSENT);
    }

    int size() {
        return size;
    }

    int port(int place) {
        return ports[place];
    }

    Count count(int place) {
        return new Count(numbers[place * 3], numbers[place * 3 + 1], numbers[place * 3 + 2]);
    }

    /** False if the port was there already; then nothing is changed. */
    boolean add(int port, Count count) {
        if (places.putIfAbsent(port, size) != ABSENT) {
            return false;
        }
        if (size == ports.length) {
            ports = Arrays.copyOf(ports, size * 2);
            numbers = Arrays.copyOf(numbers, size * 6);
        }
        ports[size] = port;
        numbers[size * 3] = count.packets;
        numbers[size * 3 + 1] = count.bytes;
        numbers[size * 3 + 2] = count.sources;
        size++;
        return true;
    }

    /** The place of a port, or -1. */
    int place(int port) {
        return places.get(port);
    }

    static int protocol(int port) {
        return port >>> 16;
    }

    /** As the findings write it. */
    static String text(int port) {
        int number = port & 0xffff;
        return switch (protocol(port)) {
            case 1 -> "icmp/" + (number >>> 8) + "." + (number & 0xff);
            case 6 -> "tcp/" + number;
            case 17 -> "udp/" + number;
            default -> protocol(port) + "/" + number;
        };
    }

    /** What {@link #text} wrote. */
    static int parse(String text) {
        int slash = text.indexOf('/');
        String protocol = text.substring(0, slash);
        String port = text.substring(slash + 1);
        return switch (protocol) {
            case "icmp" -> {
                int dot = port.indexOf('.');
                yield 1 << 16
                        | Integer.parseInt(port, 0, dot, 10) << 8
                        | Integer.parseInt(port, dot + 1, port.length(), 10);
            }
            case "tcp" -> 6 << 16 | Integer.parseInt(port);
            case "udp" -> 17 << 16 | Integer.parseInt(port);
            default -> Integer.parseInt(protocol) << 16 | Integer.parseInt(port);
        };
    }
}
