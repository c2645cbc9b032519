package org.yamori.jobs.detect.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.PacketRow;

/** Packets of tools as their authors describe them, and blocks of them. */
final class Probes {
    /** 2016-09-14, 00:00 UTC. */
    static final long START = 1_473_811_200_000_000L;

    static final long SECOND = 1_000_000L;
    static final long HOUR = 3_600 * SECOND;
    static final String LINUX = "0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0";
    static final String NO_OPTIONS = "0:0:*,0:::0";
    static final String ONLY_MSS = "0:1460:*,0:mss::0";

    private final List<PacketRow> rows = new ArrayList<>();
    private final Random random;
    private long nextBlock;

    Probes(long seed) {
        random = new Random(seed);
    }

    /** A plain SYN of a system. */
    PacketRow syn(int source, int destination, long timeMicros) {
        PacketRow row = new PacketRow();
        row.timeMicros = timeMicros;
        row.source = source;
        row.destination = destination;
        row.protocol = 6;
        row.sourcePort = 1_024 + random.nextInt(60_000);
        row.destinationPort = 23;
        row.tcpFlags = 2;
        row.sequence = destination ^ 0x5a5a_0000;
        row.window = 29_200;
        row.ttl = 54;
        row.ipId = 1;
        row.totalLength = 60;
        row.synSignature = LINUX;
        rows.add(row);
        return row;
    }

    /** Packets of a Mirai bot to addresses one after the other. */
    void mirai(int source, int packets, boolean leaked, long fromMicros) {
        int port = 1_024 + random.nextInt(60_000);
        int id = random.nextInt(65_536);
        for (int i = 0; i < packets; i++) {
            PacketRow row = syn(source, 0x64400000 + i * 7, fromMicros + i * SECOND);
            row.sequence = row.destination;
            row.sourcePort = port;
            row.ipId = leaked ? (id + i) & 0xffff : id;
            row.synSignature = NO_OPTIONS;
            row.destinationPort = i % 10 == 9 ? 2_323 : 23;
        }
    }

    void zmap(int source, int packets, long fromMicros) {
        for (int i = 0; i < packets; i++) {
            PacketRow row = syn(source, 0x64400000 + i * 7, fromMicros + i * SECOND);
            row.ipId = 54_321;
            row.synSignature = NO_OPTIONS;
            row.destinationPort = 443;
        }
    }

    void masscan(int source, int packets, long fromMicros) {
        for (int i = 0; i < packets; i++) {
            PacketRow row = syn(source, 0x64400000 + i * 7, fromMicros + i * SECOND);
            row.sequence = random.nextInt();
            row.destinationPort = 3_389;
            row.ipId = (row.destination ^ row.destinationPort ^ row.sequence) & 0xffff;
            row.synSignature = NO_OPTIONS;
        }
    }

    void nmap(int source, int packets, long fromMicros) {
        for (int i = 0; i < packets; i++) {
            PacketRow row = syn(source, 0x64400000 + i * 7, fromMicros + i * SECOND);
            row.window = 1_024 * (1 + i % 4);
            row.ttl = 40;
            row.ipId = 2;
            row.synSignature = ONLY_MSS;
        }
    }

    /** A packet of any kind from any of so many sources of the same few networks. */
    void any(int sources, long fromMicros, long lengthMicros) {
        int source = 0x0b000000 + random.nextInt(sources) * 4_099;
        PacketRow row =
                syn(source, random.nextInt(1 << 20), fromMicros + random.nextInt((int) (lengthMicros / 1000)) * 1000L);
        row.sequence = random.nextInt(3) == 0 ? row.destination : random.nextInt();
        row.sourcePort = 1_024 + source % 4;
        row.ipId = random.nextInt(3) == 0 ? 54_321 : random.nextInt(65_536);
        row.destinationPort = random.nextBoolean() ? 23 : random.nextInt(65_536);
        row.synSignature = List.of(LINUX, NO_OPTIONS, ONLY_MSS, "").get(random.nextInt(4));
        row.window = random.nextBoolean() ? 1_024 : 29_200;
        if (random.nextInt(5) == 0) {
            row.protocol = 17;
            row.tcpFlags = 0;
            row.synSignature = "";
        } else if (random.nextInt(5) == 0) {
            row.tcpFlags = 18;
            row.synSignature = "";
        }
    }

    /** One block of what was made since the last. */
    List<LabelledSlice> block(boolean late) {
        List<LabelledSlice> slices = LabelledRows.of("tokyo-1", "nicter", nextBlock++, late, rows);
        rows.clear();
        return slices;
    }

    List<PacketRow> rows() {
        return rows;
    }
}
