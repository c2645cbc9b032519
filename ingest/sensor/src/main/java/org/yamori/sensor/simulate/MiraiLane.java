package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A worm at one sensor. Infected hosts follow the logistic curve {@code to / (1 + (to / from - 1) e^(-growth t))}; each
 * keeps its address, source port, window and distance, probes every dark address once before it begins again, and puts
 * the destination address into the sequence number, as Mirai's scanner does.
 */
final class MiraiLane extends Lane {
    private final Actor.Mirai mirai;
    private final double share;
    private final AliasTable ports;
    private final SourceAddresses sources;
    private final long hostKey;
    private final long walkKey;
    /** Packets each host has sent to this sensor. */
    private final int[] sent;

    private int activeSecond = -1;
    private int active;

    MiraiLane(Actor.Mirai mirai, DarkSensor sensor, Scenario scenario) {
        super(mirai, sensor, scenario, mirai.to());
        this.mirai = mirai;
        share = share(sensor, scenario);
        List<Actor.PortWeight> weighted = mirai.ports();
        ports = new AliasTable(
                weighted.stream().mapToDouble(Actor.PortWeight::weight).toArray());
        hostKey = actorSeed(mirai, scenario);
        walkKey = RandomStream.derive(hostKey, LabelTally.hash(sensor.name()));
        sources = new SourceAddresses(hostKey, scenario.sensors());
        sent = new int[mirai.to()];
    }

    double infected(double second) {
        double minutes = (second - mirai.role().startSecond()) / 60;
        double ratio = (double) mirai.to() / mirai.from() - 1;
        return mirai.to() / (1 + ratio * StrictMath.exp(-mirai.growthPerMinute() * minutes));
    }

    @Override
    double expected(double second) {
        return infected(second) * mirai.scansPerMinute() / 60 * share;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        if (activeSecond != second) {
            activeSecond = second;
            active = (int) StrictMath.min(mirai.to(), StrictMath.rint(infected(second)));
        }
        int host = numbers.below(active);
        long traits = RandomStream.derive(hostKey, host);
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.source = sources.at(host);
        int start = (int) RandomStream.derive(walkKey, host);
        packet.destination = addresses.walked(start, sent[host]++);
        packet.sequence = packet.destination;
        packet.sourcePort = 1_024 + RandomStream.scale(traits, 64_512);
        packet.window = 1 + ((int) traits & 0xfffe);
        packet.ttl = 64 - 5 - (int) ((traits >>> 16) & 15);
        long more = numbers.next();
        packet.destinationPort = mirai.ports().get(ports.draw(more)).port();
        packet.ipId = (int) (numbers.next() >>> 48);
        packet.acknowledgement = 0;
        packet.fragment = 0;
        return host;
    }
}
