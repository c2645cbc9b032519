package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** A sensor's losses: which packet is lost follows from the packet, so it is the same whoever else sends. */
final class LossLane extends SilentLane {
    private final Loss loss;
    private final long key;
    /** Of 2^62. */
    private final long threshold;

    LossLane(Loss loss, DarkSensor sensor, Scenario scenario) {
        super(loss, sensor, scenario);
        this.loss = loss;
        key = actorSeed(loss, scenario);
        threshold = (long) (loss.share() * 0x1p62);
    }

    Loss loss() {
        return loss;
    }

    boolean hits(PacketRow packet) {
        long addresses = ((long) packet.source << 32) ^ Integer.toUnsignedLong(packet.destination);
        long hash = RandomStream.derive(key ^ addresses, packet.timeMicros ^ ((long) packet.destinationPort << 48));
        return hash >>> 2 < threshold;
    }
}
