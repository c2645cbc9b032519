package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

/**
 * Clients at one sensor. A sensor that answers sends a SYN-ACK some microseconds after the SYN; a round trip later
 * comes the ACK, unless the client does not answer. At a blackhole there are only SYNs.
 */
final class ClientLane extends ScanHosts {
    /** SYN, SYN-ACK, ACK. */
    static final int PACKETS = 3;

    private static final int ANSWER_MICROS = 200;
    private static final int SENSOR_TTL = 64;
    private static final int SENSOR_WINDOW = 65_160;
    private static final int CLOSEST_MICROS = 100;

    private final Client client;
    private final boolean answered;

    ClientLane(Client client, DarkSensor sensor, Scenario scenario) {
        super(client, client.population(), client.ports(), sensor, scenario);
        this.client = client;
        answered = sensor.kind() != SensorKind.BLACKHOLE;
    }

    @Override
    double mean(double second) {
        return population.growth().at(second) * client.scansPerMinute() / 60 * share;
    }

    @Override
    int packetsAtOnce() {
        return PACKETS;
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        HostStack stack = client.system().of(traits);
        long more = numbers.next();
        tcp(packet, SYN, stack.synOptions());
        packet.sequence = (int) numbers.next();
        packet.window = stack.window();
        packet.sourcePort = 1_024 + RandomStream.scaleLower(more, 64_512);
        packet.ttl = stack.ttlAfter(traits);
        packet.ipId = (int) (more >>> 48);
        packet.fragment = stack.fragment();
    }

    @Override
    void follow(PacketRow packet, int source, RandomStream numbers) {
        if (!answered) {
            return;
        }
        int clientTtl = packet.ttl;
        int clientId = packet.ipId;
        int sequence = packet.sequence;
        int answer = (int) numbers.next();
        packet.timeMicros += 1 + numbers.below(ANSWER_MICROS);
        tcp(packet, SYN | ACK, "");
        turn(packet);
        packet.sequence = answer;
        packet.acknowledgement = sequence + 1;
        packet.window = SENSOR_WINDOW;
        packet.ttl = SENSOR_TTL;
        packet.ipId = 0;
        sendReply(packet);
        boolean silent = numbers.nextUnit() < client.unanswered();
        double roundTrip = client.roundTripMicros() + client.jitterMicros() * normal(numbers);
        if (silent) {
            return;
        }
        packet.timeMicros += (long) StrictMath.max(CLOSEST_MICROS, roundTrip);
        tcp(packet, ACK, "");
        turn(packet);
        packet.sequence = sequence + 1;
        packet.acknowledgement = answer + 1;
        packet.ttl = clientTtl;
        packet.ipId = (clientId + 1) & 0xffff;
        send(packet, source);
    }

    /** About a normal number, of deviation 1: the sum of twelve uniform ones, less six. */
    private static double normal(RandomStream numbers) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += numbers.nextUnit();
        }
        return sum;
    }

    private static void turn(PacketRow packet) {
        int address = packet.source;
        packet.source = packet.destination;
        packet.destination = address;
        int port = packet.sourcePort;
        packet.sourcePort = packet.destinationPort;
        packet.destinationPort = port;
    }
}
