package org.yamori.sensor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.sensor.parse.Tunnel;
import org.yamori.wire.PacketRow;

/**
 * A program of its own, so that its memory can be bounded: reads captures named line by line on its standard input and
 * answers each with a line of {@code word=number} in order of the words. The last line is the most memory it ever had.
 *
 * <p>Packets are counted in every layer, as the oracle did: through GRE, ERSPAN and IP in IP, not through VXLAN. So
 * each file is read with none, one, two … tunnels opened, and each time those packets count that came out of just as
 * many.
 */
final class CorpusReading {
    private static final Set<Tunnel> OPENED_BY_THE_ORACLE = Set.of(Tunnel.GRE, Tunnel.IP_IN_IP, Tunnel.ERSPAN);

    private final Map<String, Long> counts = new TreeMap<>();

    private CorpusReading() {}

    public static void main(String[] folder) throws IOException {
        try (var files = new java.io.BufferedReader(
                new java.io.InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8))) {
            for (String name = files.readLine(); name != null; name = files.readLine()) {
                System.err.println(name);
                CorpusReading reading = new CorpusReading();
                reading.read(Path.of(folder[0], name));
                System.out.println(reading.counts.entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(" ", name + "\t", "")));
            }
        }
        System.out.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .collect(Collectors.joining()));
    }

    private void read(Path file) throws IOException {
        try {
            boolean deeper = true;
            for (int depth = 0; deeper && depth <= Decapsulation.MAX_DEPTH; depth++) {
                deeper = layer(file, depth);
            }
        } catch (CaptureException nothingReadable) {
            count("unnamed", !String.valueOf(nothingReadable.getMessage()).startsWith(file.toString()));
        }
    }

    /** Whether any packet came out of so many tunnels. */
    private boolean layer(Path file, int depth) throws IOException {
        boolean any = false;
        PacketRow row = new PacketRow();
        try (CaptureFile capture = CaptureFile.open(file, new Decapsulation(OPENED_BY_THE_ORACLE, depth))) {
            long watermark = capture.watermarkMicros();
            while (capture.next(row)) {
                count("before-watermark", row.timeMicros < watermark);
                watermark = capture.watermarkMicros();
                if (capture.tunnelsOpened() == depth) {
                    any = true;
                    count(row);
                }
            }
            if (depth == 0) {
                SourceTally tally = capture.tally();
                count("unbalanced", tally.captured() != tally.packets() + tally.refusedInAll());
                counts.put("records", tally.captured() - (capture.damage().isEmpty() ? 0 : 1));
            }
        }
        return any;
    }

    private void count(PacketRow row) {
        boolean first = (row.fragment & 0x1fff) == 0;
        boolean tcp = row.protocol == 6 && first;
        boolean icmp = row.protocol == 1 && first;
        count("ip4", !row.ipv6);
        count("ip6", row.ipv6);
        count("tcp", tcp);
        count("udp", row.protocol == 17 && first);
        count("icmp", icmp);
        count("icmp6", row.protocol == 58 && first);
        count("icmp_t" + row.sourcePort, icmp);
        count("gre", row.protocol == 47 && first);
        count(row.ipv6 ? "frag6" : "frag", (row.fragment & 0x3fff) != 0);
        // the oracle's words: a pure SYN, and a RST that is no SYN-ACK
        count("syn", tcp && (row.tcpFlags & 0x3f) == 0x02);
        count("synack", tcp && (row.tcpFlags & 0x12) == 0x12);
        count("rst", tcp && (row.tcpFlags & 0x04) != 0 && (row.tcpFlags & 0x12) != 0x12);
        boolean probe = tcp && !row.ipv6 && (row.tcpFlags & 0x12) == 0x02;
        // Masscan: IP id is destination address, destination port and sequence number, exclusive-or'ed
        count("masscan", probe && row.ipId == ((row.destination ^ row.destinationPort ^ row.sequence) & 0xffff));
        // Mirai: sequence number is the destination address
        count("mirai", probe && row.sequence == row.destination);
    }

    private void count(String word, boolean is) {
        if (is) {
            counts.merge(word, 1L, Long::sum);
        }
    }
}
