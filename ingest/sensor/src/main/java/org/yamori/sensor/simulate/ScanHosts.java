package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A population of scanning hosts at one sensor. Each host keeps its address, its distance and what its tool keeps, and
 * probes every dark address once before it begins again.
 */
abstract class ScanHosts extends Lane {
    /** What a host always has follows from this and its number. */
    final long hostKey;

    final Population population;
    private final Growth growth;
    private final int hosts;
    private final SourcePool sources;
    private final long walkKey;
    private final AliasTable ports;
    private final int[] portOf;
    /** Packets each host has sent to this sensor. */
    private final int[] sent;

    private int activeSecond = -1;
    private int active;

    ScanHosts(Actor actor, Population population, List<PortWeight> weighted, DarkSensor sensor, Scenario scenario) {
        super(actor, sensor, scenario, population.growth().most());
        this.population = population;
        growth = population.growth();
        hosts = growth.most();
        hostKey = actorSeed(actor, scenario);
        walkKey = RandomStream.derive(hostKey, LabelTally.hash(sensor.name()));
        sources = population.pool(hostKey, scenario.sensors());
        ports = new AliasTable(weighted.stream().mapToDouble(PortWeight::weight).toArray());
        portOf = weighted.stream().mapToInt(PortWeight::port).toArray();
        sent = new int[hosts];
    }

    @Override
    final int fill(PacketRow packet, RandomStream numbers, int second) {
        if (activeSecond != second) {
            activeSecond = second;
            active = growth.active(second);
        }
        int host = numbers.below(active);
        long traits = RandomStream.derive(hostKey, host);
        int number = sources.numberOf(host, population.generation(traits, second), hosts);
        packet.source = sources.at(number);
        packet.acknowledgement = 0;
        packet.fragment = 0;
        int start = (int) RandomStream.derive(walkKey, host);
        aim(packet, start, sent[host]++, numbers);
        mark(packet, traits, numbers, second);
        return number;
    }

    /** Sets where the packet goes: address after address in scattered order, a port by weight. */
    void aim(PacketRow packet, int start, int step, RandomStream numbers) {
        packet.destination = addresses.walked(start, step);
        packet.destinationPort = portOf[ports.draw(numbers.next())];
    }

    /**
     * The same for a tool that tries every pair of address and port once before it begins again: in each round over the
     * addresses, every one gets the port after the one before.
     */
    final void aimAtPairs(PacketRow packet, int start, int step) {
        packet.destination = addresses.walked(start, step);
        int first = fixed(hostKey, packet.destination, portOf.length);
        packet.destinationPort = portOf[(first + step / addresses.size()) % portOf.length];
    }

    /** Sets what the tool leaves in its packets. */
    abstract void mark(PacketRow packet, long traits, RandomStream numbers, int second);

    final int port(int index) {
        return portOf[index];
    }

    final int ports() {
        return portOf.length;
    }
}
