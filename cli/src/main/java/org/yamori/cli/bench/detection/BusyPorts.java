package org.yamori.cli.bench.detection;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.PacketRow;

/** How many scans each port of TCP and UDP got. */
final class BusyPorts {
    /** Of both protocols. */
    static final int ALL = 131_072;

    private static final int MOST = 128;
    private static final int UDP = 17;
    private static final int TCP = 6;

    private final long[] packets = new long[ALL];

    void add(int port) {
        packets[port]++;
    }

    /** Those with most packets, as {@code tcp/23}. */
    List<String> most() {
        return IntStream.range(0, ALL)
                .boxed()
                .filter(port -> packets[port] > 0)
                .sorted(Comparator.comparingLong((Integer port) -> packets[port])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .map(BusyPorts::name)
                .toList();
    }

    static String name(int port) {
        return (port < ALL / 2 ? "tcp/" : "udp/") + port % (ALL / 2);
    }

    static int number(String name) {
        return Integer.parseInt(name.substring(4)) + (name.startsWith("udp") ? ALL / 2 : 0);
    }

    /** The number of the port that a packet tries, or -1 where it is no search. */
    static int numberOfScan(PacketRow row) {
        if (row.protocol != TCP && row.protocol != UDP) {
            return -1;
        }
        return switch (TrafficKind.of(row.protocol, row.sourcePort, row.destinationPort, row.tcpFlags)) {
            case SCAN, REFLECTION -> row.destinationPort + (row.protocol == UDP ? ALL / 2 : 0);
            default -> -1;
        };
    }
}
