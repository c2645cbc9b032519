package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * Mirai at one sensor: each host keeps its source port and window and puts the destination address into the sequence
 * number; the IP id is another one each time or, of the version that came first, always the host's own.
 */
final class MiraiLane extends ScanLane {
    MiraiLane(Scan mirai, DarkSensor sensor, Scenario scenario) {
        super(mirai, sensor, scenario);
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.sequence = packet.destination;
        packet.sourcePort = 1_024 + RandomStream.scale(traits, 64_512);
        packet.window = 1 + ((int) traits & 0xfffe);
        packet.ttl = 64 - 5 - (int) ((traits >>> 16) & 15);
        packet.ipId = scan.isNew(second) ? (int) (numbers.next() >>> 48) : (int) (traits >>> 24) & 0xffff;
    }
}
