package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** What a misconfigured machine sends to its one destination. */
final class MisconfigurationLane extends Lane {
    private static final int ECHO_REQUEST = 8;

    private final Misconfiguration wrong;
    private final HostStack stack;
    private final long traits;

    MisconfigurationLane(Misconfiguration wrong, DarkSensor sensor, Scenario scenario) {
        super(wrong, sensor, scenario, 1);
        this.wrong = wrong;
        traits = actorSeed(wrong, scenario);
        stack = HostStack.of(traits);
    }

    @Override
    double mean(double second) {
        return addresses.contains(wrong.destination()) ? wrong.packetsPerMinute() / 60 : 0;
    }

    @Override
    boolean isReply(PacketRow packet) {
        return wrong.forged() && sensor.hears(packet.source);
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        switch (wrong.protocol()) {
            case UDP -> udp(packet, wrong.payload());
            case ICMP -> icmp(packet, ECHO_REQUEST, 0, wrong.payload());
            case TCP -> {
                tcp(packet, SYN, stack.synOptions());
                packet.sequence = (int) numbers.next();
                packet.acknowledgement = 0;
                packet.window = stack.window();
            }
        }
        if (wrong.protocol() != Transport.ICMP) {
            packet.sourcePort = 1_024 + RandomStream.scale(traits, 64_512);
            packet.destinationPort = wrong.port();
        }
        packet.source = wrong.source();
        packet.destination = wrong.destination();
        packet.ttl = stack.ttlAfter(traits);
        packet.ipId = (int) (numbers.next() >>> 48);
        packet.fragment = stack.fragment();
        return 0;
    }
}
