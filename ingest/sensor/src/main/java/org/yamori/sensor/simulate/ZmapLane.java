package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * ZMap at one sensor: the largest window, source ports from 32768 to 61000 and, before version 4.1, IP id 54321 and no
 * options; later ones draw the IP id and send the options of Linux.
 */
final class ZmapLane extends ScanLane {
    static final int IP_ID = 54_321;
    static final int WINDOW = 65_535;
    private static final String LINUX_OPTIONS = "2.4.8.1.3/1460/7";

    ZmapLane(Scan zmap, DarkSensor sensor, Scenario scenario) {
        super(zmap, sensor, scenario);
    }

    static int sourcePort(long random) {
        return 32_768 + RandomStream.scaleLower(random, 28_233);
    }

    @Override
    void aim(PacketRow packet, int start, int step, RandomStream numbers) {
        aimAtPairs(packet, start, step);
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        long more = numbers.next();
        boolean newer = scan.isNew(second);
        tcp(packet, SYN, newer ? LINUX_OPTIONS : SynOptionBytes.NONE);
        packet.sourcePort = sourcePort(more);
        packet.sequence = (int) numbers.next();
        packet.window = WINDOW;
        packet.ttl = 255 - 5 - (int) ((traits >>> 16) & 15);
        packet.ipId = newer ? (int) (more >>> 48) : IP_ID;
    }
}
