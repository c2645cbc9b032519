package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * A spoofed storm at one sensor: SYNs of one machine (one TTL, one window) under a new public address each time, so
 * that no source comes twice.
 */
final class StormLane extends Lane {
    private static final int WINDOW = 512;

    private final int port;
    private final double packetsPerSecond;
    private final SourceAddresses sources;
    private final int ttl;
    /** Sensors take turns in the numbers of sources. */
    private final int firstSource;

    private final int sensors;
    private int sent;

    StormLane(Actor.Storm storm, DarkSensor sensor, Scenario scenario) {
        super(storm, sensor, scenario, 0);
        port = storm.port();
        packetsPerSecond = storm.packetsPerMinute() / 60 * share(sensor, scenario);
        long actorSeed = actorSeed(storm, scenario);
        sources = new SourceAddresses(actorSeed, scenario.sensors());
        ttl = 255 - 5 - fixed(actorSeed, 0, 16);
        firstSource = scenario.sensors().indexOf(sensor);
        sensors = scenario.sensors().size();
    }

    @Override
    double expected(double second) {
        return packetsPerSecond;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.source = sources.at(firstSource + sent * sensors);
        packet.destination = addresses.at(RandomStream.scale(where, addresses.size()));
        packet.sourcePort = 1_024 + RandomStream.scaleLower(where, 64_512);
        packet.destinationPort = port;
        packet.sequence = (int) more;
        packet.acknowledgement = 0;
        packet.window = WINDOW;
        packet.ttl = ttl;
        packet.ipId = (int) (more >>> 48);
        packet.fragment = 0;
        return sent++;
    }
}
