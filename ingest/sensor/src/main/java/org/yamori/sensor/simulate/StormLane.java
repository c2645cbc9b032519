package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A spoofed storm at one sensor: SYNs of one machine under a new public address each time, so that no source comes
 * twice, or under those of a few networks.
 */
final class StormLane extends Lane {
    private static final int WINDOW = 512;
    private static final int LEAST_TTL = 120;
    private static final int NETWORK = 256;

    private final Storm storm;
    private final SourceAddresses sources;
    private final int ttl;
    private final long key;
    /** First addresses of the networks, if it is a few. */
    private final int[] networks;
    /** Sensors take turns in the numbers of sources. */
    private final int firstSource;

    private final int sensors;
    private int sent;

    StormLane(Storm storm, DarkSensor sensor, Scenario scenario) {
        super(storm, sensor, scenario, 0);
        this.storm = storm;
        key = actorSeed(storm, scenario);
        sources = new SourceAddresses(key, scenario.sensors());
        ttl = 255 - 5 - fixed(key, 0, 16);
        networks = networks(storm.networks(), scenario.sensors());
        firstSource = scenario.sensors().indexOf(sensor);
        sensors = scenario.sensors().size();
    }

    /** So many /24 in which nothing is dark. */
    private int[] networks(int count, List<DarkSensor> dark) {
        int[] firsts = new int[count];
        int found = 0;
        for (int number = 0; found < count; number++) {
            AddressRange network = new AddressRange(sources.at(number) & -NETWORK, 24);
            boolean lit =
                    dark.stream().flatMap(sensor -> sensor.ranges().stream()).noneMatch(network::overlaps);
            if (lit) {
                firsts[found++] = network.first();
            }
        }
        return firsts;
    }

    @Override
    double mean(double second) {
        return storm.packetsPerMinute() / 60 * share;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.destination = addresses.at(RandomStream.scale(where, addresses.size()));
        packet.sourcePort = 1_024 + RandomStream.scaleLower(where, 64_512);
        packet.destinationPort = storm.port();
        packet.sequence = (int) more;
        packet.acknowledgement = 0;
        packet.fragment = 0;
        packet.ttl = storm.ttls() == 1 ? ttl : LEAST_TTL + numbers.below(storm.ttls());
        packet.window = WINDOW;
        packet.ipId = (int) (more >>> 48);
        if (storm.pairs() > 0) {
            long pair = RandomStream.derive(key, numbers.below(storm.pairs()));
            packet.window = 1 + (int) (pair & 0xfffe);
            packet.ipId = (int) (pair >>> 48);
        }
        if (networks.length == 0) {
            packet.source = sources.at(firstSource + sent * sensors);
            return sent++;
        }
        int forged = numbers.below(networks.length * NETWORK);
        packet.source = networks[forged / NETWORK] + forged % NETWORK;
        return forged;
    }
}
