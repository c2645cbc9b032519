package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.Subtasks;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** The counting operator in a harness, over random packets, at several parallelisms one after the other. */
class SurgeFunctionTest {
    private static final int SHARDS = LabelledRows.SHARDS;
    private static final long START = 29_461_440L * 60_000_000;
    private static final PortGroups GROUPS = new PortGroups(ShardKeys.of(SHARDS));

    @AutoClose
    private final Subtasks<SurgePartial> subtasks = new Subtasks<>(this::take);

    /** Sources of each minute and port, as told. */
    private final Map<String, TreeSet<Long>> told = new TreeMap<>();

    private final Map<String, TreeSet<Long>> sent = new TreeMap<>();
    /** Packets that are shown of each minute, shard and port. */
    private final Map<String, Set<List<Long>>> shown = new TreeMap<>();

    private long packetsTold;
    private long packetsSent;

    private void start(int parallelism) throws Exception {
        subtasks.start(parallelism, () -> new SurgeFunction(GROUPS));
    }

    private void stop() throws Exception {
        subtasks.stop();
    }

    private void send(List<PacketRow> rows, boolean late) throws Exception {
        subtasks.receive(LabelledRows.of("s1", "n1", 1, late, rows));
    }

    private void advance(long minute) throws Exception {
        subtasks.advance((START / 60_000_000 + minute + 1) * 60_000 - 1);
    }

    private void take(SurgePartial partial) {
        assertThat(partial.levels).containsOnly(0);
        for (int i = 0; i < partial.series.length; i++) {
            packetsTold += partial.packets[i];
            assertThat(GROUPS.key(GROUPS.of(partial.series[i]))).isEqualTo(partial.key);
        }
        for (int i = 0; i < partial.sampledSeries.length; i++) {
            String key = partial.minute + " " + partial.shard + " " + partial.sampledSeries[i];
            List<Long> packet = new ArrayList<>();
            for (int j = 0; j < SampledPacket.LONGS; j++) {
                packet.add(partial.sampledPackets[i * SampledPacket.LONGS + j]);
            }
            assertThat(shown.computeIfAbsent(key, unseen -> new HashSet<>()).add(packet))
                    .as("%s is shown once", key)
                    .isTrue();
        }
        assertThat(partial.sampledSeries).contains(partial.series);
        for (long sighting : partial.sightings) {
            long pair = Sighting.pair(sighting);
            String key = partial.minute + " " + Sighting.series(pair);
            assertThat(told.computeIfAbsent(key, unseen -> new TreeSet<>()).add(Sighting.source(pair)))
                    .as("%s is told once", key)
                    .isTrue();
        }
    }

    private List<PacketRow> rows(Random random, int minute, boolean ipv6) {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            PacketRow row = new PacketRow();
            row.timeMicros = START + minute * 60_000_000L + random.nextInt(60_000_000);
            row.ipv6 = ipv6;
            row.source = random.nextInt() & 0x7fff00ff;
            row.sourceHigh = 0x20010db8_00000000L | random.nextInt(1000) << 16;
            row.sourceLow = random.nextInt(3);
            row.destination = random.nextInt();
            row.protocol = i % 10 == 0 ? 17 : 6;
            row.destinationPort = 20 + random.nextInt(8);
            row.sourcePort = 40_000;
            row.tcpFlags = i % 13 == 0 ? 18 : 2;
            rows.add(row);
            if (row.protocol == 17 || row.tcpFlags == 2) {
                int series = PortSeries.of(row.protocol, row.destinationPort);
                long pair = ipv6
                        ? Sighting.ofIpv6(series, row.sourceHigh, row.sourceLow)
                        : Sighting.ofIpv4(series, row.source);
                sent.computeIfAbsent(row.timeMicros / 60_000_000 + " " + series, unseen -> new TreeSet<>())
                        .add(Sighting.source(pair));
                packetsSent++;
            }
        }
        return rows;
    }

    @Test
    void everySource_isToldOnceAMinuteAndPort_atAnyParallelismAndAcrossRestarts() throws Exception {
        Random random = new Random(5);
        int minute = 0;
        for (int parallelism : new int[] {1, 3, 2}) {
            start(parallelism);
            for (int i = 0; i < 4; i++, minute++) {
                send(rows(random, minute, false), false);
                send(rows(random, minute, true), false);
                if (i != 3) {
                    advance(minute);
                }
            }
        }
        advance(minute);
        stop();

        assertThat(told).isEqualTo(sent);
        assertThat(packetsTold).isEqualTo(packetsSent);
    }

    /** Two families are two blocks, whose order is turned round. */
    @Test
    void shownPackets_areTheSameAtAnyParallelismAndInAnyOrder() throws Exception {
        start(1);
        Random random = new Random(9);
        List<PacketRow> ipv4 = rows(random, 0, false);
        List<PacketRow> ipv6 = rows(random, 0, true);
        send(ipv4, false);
        send(ipv6, false);
        advance(0);
        Map<String, Set<List<Long>>> once = new TreeMap<>(shown);
        stop();
        shown.clear();
        told.clear();
        start(2);
        send(ipv6, false);
        start(3);
        send(ipv4.subList(200, 400), false);
        send(ipv4.subList(0, 200), false);
        advance(0);
        stop();

        assertThat(shown).hasSizeGreaterThan(16).isEqualTo(once);
    }

    @Test
    void lateBlocks_makeNoSurge() throws Exception {
        start(1);
        Random random = new Random(6);
        send(rows(random, 0, false), true);
        advance(0);
        send(rows(random, 0, false), false);
        advance(1);
        stop();

        assertThat(told).isEmpty();
    }
}
