package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A scanning host at one sensor. The host walks over the addresses of all sensors, so every sensor plays the same walk,
 * with the same random numbers, and keeps the steps that lead to itself.
 */
final class HostLane extends Lane {
    private static final int WINDOW = 64_240;

    private final Host host;
    private final long actorSeed;
    private final int ttl;
    private long sent;

    HostLane(Host host, DarkSensor sensor, Scenario scenario) {
        super(host, sensor, scenario, 1, actorSeed(host, scenario));
        this.host = host;
        actorSeed = actorSeed(host, scenario);
        ttl = 128 - 5 - fixed(actorSeed, 0, 16);
    }

    @Override
    double mean(double second) {
        return plan.ofAll(phase).size() == 0 ? 0 : host.packetsPerMinute() / 60;
    }

    @Override
    double heard() {
        return share;
    }

    /** Steps of a walk follow each other: one in each equal part of the second. */
    @Override
    int microsOf(int packet, int packets, RandomStream numbers) {
        return inTurn(packet, packets, numbers);
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        long step = sent++ / host.packetsPerDestination();
        List<Integer> ports = host.ports();
        NumberedAddresses everywhere = plan.ofAll(phase);
        int start = fixed(actorSeed, 1, everywhere.size());
        packet.destination = host.order() == Actor.Order.SEQUENTIAL
                ? everywhere.at((int) ((start + step / ports.size()) % everywhere.size()))
                : everywhere.at(RandomStream.scale(where(step, where), everywhere.size()));
        if (!addresses.contains(packet.destination)) {
            return ELSEWHERE;
        }
        if (host.protocol() == Transport.UDP) {
            udp(packet, host.payload());
        } else {
            tcp(packet, SYN, "2.1.3.1.1.4/1460/8");
            packet.sequence = (int) more;
            packet.acknowledgement = 0;
            packet.window = WINDOW;
        }
        packet.source = host.source();
        packet.sourcePort = 49_152 + RandomStream.scaleLower(where, 16_384);
        packet.destinationPort = ports.get((int) (step % ports.size()));
        packet.ttl = ttl;
        packet.ipId = (int) (more >>> 48);
        packet.fragment = DONT_FRAGMENT;
        return 0;
    }

    /** Packets to one destination have its number in common. */
    private long where(long step, long drawn) {
        return host.packetsPerDestination() == 1 ? drawn : RandomStream.derive(actorSeed, step);
    }
}
