package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** The noise floor at one sensor: every source keeps its address, system and distance; each packet tries a service. */
final class BackgroundLane extends Lane {
    private static final int ICMP_ECHO = 8;

    /**
     * A service that is tried, with its share among the popular ones, about as telescopes report them.
     *
     * @param port for ICMP the type
     * @param payloadLength bytes of a UDP probe or ping
     */
    private record Service(int protocol, int port, double weight, int payloadLength) {}

    private static final Service[] SERVICES = {
        new Service(TCP, 23, 16, 0),
        new Service(TCP, 445, 9, 0),
        new Service(TCP, 22, 8, 0),
        new Service(TCP, 80, 6, 0),
        new Service(TCP, 443, 5.5, 0),
        new Service(TCP, 8080, 5, 0),
        new Service(TCP, 3389, 4.5, 0),
        new Service(TCP, 5555, 3, 0),
        new Service(TCP, 6379, 2.5, 0),
        new Service(TCP, 1433, 2.5, 0),
        new Service(TCP, 8443, 2, 0),
        new Service(TCP, 81, 2, 0),
        new Service(TCP, 5900, 1.8, 0),
        new Service(TCP, 3306, 1.5, 0),
        new Service(TCP, 2323, 1.5, 0),
        new Service(TCP, 7547, 1.2, 0),
        new Service(TCP, 25, 1.2, 0),
        new Service(TCP, 21, 1.2, 0),
        new Service(TCP, 8888, 1, 0),
        new Service(TCP, 9200, 1, 0),
        new Service(TCP, 27017, 0.8, 0),
        new Service(TCP, 37215, 0.8, 0),
        new Service(TCP, 52869, 0.8, 0),
        new Service(TCP, 5432, 0.7, 0),
        new Service(TCP, 139, 0.7, 0),
        new Service(TCP, 110, 0.6, 0),
        new Service(TCP, 2222, 0.6, 0),
        new Service(TCP, 8000, 0.6, 0),
        new Service(UDP, 53, 3, 30),
        new Service(UDP, 5060, 2.5, 380),
        new Service(UDP, 123, 2, 8),
        new Service(UDP, 161, 1.5, 40),
        new Service(UDP, 1900, 1.5, 94),
        new Service(UDP, 53413, 1.2, 25),
        new Service(UDP, 11211, 0.8, 15),
        new Service(UDP, 389, 0.8, 52),
        new Service(UDP, 137, 0.7, 50),
        new Service(UDP, 5353, 0.5, 46),
        new Service(ICMP, ICMP_ECHO, 4, 0),
    };
    private static final double UDP_SHARE_OF_TAIL = 0.15;
    private static final int PORTS = 65_535;
    private static final int LONGEST_RANDOM_PROBE = 64;

    private final Background background;
    private final Zipf ranks;
    private final SourceAddresses sources;
    private final AliasTable services;
    private final long hostKey;

    BackgroundLane(Background background, DarkSensor sensor, Scenario scenario) {
        super(background, sensor, scenario, background.sources());
        this.background = background;
        ranks = scenario.ranks(background.sources(), background.zipf());
        hostKey = actorSeed(background, scenario);
        sources = new SourceAddresses(hostKey, scenario.sensors());
        services = new AliasTable(weights(background.tail()));
    }

    /** The popular services, then TCP and UDP to random ports. */
    private static double[] weights(double tail) {
        double popular = 0;
        for (Service service : SERVICES) {
            popular += service.weight;
        }
        double[] weights = new double[SERVICES.length + 2];
        for (int i = 0; i < SERVICES.length; i++) {
            weights[i] = (1 - tail) * SERVICES[i].weight / popular;
        }
        weights[SERVICES.length] = tail * (1 - UDP_SHARE_OF_TAIL);
        weights[SERVICES.length + 1] = tail * UDP_SHARE_OF_TAIL;
        return weights;
    }

    /** The share of the background that goes to a port. */
    static double shareOf(Transport protocol, int port, double tail) {
        double[] weights = weights(tail);
        double share = 0;
        for (int i = 0; i < SERVICES.length; i++) {
            if (SERVICES[i].protocol == protocol.protocol() && SERVICES[i].port == port) {
                share += weights[i];
            }
        }
        return switch (protocol) {
            case TCP -> share + weights[SERVICES.length] / PORTS;
            case UDP -> share + weights[SERVICES.length + 1] / PORTS;
            case ICMP -> share;
        };
    }

    @Override
    double mean(double second) {
        return background.packetsPerAddressPerMinute() * addresses.size() / 60;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        int rank = ranks.draw(numbers);
        long host = RandomStream.derive(hostKey, rank);
        HostStack stack = HostStack.of(host);
        packet.source = sources.at(rank);
        long where = numbers.next();
        packet.destination = addresses.at(RandomStream.scale(where, addresses.size()));
        packet.ttl = stack.ttlAfter(host);
        packet.ipId = (int) where & 0xffff;
        packet.fragment = stack.fragment();
        packet.acknowledgement = 0;
        int drawn = services.draw(numbers.next());
        long more = numbers.next();
        int sourcePort = 1_024 + RandomStream.scaleLower(more, 64_512);
        if (drawn >= SERVICES.length) {
            int port = 1 + RandomStream.scale(more, PORTS);
            if (drawn == SERVICES.length) {
                syn(packet, stack, sourcePort, port, numbers);
            } else {
                udp(packet, sourcePort, port, 1 + RandomStream.scaleLower(where, LONGEST_RANDOM_PROBE));
            }
            return rank;
        }
        Service service = SERVICES[drawn];
        if (service.protocol == TCP) {
            syn(packet, stack, sourcePort, service.port, numbers);
        } else if (service.protocol == UDP) {
            udp(packet, sourcePort, service.port, service.payloadLength);
        } else {
            icmp(packet, service.port, 0, stack.pingBytes());
        }
        return rank;
    }

    private static void syn(PacketRow packet, HostStack stack, int sourcePort, int port, RandomStream numbers) {
        tcp(packet, SYN, stack.synOptions());
        packet.sourcePort = sourcePort;
        packet.destinationPort = port;
        packet.sequence = (int) numbers.next();
        packet.window = stack.window();
    }

    private static void udp(PacketRow packet, int sourcePort, int port, int payloadLength) {
        udp(packet, payloadLength);
        packet.sourcePort = sourcePort;
        packet.destinationPort = port;
    }
}
