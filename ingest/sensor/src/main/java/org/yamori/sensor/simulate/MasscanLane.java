package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * Masscan at one sensor: the sequence number is a hash of the target, so that answers can be told apart, the IP id is
 * {@code (destination ^ port ^ sequence) & 0xffff}; window 1024, no options, one source port a host.
 */
final class MasscanLane extends ScanLane {
    private static final int WINDOW = 1_024;

    MasscanLane(Scan masscan, DarkSensor sensor, Scenario scenario) {
        super(masscan, sensor, scenario);
    }

    @Override
    void aim(PacketRow packet, int start, int step, RandomStream numbers) {
        aimAtPairs(packet, start, step);
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.sourcePort = 40_000 + RandomStream.scale(traits, 20_000);
        long target = ((long) packet.destination << 16) ^ packet.destinationPort;
        packet.sequence = (int) RandomStream.derive(traits, target);
        packet.window = WINDOW;
        packet.ttl = 255 - 5 - (int) ((traits >>> 16) & 15);
        packet.ipId = (packet.destination ^ packet.destinationPort ^ packet.sequence) & 0xffff;
    }
}
