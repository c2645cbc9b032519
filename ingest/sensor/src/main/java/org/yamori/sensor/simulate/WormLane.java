package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** A worm at one sensor that uses the TCP or UDP of the host it infected, so that its packets look like the host's. */
final class WormLane extends ScanLane {
    WormLane(Scan worm, DarkSensor sensor, Scenario scenario) {
        super(worm, sensor, scenario);
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        HostStack stack = HostStack.of(traits);
        long more = numbers.next();
        if (scan.probe().protocol() == Transport.UDP) {
            udp(packet, scan.probe().payload());
        } else {
            tcp(packet, SYN, stack.synOptions());
            packet.sequence = (int) numbers.next();
            packet.window = stack.window();
        }
        packet.sourcePort = 1_024 + RandomStream.scaleLower(more, 64_512);
        packet.ttl = stack.ttlAfter(traits);
        packet.ipId = (int) (more >>> 48);
        packet.fragment = stack.fragment();
    }
}
