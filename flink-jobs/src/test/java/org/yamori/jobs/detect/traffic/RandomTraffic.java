package org.yamori.jobs.detect.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.PacketRow;

/** Random packets of many sensors, and what plain maps and sets count in them. */
final class RandomTraffic {
    static final long START = 1_772_359_200_000_000L;
    static final long MINUTE = 60_000_000L;

    private static final int[] TCP_PORTS = {23, 2323, 22, 80, 40_001, 40_002, 65_535};

    /** Rows of one block and who sent them. */
    record Block(String sensor, String network, long number, List<PacketRow> rows) {
        List<LabelledSlice> slices(boolean late) {
            return LabelledRows.of(sensor, network, number, late, rows);
        }
    }

    private final Random random;
    private final int sensors;
    private final int sources;
    private long nextBlock;

    RandomTraffic(long seed, int sensors, int sources) {
        this.random = new Random(seed);
        this.sensors = sensors;
        this.sources = sources;
    }

    /** Blocks of one minute, about 40 rows each, IPv4 and IPv6. */
    List<Block> minute(int minute, int blocks) {
        List<Block> made = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            int sensor = random.nextInt(sensors);
            boolean ipv6 = random.nextInt(4) == 0;
            List<PacketRow> rows = new ArrayList<>();
            for (int row = 0; row < 40; row++) {
                rows.add(row(START + minute * MINUTE + random.nextInt((int) MINUTE), ipv6));
            }
            made.add(new Block("sensor-" + sensor, "network-" + sensor % 3, nextBlock++, rows));
        }
        return made;
    }

    private PacketRow row(long timeMicros, boolean ipv6) {
        PacketRow row = new PacketRow();
        row.timeMicros = timeMicros;
        row.ipv6 = ipv6;
        int source = random.nextInt(sources);
        row.source = source * 65_537 + 1;
        row.sourceHigh = 0x2001_0db8_0000_0000L + ((long) (source & 63) << 16);
        row.sourceLow = source;
        row.destination = random.nextInt(4_096);
        row.destinationHigh = 0x2001_0db8_ffff_0000L;
        row.destinationLow = row.destination;
        row.totalLength = 40 + random.nextInt(1_000);
        switch (random.nextInt(4)) {
            case 0 -> {
                row.protocol = 17;
                row.sourcePort = 40_000;
                row.destinationPort = random.nextBoolean() ? 53 : 1_900;
            }
            case 1 -> {
                row.protocol = ipv6 ? 58 : 1;
                row.sourcePort = ipv6 ? 128 : 8;
            }
            default -> {
                row.protocol = 6;
                row.sourcePort = 1_000 + random.nextInt(50_000);
                row.destinationPort = TCP_PORTS[random.nextInt(TCP_PORTS.length)];
                row.tcpFlags = random.nextInt(4) == 0 ? 18 : 2;
            }
        }
        return row;
    }

    /** Packets, bytes and sources of some series of every minute, hour and day in UTC, by plain maps. */
    static Map<String, ToldWindows.Counts> counted(List<Block> blocks) {
        Map<String, long[]> sums = new HashMap<>();
        Map<String, Set<String>> sources = new HashMap<>();
        for (Block block : blocks) {
            for (PacketRow row : block.rows) {
                for (String window : windowsOf(row.timeMicros)) {
                    for (String series : seriesOf(block, row)) {
                        String name = window + ' ' + series;
                        long[] sum = sums.computeIfAbsent(name, unseen -> new long[2]);
                        sum[0]++;
                        sum[1] += row.totalLength;
                        sources.computeIfAbsent(name, unseen -> new HashSet<>()).add(sourceOf(row));
                    }
                }
            }
        }
        Map<String, ToldWindows.Counts> counts = new TreeMap<>();
        sums.forEach((name, sum) -> counts.put(
                name,
                new ToldWindows.Counts(
                        sum[0], sum[1], sources.getOrDefault(name, Set.of()).size(), true)));
        return counts;
    }

    private static String sourceOf(PacketRow row) {
        return row.ipv6 ? row.sourceHigh + ":" + row.sourceLow : String.valueOf(row.source);
    }

    private static List<String> windowsOf(long micros) {
        long day = 86_400_000_000L;
        return List.of(
                "minute " + TrafficLogic.instant(micros / MINUTE * MINUTE),
                "hour " + TrafficLogic.instant(micros / (60 * MINUTE) * (60 * MINUTE)),
                "day " + TrafficLogic.instant(micros / day * day));
    }

    private static List<String> seriesOf(Block block, PacketRow row) {
        List<String> series = new ArrayList<>(List.of(
                "total all",
                "sensor " + block.sensor,
                "network " + block.network,
                "country " + (LabelledRows.countryOf(row) & 0xffff)));
        switch (row.protocol) {
            case 6 -> {
                series.add("protocol tcp");
                series.add("port tcp/" + row.destinationPort);
                series.add(row.tcpFlags == 18 ? "kind backscatter" : "kind scan");
                if (row.destinationPort == 23 || row.destinationPort == 2323) {
                    series.add("port-group telnet");
                }
                if (row.destinationPort == 22) {
                    series.add("port-group ssh");
                }
            }
            case 17 -> {
                series.add("protocol udp");
                series.add("port udp/" + row.destinationPort);
                series.add(row.destinationPort == 53 ? "kind reflection" : "kind scan");
            }
            default -> {
                series.add("protocol icmp");
                series.add(row.ipv6 ? "port icmpv6/128.0" : "port icmp/8.0");
                series.add("kind scan");
            }
        }
        return series;
    }
}
