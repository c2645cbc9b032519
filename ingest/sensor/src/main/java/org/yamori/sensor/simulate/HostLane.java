package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A scanning host at one sensor. The host walks over the addresses of all sensors, so every sensor plays the same walk,
 * with the same random numbers, and keeps the steps that lead to itself.
 */
final class HostLane extends Lane {
    private static final int WINDOW = 64_240;

    private final Actor.Host host;
    private final NumberedAddresses everywhere;
    private final double packetsPerSecond;
    private final double share;
    private final int start;
    private final int ttl;
    private long sent;

    HostLane(Actor.Host host, DarkSensor sensor, Scenario scenario) {
        super(host, sensor, scenario, 1, actorSeed(host, scenario));
        this.host = host;
        everywhere = new NumberedAddresses(scenario.sensors().stream()
                .flatMap(each -> each.ranges().stream())
                .sorted(AddressRange.BY_ADDRESS)
                .toList());
        packetsPerSecond = host.packetsPerMinute() / 60;
        share = share(sensor, scenario);
        long actorSeed = actorSeed(host, scenario);
        start = fixed(actorSeed, 1, everywhere.size());
        ttl = 128 - 5 - fixed(actorSeed, 0, 16);
    }

    @Override
    double expected(double second) {
        return packetsPerSecond * share;
    }

    @Override
    double drawn(double second) {
        return packetsPerSecond;
    }

    /** Steps of a walk follow each other: one in each equal part of the second. */
    @Override
    int microsOf(int packet, int packets, RandomStream numbers) {
        return (int) ((packet + numbers.nextUnit()) / packets * SECOND_MICROS);
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        long step = sent++;
        List<Integer> ports = host.ports();
        packet.destination = host.order() == Actor.Order.SEQUENTIAL
                ? everywhere.at((int) ((start + step / ports.size()) % everywhere.size()))
                : everywhere.at(RandomStream.scale(where, everywhere.size()));
        if (!sensor.hears(packet.destination)) {
            return ELSEWHERE;
        }
        tcp(packet, SYN, "2.1.3.1.1.4/1460/8");
        packet.source = host.source();
        packet.sourcePort = 49_152 + RandomStream.scaleLower(where, 16_384);
        packet.destinationPort = ports.get((int) (step % ports.size()));
        packet.sequence = (int) more;
        packet.acknowledgement = 0;
        packet.window = WINDOW;
        packet.ttl = ttl;
        packet.ipId = (int) (more >>> 48);
        packet.fragment = DONT_FRAGMENT;
        return 0;
    }
}
